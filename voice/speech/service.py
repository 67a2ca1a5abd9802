"""Speech as the voice process offers it: said at once, made ahead, or whole for reading aloud."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from websockets.asyncio.server import ServerConnection

from voice.cache import MOST_BYTES, AudioCache
from voice.speakable import reading, speakable
from voice.speech.conversation import SpeakConnection
from voice.speech.formats import WHOLE, filed
from voice.speech.messages import NoEngine
from voice.speech.preparing import PrepareConnection, Preparing
from voice.speech.recent import Recent
from voice.speech.renderings import Renderings
from voice.speech.requests import Speak
from voice.speech.saying import Manner, Saying, Segment
from voice.speech.speakers import Speakers
from voice.synthesis.choose import Speaker

log = logging.getLogger(__name__)


class Speech:
    """`busy` says whether somebody is being heard: nothing is made ahead then.

    `voice` is the wanted voice of Kokoro, `most_bytes` the size of the cache.
    """

    def __init__(
        self,
        models_dir: Path,
        cache_dir: Path,
        voice: str | None = None,
        busy: Callable[[], bool] = lambda: False,
        most_bytes: int = MOST_BYTES,
        speakers: Speakers | None = None,
    ) -> None:
        self._cache = AudioCache(cache_dir, most_bytes)
        renderings = Renderings(self._cache, Recent())
        self._speakers = speakers or Speakers(models_dir, voice, threads=min(2, os.cpu_count() or 1))
        self._saying = Saying(renderings, self._speakers.sound)
        self._preparing = Preparing(renderings, self._speakers.idle_sound, self._speakers.of, busy)

    @property
    def ready(self) -> bool:
        """Whether every language has a speaker that can begin at once, or it is known that there is none."""
        return self._speakers.ready

    async def start(self) -> None:
        """Choose the speakers and begin to load them; what is in the cache can be said from then on.

        Raises OSError where the cache's folder cannot be made.
        """
        await asyncio.to_thread(self._cache.open)
        await asyncio.to_thread(_read_rules)
        await self._speakers.start()

    async def stop(self) -> None:
        """End the speaking processes."""
        await self._speakers.stop()

    def describe(self) -> list[dict[str, Any]]:
        """[{"engine", "voices", "languages", "degraded", "ready"}], one for each engine in use."""
        return self._speakers.describe()

    def cache_figures(self) -> dict[str, int]:
        """{"entries", "bytes"}."""
        return self._cache.figures()

    def prepared(self) -> dict[str, int]:
        """{"done", "wanted", "failed"} of what is or was last made ahead."""
        return self._preparing.last.figures()

    async def handle_speak(self, connection: ServerConnection) -> None:
        """Serve one connection to /speak until it is closed."""
        await SpeakConnection(connection, self._segments).run()

    async def handle_prepare(self, connection: ServerConnection) -> None:
        """Serve one connection to /prepare until it is closed."""
        await PrepareConnection(connection, self._preparing).run()

    async def whole(
        self, text: str, language: str, rate: int = 100, gain: float = 0.0, wanted: str = "wav24000"
    ) -> tuple[bytes, list[dict[str, Any]]]:
        """All of a text, and [{"text", "start_ms", "end_ms"}] of its sentences.

        `wanted` is wav24000, wav16000, wav8000 or mulaw8000. Raises NoEngine, SpeechFailed, KeyError for
        another format, ValueError for a rate outside 70-130.
        """
        manner = Manner(rate, gain, WHOLE[wanted].name)
        audio, marks = await self._saying.whole(text, self._speaker(language), manner)
        return await asyncio.to_thread(filed, audio, wanted), [asdict(mark) for mark in marks]

    async def _segments(self, asked: Speak) -> AsyncIterator[Segment]:
        speaker = self._speaker(asked.language)
        if asked.voice:
            speaker = await asyncio.to_thread(self._speakers.in_voice, speaker, asked.voice)
        manner = Manner(asked.rate, asked.gain, asked.format)
        async for segment in self._saying.segments(asked.text, speaker, manner):
            yield segment

    def _speaker(self, language: str) -> Speaker:
        speaker = self._speakers.of(language)
        if speaker is None:
            raise NoEngine
        return speaker


def _read_rules() -> None:
    """Load the word lists, so that the first sentence need not wait for them."""
    reading(speakable("您好", "zh"))
    speakable("hello", "en")
