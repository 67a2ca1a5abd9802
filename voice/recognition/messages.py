"""What goes over the wire of /recognise: configurations in, events out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voice.endpointing import Expectation, Patience
from voice.recognition.ear import Encoding
from voice.recognition.engine import Recognised, Wanted

Phrase = Annotated[str, Field(max_length=40)]


class BadMessage(Exception):
    """The client said something that has no meaning here."""


class Configuration(BaseModel):
    """How a stream wants to be heard.

    Fields that are unknown here are another server's, and are passed over.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    sample_rate: float = Field(default=16000, ge=8000, le=48000)
    encoding: Encoding = "pcm16"
    events: bool = False
    language: str = Field(default="zh", pattern="^[a-z]{2}$")
    expect: Expectation = "open"
    pause_s: float = Field(default=0.9, ge=0.2, le=4)
    longest_s: float = Field(default=30, ge=1, le=60)
    phrase_list: tuple[Phrase, ...] = Field(default=(), max_length=200)
    max_alternatives: int = Field(default=0, ge=0, le=10)

    @property
    def patience(self) -> Patience:
        """How long the speaker is listened to."""
        return Patience(self.pause_s, self.expect, self.longest_s)

    @property
    def wanted(self) -> Wanted:
        """What the engine is told of the question."""
        return Wanted(self.language, self.expect, self.phrase_list)

    def changed(self, changes: dict[str, Any]) -> Configuration:
        """With some fields different. How the sound is coded cannot change under way.

        Raises:
            BadMessage: A value is not possible.
        """
        for fixed in ("sample_rate", "encoding", "events"):
            if fixed in changes and changes[fixed] != getattr(self, fixed):
                raise BadMessage(fixed)
        return configuration({**self.model_dump(), **changes})


def configuration(values: object) -> Configuration:
    """The configuration a client sent.

    Raises:
        BadMessage: A value is not possible.
    """
    try:
        return Configuration.model_validate(values)
    except ValidationError as error:
        raise BadMessage("config") from error


@dataclass(frozen=True, slots=True)
class Control:
    """A message of text: a configuration, or the end of the stream, or that what was said does not count."""

    config: dict[str, Any] | None = None
    eof: bool = False
    reset: bool = False


def control(message: str) -> Control:
    """What a message of text means.

    Raises:
        BadMessage: It means nothing.
    """
    try:
        values = json.loads(message)
    except ValueError as error:
        raise BadMessage("json") from error
    if not isinstance(values, dict):
        raise BadMessage("json")
    config = values.get("config")
    if config is not None and not isinstance(config, dict):
        raise BadMessage("config")
    said = Control(config, bool(values.get("eof")), bool(values.get("reset")))
    if said == Control():
        raise BadMessage("unknown")
    return said


@dataclass(frozen=True, slots=True)
class Ready:
    """The configuration is understood and sound may come."""

    engine: str
    model: str


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """Speech is confirmed; it began at this second of the stream."""

    at_s: float


@dataclass(frozen=True, slots=True)
class SpeechStopped:
    """Nobody speaks since this second of the stream."""

    at_s: float


@dataclass(frozen=True, slots=True)
class Partial:
    """The words so far."""

    text: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """What was said between two pauses. Nothing was recognised when the text is empty."""

    heard: Recognised
    started_s: float
    stopped_s: float
    ended_s: float
    recognition_ms: int
    lag_ms: int
    engine: str


@dataclass(frozen=True, slots=True)
class Lagging:
    """Recognition is this far behind the speaker."""

    lag_ms: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The stream is over because of this."""

    error: Literal["no_engine", "busy", "bad_message", "engine_failed"]


Event = Ready | SpeechStarted | SpeechStopped | Partial | Utterance | Lagging | Failed

_NAMES: dict[type[Event], str] = {
    Ready: "ready",
    SpeechStarted: "speech_started",
    SpeechStopped: "speech_stopped",
    Partial: "partial",
    Utterance: "utterance",
    Lagging: "lagging",
    Failed: "error",
}


def event_json(event: Event) -> str:
    """An event as it is sent."""
    values = asdict(event)
    heard = values.pop("heard", None)
    if isinstance(event, Utterance) and heard is not None:
        values = {"text": event.heard.text, **heard, **values}
    for name, value in values.items():
        if isinstance(value, float):
            values[name] = round(value, 3)
    return json.dumps({"event": _NAMES[type(event)], **values}, ensure_ascii=False)


def plain_json(heard: Recognised, max_alternatives: int) -> str:
    """A final result as a vosk-server sends it."""
    if not max_alternatives:
        return json.dumps({"text": heard.text}, ensure_ascii=False)
    best = [asdict(alternative) for alternative in heard.alternatives[:max_alternatives]]
    return json.dumps({"alternatives": best or [{"confidence": 0.0, "text": ""}]}, ensure_ascii=False)
