"""Actions for what is asked beside a question: a term, somebody else, two services together."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import acts
from actions.knowledge import load
from actions.turn import Turn


class Explain(Action):
    """A term is asked about; the assistant finds it in the words, else among those just used."""

    def name(self) -> str:
        return "action_explain"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return _with_words(dispatcher, tracker, "explain")


class About(Action):
    """The same is asked for somebody else."""

    def name(self) -> str:
        return "action_about"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return _with_words(dispatcher, tracker, "about")


class Compare(Action):
    """Two services are asked about together."""

    def name(self) -> str:
        return "action_compare"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return _with_words(dispatcher, tracker, "compare")


def _with_words(dispatcher: CollectingDispatcher, tracker: Tracker, kind: str) -> list[EventType]:
    acts.send(dispatcher, kind, query=Turn.read(tracker, load()).query)
    return []
