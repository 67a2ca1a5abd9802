"""Actions for a yes, a no and an "I do not know", which mean what was last asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import acts, interview, tasks
from actions.knowledge import load
from actions.turn import Turn


class Affirm(Action):
    """A yes to the offer of a person opens a case; a yes to nothing is acknowledged."""

    def name(self) -> str:
        return "action_affirm"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        if turn.asked == interview.ASKED:
            return interview.answered(dispatcher, value="yes")
        if turn.step is not None:
            return tasks.answered(dispatcher, turn, "yes")
        if turn.asked == "person":
            acts.send(dispatcher, "open_case", reason="offered")
        else:
            acts.send(dispatcher, "say", phrase="affirm_nothing")
        return []


class Deny(Action):
    def name(self) -> str:
        return "action_deny"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        if turn.asked == interview.ASKED:
            return interview.answered(dispatcher, value="no")
        if turn.step is not None:
            return tasks.answered(dispatcher, turn, "no")
        acts.send(dispatcher, "say", phrase="deny_nothing")
        return []


class DontKnow(Action):
    """Without a question it is as good as a no."""

    def name(self) -> str:
        return "action_dont_know"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn.read(tracker, load())
        if turn.asked == interview.ASKED:
            return interview.answered(dispatcher, value="unknown")
        if turn.step is not None:
            return tasks.answered(dispatcher, turn, "unknown")
        acts.send(dispatcher, "say", phrase="deny_nothing")
        return []
