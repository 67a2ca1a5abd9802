"""Who speaks each language, and the processes they speak in."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from voice.speech.renderings import Utterance
from voice.synthesis.choose import Speaker, choose, in_voice
from voice.synthesis.drivers import KOKORO, SYSTEM
from voice.synthesis.engine import SpeakingProcess, SpeechFailed, command, deadline_s

log = logging.getLogger(__name__)

_FOLDER = "kokoro"
IDLE_STAYS_S = 30.0


class Speakers:
    """One process for each engine in use, and one of the lowest priority while speech is made ahead."""

    def __init__(
        self,
        models_dir: Path,
        voice: str | None,
        threads: int,
        platform: str = sys.platform,
        command: Callable[[str, Path, int, bool], Sequence[str]] = command,
    ) -> None:
        self._models_dir = models_dir
        self._voice = voice
        self._threads = threads
        self._platform = platform
        self._command = command
        self._chosen: dict[str, Speaker] = {}
        self._processes: dict[str, SpeakingProcess] = {}
        self._idle: dict[str, SpeakingProcess] = {}
        self._idle_ends: asyncio.TimerHandle | None = None
        self._loading: asyncio.Task[None] | None = None
        self._in_voice: dict[tuple[str, str], Speaker] = {}
        self._stopping: set[asyncio.Task[None]] = set()

    @property
    def ready(self) -> bool:
        return self._loading is not None and self._loading.done()

    def of(self, language: str) -> Speaker | None:
        """Who speaks the language; None where nobody does."""
        return self._chosen.get(language)

    def in_voice(self, speaker: Speaker, voice: str) -> Speaker:
        """Reads files. The speaker itself where Kokoro has no such voice for the language."""
        key = (speaker.digest, voice)
        if key not in self._in_voice:
            self._in_voice[key] = in_voice(speaker, self._models_dir, voice)
        return self._in_voice[key]

    async def start(self) -> None:
        """Choose by what is there; the processes get ready afterwards."""
        await self._choose()
        self._loading = asyncio.create_task(self._load())

    async def stop(self) -> None:
        if self._loading:
            self._loading.cancel()
        if self._idle_ends:
            self._idle_ends.cancel()
        processes = [*self._processes.values(), *self._idle.values()]
        await asyncio.gather(*(process.stop() for process in processes), *self._stopping)

    def describe(self) -> list[dict[str, Any]]:
        engines: dict[str, dict[str, Any]] = {}
        for language, speaker in self._chosen.items():
            process = self._processes.get(speaker.driver)
            entry = engines.setdefault(
                speaker.engine,
                {
                    "engine": speaker.engine,
                    "voices": [],
                    "languages": [],
                    "degraded": speaker.degraded,
                    "ready": process is not None and process.ready,
                },
            )
            entry["voices"].append(speaker.voice)
            entry["languages"].append(language)
        return list(engines.values())

    async def sound(self, utterance: Utterance) -> bytes:
        """24 kHz sound, now. Raises SpeechFailed."""
        process = self._process(self._processes, utterance.speaker.driver, idle=False)
        return await process.sound(utterance.words, utterance.speaker.voice, deadline_s(utterance.words))

    async def idle_sound(self, utterance: Utterance) -> bytes:
        """The same when the machine has nothing else to do. Raises SpeechFailed."""
        if self._idle_ends:
            self._idle_ends.cancel()
        process = self._process(self._idle, utterance.speaker.driver, idle=True)
        try:
            return await process.sound(
                utterance.words, utterance.speaker.voice, deadline_s(utterance.words, idle=True)
            )
        finally:
            self._idle_ends = asyncio.get_running_loop().call_later(IDLE_STAYS_S, self._end_idle)

    def _process(self, processes: dict[str, SpeakingProcess], driver: str, idle: bool) -> SpeakingProcess:
        if driver not in processes:
            threads = 1 if idle else self._threads
            processes[driver] = SpeakingProcess(
                self._command(driver, self._models_dir / _FOLDER, threads, idle)
            )
        return processes[driver]

    def _end_idle(self) -> None:
        """Give its memory back."""
        for process in self._idle.values():
            task = asyncio.create_task(process.stop())
            self._stopping.add(task)
            task.add_done_callback(self._stopping.discard)
        self._idle.clear()

    async def _choose(self, kokoro_usable: bool = True) -> None:
        self._chosen = await choose(
            self._models_dir, self._voice, self._system_voices, self._platform, kokoro_usable
        )
        for speaker in self._chosen.values():
            log.info("speech.speaker engine=%s degraded=%s", speaker.engine, speaker.degraded)

    async def _system_voices(self) -> Iterable[dict[str, Any]]:
        with contextlib.suppress(SpeechFailed):
            return await self._process(self._processes, SYSTEM, idle=False).voices()
        log.warning("speech.no_system_voices")
        return ()

    async def _load(self) -> None:
        """Start the processes. Where one does not start, its languages go to the next best engine."""
        for driver in dict.fromkeys(speaker.driver for speaker in self._chosen.values()):
            if await self._starts(driver):
                continue
            if driver == KOKORO:
                await self._choose(kokoro_usable=False)
            self._chosen = {
                language: speaker
                for language, speaker in self._chosen.items()
                if speaker.driver != driver and await self._starts(speaker.driver)
            }

    async def _starts(self, driver: str) -> bool:
        try:
            await self._process(self._processes, driver, idle=False).start()
        except SpeechFailed:
            log.warning("speech.engine_unusable driver=%s", driver)
            return False
        return True
