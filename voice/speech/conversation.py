"""One connection to /speak: texts are said in the order they came; any of them can be cancelled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from voice.speech.messages import NoEngine, done, error, parsed, segment_header
from voice.speech.requests import MOST_CHARACTERS, Cancel, Speak
from voice.speech.saying import Segment
from voice.synthesis.engine import SpeechFailed

MOST_WAITING = 64

Segments = Callable[[Speak], AsyncIterator[Segment]]
"""Raises NoEngine and SpeechFailed when it is read."""


class SpeakConnection:
    """Reads what is asked and says it; lives as long as the connection."""

    def __init__(self, connection: ServerConnection, segments: Segments) -> None:
        self._connection = connection
        self._segments = segments
        self._waiting: asyncio.Queue[Speak] = asyncio.Queue(MOST_WAITING)
        self._cancels: dict[str, asyncio.Event] = {}

    async def run(self) -> None:
        """Until the client goes away."""
        tasks = {asyncio.create_task(self._listen()), asyncio.create_task(self._say_all())}
        try:
            finished, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                if not isinstance(task.exception(), ConnectionClosed):
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        async for message in self._connection:
            asked = parsed(message)
            if isinstance(asked, Cancel):
                if asked.cancel in self._cancels:
                    self._cancels[asked.cancel].set()
            elif not isinstance(asked, Speak):
                await self._connection.send(error(asked, "bad_message"))
            elif len(asked.text) > MOST_CHARACTERS:
                await self._connection.send(error(asked.id, "too_long"))
            elif self._waiting.full() or asked.id in self._cancels:
                await self._connection.send(error(asked.id, "bad_message"))
            else:
                self._cancels[asked.id] = asyncio.Event()
                self._waiting.put_nowait(asked)

    async def _say_all(self) -> None:
        while True:
            asked = await self._waiting.get()
            answer = await self._say(asked, self._cancels[asked.id])
            del self._cancels[asked.id]
            await self._connection.send(answer)

    async def _say(self, asked: Speak, cancelled: asyncio.Event) -> str:
        """Send the segments; what is returned says how it ended."""
        began = time.monotonic()
        number = 0
        try:
            async for segment in _until(cancelled, self._segments(asked)):
                await self._connection.send(segment_header(asked.id, number, segment))
                await self._connection.send(segment.audio)
                number += 1
        except NoEngine:
            return error(asked.id, "no_engine")
        except SpeechFailed:
            return error(asked.id, "synthesis_failed")
        return done(asked.id, number, round(1000 * (time.monotonic() - began)), cancelled.is_set())


async def _until(cancelled: asyncio.Event, segments: AsyncIterator[Segment]) -> AsyncIterator[Segment]:
    """The segments as they come, up to the moment of the cancel, which need not wait for the next one."""
    stop = asyncio.create_task(cancelled.wait())
    try:
        while not cancelled.is_set():
            following = asyncio.ensure_future(anext(segments, None))
            try:
                await asyncio.wait({following, stop}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                if not following.done():
                    following.cancel()
                    await asyncio.gather(following, return_exceptions=True)
            if following.cancelled():
                return
            segment = following.result()
            if segment is None or cancelled.is_set():
                return
            yield segment
    finally:
        stop.cancel()
