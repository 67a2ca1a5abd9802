"""Speech as a part of the server: /speak, /prepare, and whole texts at /speech."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Protocol, get_args
from urllib.parse import quote

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from websockets.asyncio.server import ServerConnection

from voice.pages import Page, json_page
from voice.server import Handler, Missing, PageOf
from voice.speech import NoEngine
from voice.speech.requests import LOUDEST_DB, MOST_CHARACTERS, SOFTEST_DB, LanguageName, WholeFormat
from voice.stretch import FASTEST, SLOWEST
from voice.synthesis.engine import SpeechFailed

SEGMENTS_HEADER = "X-Bangban-Segments"
TYPES = {"mulaw8000": "audio/basic"}
WAV = "audio/wav"
FORMATS = get_args(WholeFormat)
LANGUAGES = get_args(LanguageName)
# Within it a whole text is spoken, or it is too long for this machine.
PATIENCE_S = 75.0


class Speech(Protocol):
    """What speaks."""

    @property
    def ready(self) -> bool: ...

    def start(self) -> Awaitable[None]: ...

    def stop(self) -> Awaitable[None]: ...

    def describe(self) -> list[dict[str, Any]]: ...

    def cache_figures(self) -> dict[str, int]: ...

    def prepared(self) -> dict[str, int]: ...

    def handle_speak(self, connection: ServerConnection) -> Awaitable[None]: ...

    def handle_prepare(self, connection: ServerConnection) -> Awaitable[None]: ...

    def whole(
        self, text: str, language: str, rate: int, gain: float, wanted: str
    ) -> Awaitable[tuple[bytes, list[dict[str, Any]]]]: ...


class Speaking:
    """Offers `speech`."""

    name = "speech"

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    @property
    def settled(self) -> bool:
        return self._speech.ready

    @property
    def sockets(self) -> Mapping[str, Handler]:
        return {"/speak": self._speech.handle_speak, "/prepare": self._speech.handle_prepare}

    @property
    def pages(self) -> Mapping[str, PageOf]:
        return {"/speech": self._whole}

    def describe(self) -> Mapping[str, Any]:
        return {
            "speech": self._speech.describe(),
            "cache": self._speech.cache_figures(),
            "prepared": self._speech.prepared(),
        }

    def missing(self) -> Sequence[Missing]:
        good = {
            language
            for each in self._speech.describe()
            if not each["degraded"]
            for language in each["languages"]
        }
        if self._speech.ready and "zh" not in good:
            return [Missing("the voice that speaks Mandarin well", "bangban models fetch kokoro")]
        return []

    def measure(self, registry: CollectorRegistry) -> None:
        registry.register(_Said(self._speech))

    async def start(self) -> None:
        await self._speech.start()

    async def stop(self) -> None:
        await self._speech.stop()

    async def _whole(self, query: Mapping[str, str]) -> Page:
        """A text as one sound; where its sentences are in it stands in a header."""
        asked = _asked(query)
        if isinstance(asked, str):
            return json_page({"error": asked}, HTTPStatus.BAD_REQUEST)
        try:
            async with asyncio.timeout(PATIENCE_S):
                audio, marks = await self._speech.whole(**asked)
        except NoEngine:
            return json_page({"error": "no_engine"}, HTTPStatus.SERVICE_UNAVAILABLE)
        except (SpeechFailed, TimeoutError):
            return json_page({"error": "synthesis_failed"}, HTTPStatus.SERVICE_UNAVAILABLE)
        segments = quote(json.dumps(marks, ensure_ascii=False, separators=(",", ":")))
        return Page(audio, TYPES.get(asked["wanted"], WAV), headers={SEGMENTS_HEADER: segments})


def _asked(query: Mapping[str, str]) -> dict[str, Any] | str:
    """What to say, or the code of what is wrong with it."""
    text, language = query.get("text", ""), query.get("language", "zh")
    wanted = query.get("format", "wav24000")
    if len(text) > MOST_CHARACTERS:
        return "too_long"
    try:
        rate, gain = int(query.get("rate", "100")), float(query.get("gain", "0"))
    except ValueError:
        return "bad_message"
    known = language in LANGUAGES and wanted in FORMATS
    if (
        not text.strip()
        or not known
        or not SLOWEST <= rate <= FASTEST
        or not SOFTEST_DB <= gain <= LOUDEST_DB
    ):
        return "bad_message"
    return {"text": text, "language": language, "rate": rate, "gain": gain, "wanted": wanted}


class _Said(Collector):
    """What speech counts, read when it is asked for."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech

    def collect(self) -> Iterable[Metric]:
        cache = self._speech.cache_figures()
        prepared = self._speech.prepared()
        for name, about, value in (
            ("cache_entries", "Sounds in the cache.", cache["entries"]),
            ("cache_bytes", "Bytes in the cache.", cache["bytes"]),
            ("prepared", "Sentences made ahead, of those last asked for.", prepared["done"]),
            ("prepared_wanted", "Sentences last asked to be made ahead.", prepared["wanted"]),
        ):
            yield GaugeMetricFamily(f"bangban_voice_{name}", about, value=value)
