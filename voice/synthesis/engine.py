"""A speaking process from outside: it is given one utterance at a time and a deadline."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voice.synthesis.drivers import KOKORO

log = logging.getLogger(__name__)

START_DEADLINE_S = 120.0
_ROOT = Path(__file__).parents[2]
_SHORTEST_DEADLINE_S = 12.0
_DEADLINE_A_CHARACTER_S = 0.5
_IDLE_ALLOWANCE = 10.0

_BROKEN = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError)
"""What comes of a process that ended, did not answer in time, or said something else."""


class SpeechFailed(Exception):
    """An utterance could not be made. `code`: late | failed | gone | stopped."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def command(driver: str, folder: Path, threads: int, idle: bool = False) -> tuple[str, ...]:
    """The command line of a speaking process."""
    options = ("--folder", str(folder.absolute())) if driver == KOKORO else ()
    return (
        sys.executable,
        "-m",
        "voice.synthesis.child",
        driver,
        *options,
        "--threads",
        str(threads),
        *(("--idle",) if idle else ()),
    )


def deadline_s(text: str, idle: bool = False) -> float:
    """How long an utterance may take, in seconds: many times what it takes on an idle machine."""
    return (_SHORTEST_DEADLINE_S + _DEADLINE_A_CHARACTER_S * len(text)) * (_IDLE_ALLOWANCE if idle else 1)


class SpeakingProcess:
    """Starts with `start` or the first question; is killed when late, and then starts again."""

    def __init__(self, command: Sequence[str], start_deadline_s: float = START_DEADLINE_S) -> None:
        self._command = tuple(command)
        self._start_deadline_s = start_deadline_s
        self._process: asyncio.subprocess.Process | None = None
        self._scratch: str | None = None
        self._turn = asyncio.Lock()
        self._stopped = False
        self._renewal: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        """Whether it can speak without being started first."""
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Raises SpeechFailed when the process does not get ready."""
        async with self._turn:
            await self._started()

    async def stop(self) -> None:
        """End the process; who still waits for an utterance gets SpeechFailed."""
        self._stopped = True
        if self._renewal:
            self._renewal.cancel()
        await self._kill()

    async def voices(self) -> list[dict[str, Any]]:
        """The voices of the driver: [{"id", "languages"}]. Raises SpeechFailed."""
        header, _ = await self._asked({"voices": True}, self._start_deadline_s)
        found: list[dict[str, Any]] = header["voices"]
        return found

    async def sound(self, text: str, voice: str | None, deadline_s: float) -> bytes:
        """24 kHz mono 16-bit sound, at one level and without silence at its edges. Raises SpeechFailed.

        Whoever stops waiting does not disturb the next: the process finishes what it began.
        """
        _, sound = await self._asked({"text": text, "voice": voice}, deadline_s)
        return sound

    async def _asked(self, question: dict[str, Any], deadline_s: float) -> tuple[dict[str, Any], bytes]:
        exchange = asyncio.ensure_future(self._in_turn(question, deadline_s))
        exchange.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(exchange)

    async def _in_turn(self, question: dict[str, Any], deadline_s: float) -> tuple[dict[str, Any], bytes]:
        async with self._turn:
            process = await self._started()
            try:
                async with asyncio.timeout(deadline_s):
                    header, sound = await _exchange(process, question)
            except TimeoutError:
                log.warning("speech.late deadline_s=%.1f", deadline_s)
                await self._renewed()
                raise SpeechFailed("late") from None
            except _BROKEN:
                await self._renewed()
                raise SpeechFailed("stopped" if self._stopped else "gone") from None
        if "error" in header:
            log.warning("speech.failed error=%s", header["error"])
            raise SpeechFailed("failed")
        return header, sound

    async def _started(self) -> asyncio.subprocess.Process:
        if self._stopped:
            raise SpeechFailed("stopped")
        if self._process is not None and self._process.returncode is None:
            return self._process
        await self._kill()
        pipe = asyncio.subprocess.PIPE
        # Sound on its way through a file is removed with the process, also when that is killed.
        self._scratch = tempfile.mkdtemp(prefix="bangban-speech-")
        process = await asyncio.create_subprocess_exec(
            *self._command, "--scratch", self._scratch, stdin=pipe, stdout=pipe, cwd=_ROOT
        )
        self._process = process
        try:
            if self._stopped:
                raise OSError("stopped")
            async with asyncio.timeout(self._start_deadline_s):
                await _header(process)
        except _BROKEN:
            await self._kill()
            log.warning("speech.not_started")
            raise SpeechFailed("stopped" if self._stopped else "gone") from None
        return process

    async def _renewed(self) -> None:
        """Kill the process and start the next at once, so that the next utterance need not wait for it."""
        await self._kill()
        if not self._stopped:
            self._renewal = asyncio.create_task(self._start_again())

    async def _start_again(self) -> None:
        try:
            await self.start()
        except SpeechFailed as failed:
            log.warning("speech.not_restarted code=%s", failed.code)

    async def _kill(self) -> None:
        process, self._process = self._process, None
        scratch, self._scratch = self._scratch, None
        if process is not None:
            if process.returncode is None:
                process.kill()
            await process.wait()
            if process.stdin is not None:
                process.stdin.close()
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)


async def _exchange(
    process: asyncio.subprocess.Process, question: dict[str, Any]
) -> tuple[dict[str, Any], bytes]:
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipe")
    process.stdin.write(json.dumps(question).encode() + b"\n")
    await process.stdin.drain()
    header = await _header(process)
    return header, await process.stdout.readexactly(header.get("bytes", 0))


async def _header(process: asyncio.subprocess.Process) -> dict[str, Any]:
    if process.stdout is None:
        raise OSError("no pipe")
    line = await process.stdout.readuntil(b"\n")
    header: dict[str, Any] = json.loads(line)
    return header
