"""Messages as the action server gets them, and the acts that an action sends."""

import unittest
from typing import Any
from unittest import mock

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import answers, asides, interview, replies, tasks
from actions.knowledge import Knowledge

KNOWLEDGE = Knowledge(
    local={"old_age_allowance": frozenset({"summary", "amount"}), "id_card": frozenset()},
    weights={"amount": 1.0, "materials": 1.3, "summary": 0.9, "proxy": 2.0},
    regions={"350104": "仓山区", "350102": "鼓楼区"},
)
NOTHING_KNOWN = {"language": "zh", "region": None, "service": None, "asked": None}


def entity(kind: str, value: str, start: int = 0, end: int = 3) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": start, "end": end}


def tracker(
    intent: str,
    text: str = "…",
    entities: tuple[dict[str, Any], ...] = (),
    slots: dict[str, Any] | None = None,
    loop: str | None = None,
    **metadata: Any,
) -> Tracker:
    message = {
        "intent": {"name": intent},
        "entities": list(entities),
        "text": text.lower(),
        "metadata": {**NOTHING_KNOWN, **metadata},
    }
    return Tracker(
        "conversation",
        slots or {},
        message,
        [{"event": "user", "text": text}],
        False,
        None,
        {"name": loop} if loop else {},
        "action_listen",
    )


class Actions(unittest.TestCase):
    def setUp(self) -> None:
        for module in (answers, asides, interview, replies, tasks):
            patch = mock.patch.object(module, "load", lambda: KNOWLEDGE)
            patch.start()
            self.addCleanup(patch.stop)
        self.dispatcher = CollectingDispatcher()

    def run_action(self, action: Any, tracker: Tracker) -> list[dict[str, Any]]:
        return list(action.run(self.dispatcher, tracker, {}))

    @property
    def acts(self) -> list[dict[str, Any]]:
        return [message["custom"] for message in self.dispatcher.messages]
