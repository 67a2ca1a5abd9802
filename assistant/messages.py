"""What flows through the assistant: what came in, what was decided, what is replied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from knowledge.article import Language


class Channel(StrEnum):
    SMS = "sms"
    PHONE = "phone"
    KIOSK = "kiosk"


class Engine(StrEnum):
    """Who decided the acts of a turn."""

    RASA = "rasa"
    KEYPAD = "keypad"


class Outcome(StrEnum):
    """What a turn came to, for reports."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    UNSURE = "unsure"
    CASE = "case"
    EMERGENCY = "emergency"
    SAID = "said"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message of a resident, verified and normalised by its channel.

    `address` is the resident's number or terminal; it goes no further than the store, which encrypts it.
    `provider_id` identifies the message at the provider; the pair with `channel` is unique.
    """

    channel: Channel
    provider_id: str
    address: str
    text: str
    received_at: datetime
    recipient: str = ""
    language: Language | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One decision of the dialogue, as nlu/acts.schema.json describes it."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, **self.values}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        values = dict(data)
        return cls(kind=values.pop("kind"), values=values)

    def get(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that the resident can choose next by a key, by its label or by a touch."""

    key: str
    label: str
    act: Act

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, "label": self.label, "act": self.act.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(key=data["key"], label=data["label"], act=Act.from_json(data["act"]))


@dataclass(frozen=True, slots=True)
class Cited:
    """The source behind a reply, as shown to the resident and reported."""

    short: str
    title: str
    issuer: str
    date: str
    grade: str
    number: str | None = None
    url: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "short": self.short,
            "title": self.title,
            "issuer": self.issuer,
            "date": self.date,
            "grade": self.grade,
            "number": self.number,
            "url": self.url,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Reply:
    """One thing that the assistant says, before a channel gives it a form.

    `text` is whole sentences, the most important first. `notice` must be said before it whatever the space;
    `question` asks the resident for something and must be said last.
    """

    text: str
    language: Language
    notice: str = ""
    question: str = ""
    options: tuple[Option, ...] = ()
    sources: tuple[Cited, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "language": self.language,
            "notice": self.notice,
            "question": self.question,
            "options": [option.to_json() for option in self.options],
            "sources": [source.to_json() for source in self.sources],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            text=data["text"],
            language=data["language"],
            notice=data["notice"],
            question=data["question"],
            options=tuple(Option.from_json(option) for option in data["options"]),
            sources=tuple(Cited.from_json(source) for source in data["sources"]),
        )


@dataclass(frozen=True, slots=True)
class ConversationState:
    """What the assistant itself remembers between two turns of one conversation.

    `interview` is the service whose interview is under way or broken off, `fact` the question it last asked;
    while that waits for its answer, `asked` is "fact". `facts` are the answers so far, by fact; `facts_kept`
    says whether the resident wants them remembered after this conversation, None before it was asked.
    `owner` is the resident, by id, whose conversation goes on at a shared terminal.
    `explained` are the glossary's terms explained so far; `wrong_codes` counts codes that opened nothing.
    """

    language: Language = "zh"
    region: str | None = None
    service: str | None = None
    aspect: str | None = None
    misses: int = 0
    asked: str | None = None
    options: tuple[Option, ...] = ()
    last_reply: Reply | None = None
    rest: str = ""
    open_case: str | None = None
    interview: str | None = None
    fact: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    facts_kept: bool | None = None
    owner: str | None = None
    explained: tuple[str, ...] = ()
    wrong_codes: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "region": self.region,
            "service": self.service,
            "aspect": self.aspect,
            "misses": self.misses,
            "asked": self.asked,
            "options": [option.to_json() for option in self.options],
            "last_reply": self.last_reply.to_json() if self.last_reply else None,
            "rest": self.rest,
            "open_case": self.open_case,
            "interview": self.interview,
            "fact": self.fact,
            "facts": dict(self.facts),
            "facts_kept": self.facts_kept,
            "owner": self.owner,
            "explained": list(self.explained),
            "wrong_codes": self.wrong_codes,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rows written before interviews existed lack what belongs to them."""
        last_reply = data["last_reply"]
        return cls(
            language=data["language"],
            region=data["region"],
            service=data["service"],
            aspect=data["aspect"],
            misses=data["misses"],
            asked=data["asked"],
            options=tuple(Option.from_json(option) for option in data["options"]),
            last_reply=Reply.from_json(last_reply) if last_reply else None,
            rest=data["rest"],
            open_case=data["open_case"],
            interview=data.get("interview"),
            fact=data.get("fact"),
            facts=dict(data.get("facts", {})),
            facts_kept=data.get("facts_kept"),
            owner=data.get("owner"),
            explained=tuple(data.get("explained", ())),
            wrong_codes=data.get("wrong_codes", 0),
        )

    def with_(self, **changes: Any) -> ConversationState:
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What one turn came to. `latency_ms` is by stage; `repeated` marks an answer given before."""

    conversation_id: str
    message_id: str
    outcome: Outcome
    replies: tuple[Reply, ...]
    engine: Engine
    degraded: bool = False
    service: str | None = None
    aspect: str | None = None
    candidates: tuple[str, ...] = ()
    case_number: str | None = None
    latency_ms: Mapping[str, float] = field(default_factory=dict)
    repeated: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "conversation_id": self.conversation_id,
            "message_id": self.message_id,
            "outcome": self.outcome.value,
            "replies": [reply.to_json() for reply in self.replies],
            "engine": self.engine.value,
            "degraded": self.degraded,
            "service": self.service,
            "aspect": self.aspect,
            "candidates": list(self.candidates),
            "case_number": self.case_number,
            "latency_ms": dict(self.latency_ms),
            "repeated": self.repeated,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            conversation_id=data["conversation_id"],
            message_id=data["message_id"],
            outcome=Outcome(data["outcome"]),
            replies=tuple(Reply.from_json(reply) for reply in data["replies"]),
            engine=Engine(data["engine"]),
            degraded=data["degraded"],
            service=data["service"],
            aspect=data["aspect"],
            candidates=tuple(data["candidates"]),
            case_number=data["case_number"],
            latency_ms=dict(data["latency_ms"]),
            repeated=data["repeated"],
        )
