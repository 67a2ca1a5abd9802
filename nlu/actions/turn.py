"""What one message says, read from Rasa's tracker and from the assistant's metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker

from actions.acts import LONGEST_QUERY
from actions.knowledge import Knowledge

TASK = "task:"
"""Before the name of a task's step, in what the assistant says it asked last."""


@dataclass(frozen=True)
class Turn:
    """`services` are those that the message names; `service` and `region` are what was known before it.

    `asked` is what the assistant last asked the resident for. `query` is what the resident wrote, `text` the
    form of it that the places of the `entities` are in.
    """

    intent: str
    query: str
    text: str
    entities: tuple[Mapping[str, Any], ...]
    services: tuple[str, ...]
    aspect: str | None
    districts: tuple[str, ...]
    service: str | None
    region: str | None
    asked: str | None
    in_form: bool
    district_asked: bool
    district_misses: int

    @classmethod
    def read(cls, tracker: Tracker, knowledge: Knowledge) -> Turn:
        message: Mapping[str, Any] = tracker.latest_message
        metadata = _metadata(tracker)
        entities = message.get("entities") or []
        known = metadata.get("service")
        service = known if known in knowledge.local else tracker.get_slot("service")
        return cls(
            intent=(message.get("intent") or {}).get("name") or "",
            query=_words(tracker),
            text=message.get("text") or "",
            entities=tuple(entities),
            services=_values(entities, "service"),
            aspect=_aspect(entities, knowledge),
            districts=_values(entities, "district"),
            service=service,
            region=metadata.get("region") or tracker.get_slot("district"),
            asked=metadata.get("asked"),
            in_form=bool((tracker.active_loop or {}).get("name")),
            district_asked=bool(tracker.get_slot("district_asked")),
            district_misses=int(tracker.get_slot("district_misses") or 0),
        )

    @property
    def step(self) -> str | None:
        """The step of a task that waits for its answer."""
        asked = self.asked or ""
        return asked.removeprefix(TASK) if asked.startswith(TASK) else None

    @property
    def meant(self) -> str | None:
        """The service that the question is about: the only one that it names, or for a follow-up the known one."""
        if len(self.services) == 1:
            return self.services[0]
        if self.services or self.intent == "ask_service":
            return None
        return self.service


def _metadata(tracker: Tracker) -> Mapping[str, Any]:
    return tracker.latest_message.get("metadata") or {}


def _words(tracker: Tracker) -> str:
    """As the assistant sent them; the parsed message has them shortened and in lower case."""
    said = next((event for event in reversed(tracker.events) if event["event"] == "user"), {})
    return (said.get("text") or "").strip()[:LONGEST_QUERY]


def _values(entities: list[dict[str, Any]], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(e["value"]) for e in entities if e["entity"] == kind))


def _aspect(entities: list[dict[str, Any]], knowledge: Knowledge) -> str | None:
    """The aspect whose word weighs most; of equals the last, since people ask after they have told."""
    found = [entity for entity in entities if entity["entity"] == "aspect"]
    if not found:
        return None
    return str(
        max(
            found,
            key=lambda e: ((e["end"] - e["start"]) * knowledge.weights[e["value"]], e["start"]),
        )["value"]
    )
