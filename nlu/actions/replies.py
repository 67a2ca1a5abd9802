"""The action for a yes, which means what was last asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import acts
from actions.knowledge import load
from actions.turn import Turn


class Affirm(Action):
    """A yes to the offer of a person opens a case; a yes to nothing is acknowledged."""

    def name(self) -> str:
        return "action_affirm"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if Turn.read(tracker, load()).asked == "person":
            acts.send(dispatcher, "open_case", reason="offered")
        else:
            acts.send(dispatcher, "say", phrase="affirm_nothing")
        return []
