"""The form of a task: the assistant asks the steps and keeps what they learn; the form hands each answer on.

So a task survives the loss of this server, and what is free or open is asked of the assistant's database alone.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import acts
from actions.given import given
from actions.knowledge import load
from actions.turn import Turn

FORM = "task_form"
SLOT = "task_answer"
SAID = "said"
CORRECTED = "corrected"
STEPS_OF_YES_AND_NO = ("confirm", "change")
_STARTS = "start_"


class StartTask(Action):
    """Begins the task that the intent names, with what the message says of it already."""

    def name(self) -> str:
        return "action_start_task"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        named = given(turn.entities, turn.text)
        if len(turn.services) == 1:
            named["service"] = turn.services[0]
        acts.send(
            dispatcher,
            "task",
            step="start",
            task=turn.intent.removeprefix(_STARTS),
            query=turn.query or None,
            given=named or None,
        )
        return _listening(turn)


class InformTask(Action):
    """An answer to a step while the form is not active."""

    def name(self) -> str:
        return "action_inform_task"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        if turn.step is None:
            acts.send(dispatcher, "fallback", reason="not_understood", query=turn.query)
            return []
        return answered(dispatcher, turn)


class Correct(Action):
    """Something that was said before is wrong; what is right may come with it."""

    def name(self) -> str:
        return "action_correct"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        if turn.asked == "fact":
            acts.send(dispatcher, "interview", step="answer", query=turn.query)
            return [] if turn.in_form else [FollowupAction("interview_form")]
        _correct(dispatcher, turn)
        return _listening(turn) if turn.step is not None else []


class ValidateTask(FormValidationAction):
    """Empties the slot after each answer, so that the form asks on; ends the form when no step waits."""

    def name(self) -> str:
        return "validate_task_form"

    def validate_task_answer(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        turn = Turn.read(tracker, load())
        if value == CORRECTED:
            _correct(dispatcher, turn)
        else:
            _answer(dispatcher, turn, None if value == SAID else str(value))
        return {SLOT: None} if turn.step is not None else {SLOT: None, "requested_slot": None}


def answered(dispatcher: CollectingDispatcher, turn: Turn, value: str | None = None) -> list[EventType]:
    """Hand an answer on, by `value` when it is a plain one, and let the form listen for the next."""
    _answer(dispatcher, turn, value)
    return _listening(turn)


def _answer(dispatcher: CollectingDispatcher, turn: Turn, value: str | None) -> None:
    if value in ("yes", "no") and turn.step not in STEPS_OF_YES_AND_NO:
        # The assistant reads the words: a yes to “for yourself?” is no yes to “when?”.
        value = None
    named = given(turn.entities, turn.text, turn.step)
    if len(turn.services) == 1:
        named["service"] = turn.services[0]
    acts.send(dispatcher, "task", step="answer", value=value, query=turn.query or None, given=named or None)


def _correct(dispatcher: CollectingDispatcher, turn: Turn) -> None:
    named = given(turn.entities, turn.text, turn.step, last=True)
    if turn.services:
        named["service"] = turn.services[-1]
    acts.send(dispatcher, "task", step="correct", query=turn.query or None, given=named or None)


def _listening(turn: Turn) -> list[EventType]:
    """The form that is active is left by its own rule; another turn enters this one."""
    return [] if turn.in_form else [FollowupAction(FORM)]
