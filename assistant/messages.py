"""What flows through the assistant: what came in, what was decided, what is replied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, Self

from assistant.preferences import Preferences
from knowledge.article import Language

LONGEST_TEXT = 2000
"""Characters of a message that are read."""


class Channel(StrEnum):
    SMS = "sms"
    PHONE = "phone"
    KIOSK = "kiosk"


Expect = Literal["open", "yes_no", "choice", "digits", "address", "time", "anything"]
"""What a resident will most likely say next; “anything” is a story."""


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
class TurnResult:
    """What one turn came to. `latency_ms` is by stage; `repeated` marks an answer given before.

    `preferences` are how the replies are to be said and shown, `expects` what is likely to be said to them.
    """

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
    preferences: Preferences = field(default_factory=Preferences)
    expects: Expect = "open"

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
            "preferences": self.preferences.to_json(),
            "expects": self.expects,
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
            preferences=Preferences.from_json(data.get("preferences", {})),
            expects=data.get("expects", "open"),
        )
