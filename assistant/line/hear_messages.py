"""What a hall's screen and the line say to each other about what its visitor says.

The browser sends {"ticket", "language", "sample_rate", "expect"}, then binary messages of sound: PCM16,
little-endian, mono. {"end": true} says that the visitor has finished. It is told {"event": ...}: "ready",
"started", "stopped", "partial" with "text", "final" with "text" and "alternatives", "busy" and "error" with
"error", a code, and "text" where the visitor is to be told.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.hear_tickets import LONGEST_TICKET
from assistant.messages import Expect
from assistant.speech.hearing import Heard, HearingEvent, Partial, SpeechStarted, SpeechStopped
from knowledge.article import Language


class Opening(BaseModel):
    """The first message of a browser. `sample_rate` is in Hz."""

    model_config = ConfigDict(strict=True, extra="forbid")

    ticket: str = Field(max_length=LONGEST_TICKET)
    language: Language = "zh"
    sample_rate: int = Field(16000, ge=8000, le=48000)
    expect: Expect = "open"


def is_end(message: str) -> bool:
    try:
        return bool(json.loads(message) == {"end": True})
    except ValueError:
        return False


def event(name: str, **more: Any) -> str:
    return json.dumps({"event": name, **more}, ensure_ascii=False)


def told(happened: HearingEvent) -> str | None:
    """What the browser is told of what happened; None when that is nothing."""
    match happened:
        case SpeechStarted():
            return event("started")
        case SpeechStopped():
            return event("stopped")
        case Partial(text):
            return event("partial", text=text)
        case Heard():
            return event(
                "final", text=happened.text, alternatives=[one.text for one in happened.alternatives]
            )
    return None
