"""The form of an interview: the assistant asks and decides; the form hands each answer on and listens again."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import acts
from actions.knowledge import load
from actions.turn import Turn

FORM = "interview_form"
ASKED = "fact"
"""What the assistant says it asked last while a question of an interview waits."""
SAID = "said"


class CheckEligibility(Action):
    """Begins an interview on the service that the question names, or on the one being talked about."""

    def name(self) -> str:
        return "action_check_eligibility"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        named = turn.services[0] if len(turn.services) == 1 else None
        query = None if named else turn.query
        acts.send(dispatcher, "interview", step="start", service=named, query=query)
        return [FollowupAction(FORM)]


class InformAnswer(Action):
    """An answer in the resident's own words while the form is not active."""

    def name(self) -> str:
        return "action_inform_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return answered(dispatcher, query=Turn.read(tracker, load()).query)


class ValidateInterview(FormValidationAction):
    """Empties the slot after each answer, so that the form asks on; ends the form when no question waits."""

    def name(self) -> str:
        return "validate_interview_form"

    def validate_interview_answer(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        turn = Turn.read(tracker, load())
        given = {"query": turn.query} if value == SAID else {"value": value}
        acts.send(dispatcher, "interview", step="answer", **given)
        if turn.asked == ASKED:
            return {"interview_answer": None}
        return {"interview_answer": None, "requested_slot": None}


def answered(dispatcher: CollectingDispatcher, **given: str) -> list[EventType]:
    """Hand an answer on and let the form listen for the next."""
    acts.send(dispatcher, "interview", step="answer", **given)
    return [FollowupAction(FORM)]
