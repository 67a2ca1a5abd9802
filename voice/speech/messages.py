"""What is sent to a client of /speak, and what it sends read."""

from __future__ import annotations

import json

from pydantic import ValidationError

from voice.speech.requests import MOST_ID, Cancel, Speak
from voice.speech.saying import Segment


class NoEngine(Exception):
    """Nothing here speaks the language."""


def segment_header(wanted: str, number: int, segment: Segment) -> str:
    """What goes before the sound of a segment."""
    return _text(
        {
            "id": wanted,
            "segment": number,
            "text": segment.text,
            "cached": segment.cached,
            "duration_ms": segment.duration_ms,
            "last": segment.last,
        }
    )


def done(wanted: str, segments: int, synthesis_ms: int, cancelled: bool = False) -> str:
    """Nothing more comes of this text."""
    end = {"id": wanted, "done": True, "segments": segments, "synthesis_ms": synthesis_ms}
    return _text({**end, "cancelled": True} if cancelled else end)


def error(wanted: str | None, code: str) -> str:
    """Nothing (more) comes of this text, and why."""
    return _text({"id": wanted, "error": code})


def parsed(message: str | bytes) -> Speak | Cancel | str | None:
    """What is asked; of what cannot be understood the id, where it has one."""
    try:
        asked = json.loads(message)
    except (ValueError, RecursionError):
        return None
    try:
        if isinstance(asked, dict) and "cancel" in asked:
            return Cancel.model_validate(asked)
        return Speak.model_validate(asked)
    except ValidationError:
        wanted = asked.get("id") if isinstance(asked, dict) else None
        return wanted if isinstance(wanted, str) and len(wanted) <= MOST_ID else None


def _text(answer: dict[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False)
