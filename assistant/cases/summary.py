"""What a case is about, taken from the conversation itself: nothing is guessed, nothing is reworded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from assistant.messages import ConversationState, TurnResult

EXCHANGES_KEPT = 5
CHARACTERS_KEPT = 200


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message of the resident and what the assistant said to it; `answered` may be empty."""

    at: datetime
    asked: str
    answered: str = ""
    service: str | None = None
    aspect: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "asked": self.asked,
            "answered": self.answered,
            "service": self.service,
            "aspect": self.aspect,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "at": datetime.fromisoformat(data["at"])})

    @classmethod
    def of(cls, at: datetime, asked: str | None, result: TurnResult | None) -> Self:
        """Words that were purged are left out."""
        return cls(
            at=at,
            asked=_shortened(asked or ""),
            answered=_shortened(" ".join(reply.text for reply in result.replies)) if result else "",
            service=result.service if result else None,
            aspect=result.aspect if result else None,
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """`service` and `region` are what it was about when the case was opened; the newest exchange is last.

    `interview` is the service whose interview was under way; `facts` are the answers known by then, by fact.
    """

    service: str | None
    region: str | None
    exchanges: tuple[Exchange, ...]
    interview: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "region": self.region,
            "exchanges": [exchange.to_json() for exchange in self.exchanges],
            "interview": self.interview,
            "facts": dict(self.facts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Summaries written before interviews existed lack what belongs to them."""
        return cls(
            service=data["service"],
            region=data["region"],
            exchanges=tuple(Exchange.from_json(exchange) for exchange in data["exchanges"]),
            interview=data.get("interview"),
            facts=dict(data.get("facts", {})),
        )


def write(exchanges: Sequence[Exchange], state: ConversationState) -> Summary:
    """Sum up a conversation. The service is the one being talked about, else the last one answered."""
    kept = tuple(exchanges[-EXCHANGES_KEPT:])
    answered = next((exchange.service for exchange in reversed(kept) if exchange.service), None)
    return Summary(
        service=state.service or answered,
        region=state.region,
        exchanges=kept,
        interview=state.interview,
        facts=dict(state.facts),
    )


def _shortened(text: str) -> str:
    return text if len(text) <= CHARACTERS_KEPT else text[: CHARACTERS_KEPT - 1] + "…"
