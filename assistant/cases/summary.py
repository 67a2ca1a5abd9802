"""What a case is about, taken from the conversation itself: nothing is guessed, nothing is reworded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from assistant.messages import TurnResult
from assistant.state import ConversationState
from knowledge.article import Bilingual, Language

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
    `needs` is what to mind with this resident, by kind of need; `asked_for` what is to be arranged, as
    `AskedFor.told`.
    """

    service: str | None
    region: str | None
    exchanges: tuple[Exchange, ...]
    interview: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    asked_for: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "region": self.region,
            "exchanges": [exchange.to_json() for exchange in self.exchanges],
            "interview": self.interview,
            "facts": dict(self.facts),
            "needs": dict(self.needs),
            "asked_for": dict(self.asked_for),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Older summaries lack interviews, needs and what was asked for."""
        return cls(
            service=data["service"],
            region=data["region"],
            exchanges=tuple(Exchange.from_json(exchange) for exchange in data["exchanges"]),
            interview=data.get("interview"),
            facts=dict(data.get("facts", {})),
            needs=dict(data.get("needs", {})),
            asked_for=dict(data.get("asked_for", {})),
        )


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of a summary are called; None for what it does not say.

    `aspects` are the names of the aspects that were answered, by code. `open_facts` are the questions of the
    interview under way that have no answer yet.
    """

    kind: Bilingual
    service: Bilingual | None = None
    district: Bilingual | None = None
    aspects: Mapping[str, Bilingual] = field(default_factory=dict)
    open_facts: tuple[Bilingual, ...] = ()


def two_lines(summary: Summary, names: Names) -> tuple[Bilingual, Bilingual]:
    """What was asked, and what was answered and is still missing, for whoever takes the case."""
    asked, told = (
        {language: line(summary, names, language) for language in _JOINED} for line in (_asked, _answered)
    )
    return Bilingual(zh=asked["zh"], en=asked["en"]), Bilingual(zh=told["zh"], en=told["en"])


def write(
    exchanges: Sequence[Exchange],
    state: ConversationState,
    needs: Mapping[str, str] | None = None,
    asked_for: Mapping[str, str] | None = None,
) -> Summary:
    """Sum up a conversation. The service is the one being talked about, else the last one answered."""
    kept = tuple(exchanges[-EXCHANGES_KEPT:])
    answered = next((exchange.service for exchange in reversed(kept) if exchange.service), None)
    return Summary(
        service=state.service or answered,
        region=state.region,
        exchanges=kept,
        interview=state.interview,
        facts=dict(state.facts),
        needs=dict(needs or {}),
        asked_for=dict(asked_for or {}),
    )


_JOINED: Mapping[Language, str] = {"zh": "，", "en": ", "}


def _asked(summary: Summary, names: Names, language: Language) -> str:
    about = [exchange for exchange in summary.exchanges if exchange.service == summary.service is not None]
    parts = [one.in_language(language) for one in (names.kind, names.service, names.district) if one]
    if about:
        count, of = len(about), len(summary.exchanges)
        parts.append(
            f"最近{of}条里问了{count}次" if language == "zh" else f"asked {count} of the last {of} times"
        )
    return _JOINED[language].join(parts)


def _answered(summary: Summary, names: Names, language: Language) -> str:
    is_zh, listed = language == "zh", "、" if language == "zh" else ", "
    said = dict.fromkeys(
        names.aspects[exchange.aspect].in_language(language)
        for exchange in summary.exchanges
        if exchange.service == summary.service
        and exchange.aspect is not None
        and exchange.aspect in names.aspects
    )
    missing = [] if summary.region else ["区县" if is_zh else "district"]
    missing += [fact.in_language(language) for fact in names.open_facts]
    answered = listed.join(said) or ("没有答到" if is_zh else "nothing")
    line = f"答过：{answered}" if is_zh else f"Answered: {answered}"
    if missing:
        line += f"。还缺：{listed.join(missing)}" if is_zh else f". Missing: {listed.join(missing)}"
    return line


def _shortened(text: str) -> str:
    return text if len(text) <= CHARACTERS_KEPT else text[: CHARACTERS_KEPT - 1] + "…"
