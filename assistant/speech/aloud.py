"""A whole text as sound, for a screen that reads aloud and marks what it reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

import requests

from assistant.speech.lost import VoiceLost
from knowledge.article import Language

Format = Literal["wav24000", "wav16000", "wav8000", "mulaw8000"]
SEGMENTS = "X-Bangban-Segments"
TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, and from when to when it is heard, in milliseconds."""

    text: str
    start_ms: float
    end_ms: float


@dataclass(frozen=True, slots=True)
class Aloud:
    audio: bytes
    segments: tuple[Stretch, ...]


def speech(
    url: str,
    text: str,
    language: Language,
    rate: int = 100,
    gain: int = 0,
    fmt: Format = "wav24000",
    timeout_s: float = TIMEOUT_S,
) -> Aloud:
    """The sound of `text`; `rate` in percent, `gain` in dB. Raises VoiceLost when it cannot be spoken."""
    wish: dict[str, str | int] = {
        "text": text,
        "language": language,
        "rate": rate,
        "gain": gain,
        "format": fmt,
    }
    try:
        with requests.Session() as session:
            session.trust_env = False
            response = session.get(f"{url.rstrip('/')}/speech", params=wish, timeout=timeout_s)
    except requests.RequestException:
        raise VoiceLost("gone") from None
    if response.status_code != requests.codes.ok:
        raise VoiceLost(_error_of(response))
    try:
        marks = json.loads(unquote(response.headers.get(SEGMENTS, "[]")))
        segments = tuple(
            Stretch(str(one["text"]), float(one["start_ms"]), float(one["end_ms"])) for one in marks
        )
    except (KeyError, TypeError, ValueError):
        raise VoiceLost("bad_answer") from None
    return Aloud(response.content, segments)


def _error_of(response: requests.Response) -> str:
    try:
        return str(response.json()["error"])
    except (KeyError, TypeError, ValueError):
        return f"status_{response.status_code}"
