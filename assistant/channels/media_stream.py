"""A call whose sound the provider brings over a WebSocket: Twilio Media Streams, both ways."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConcurrencyError, ConnectionClosed

from assistant.call_transport import AudioCame, CallEnded, CallEvent, KeyPressed, MarkPlayed
from assistant.channels import media_stream_messages as messages
from assistant.channels.media_pacing import Clear, Frame, Mark, Pacing
from assistant.channels.media_stream_messages import (
    BadMessage,
    Connected,
    KeySent,
    MarkEchoed,
    Media,
    Started,
)

MOST_WAITING_S = 1.0
# A provider that has gone mad must not fill the log, nor keep us busy for ever.
MOST_BAD = 200
WENT_WELL, REFUSED = 1000, 1008


class MediaStream:
    """One call; a CallTransport. Made by media_stream_opening, on a running event loop."""

    def __init__(
        self,
        socket: ServerConnection,
        stream_id: str,
        *,
        noted: Callable[[str], None],
        late: Callable[[float], None] | None,
    ) -> None:
        self._socket, self._stream_id = socket, stream_id
        self._noted, self._late = noted, late
        self._pacing = Pacing()
        self._clearings = 0
        self._more = asyncio.Event()
        self._room = asyncio.Event()
        self._ended = ""
        self._bad = 0
        self._sequences: dict[str, int] = {}
        self._sender = asyncio.create_task(self._send(), name=f"send {stream_id}")

    @property
    def ended(self) -> str:
        """hung_up, dropped or left; empty while the call goes on."""
        return self._ended

    @property
    def _is_over(self) -> bool:
        return bool(self._ended) or self._sender.done()

    async def events(self) -> AsyncIterator[CallEvent]:
        while not self._ended:
            try:
                raw = await self._socket.recv()
            except ConnectionClosed:
                self._end("dropped")
                break
            event = self._event(raw)
            if event is not None:
                yield event
            if self._bad > MOST_BAD:
                await self._socket.close(REFUSED, "too_many_bad_messages")
        if self._ended != "left":
            yield CallEnded(self._ended)

    async def play(self, audio: bytes) -> None:
        if self._is_over or not audio:
            return
        clearings = self._clearings
        self._pacing.play(audio, time.monotonic())
        self._more.set()
        while clearings == self._clearings and self._pacing.waiting_s > MOST_WAITING_S and not self._is_over:
            self._room.clear()
            await self._room.wait()

    async def mark(self, name: str) -> None:
        self._pacing.mark(name)
        self._more.set()

    async def clear(self) -> None:
        self._clearings += 1
        self._pacing.clear(time.monotonic())
        self._more.set()
        self._room.set()

    async def leave(self) -> None:
        self._end("left")
        await self._shut()

    async def close(self) -> None:
        """Let go of everything; without `leave` or the provider's stop before, the call was dropped.

        Raises what went wrong with sending, other than that the socket closed.
        """
        self._end("dropped")
        (outcome,) = await asyncio.gather(self._sender, return_exceptions=True)
        await self._shut()
        if isinstance(outcome, Exception):
            raise outcome

    async def _shut(self) -> None:
        """Close the socket. What still comes in is read: the answer to the closing is behind it."""
        closing = asyncio.create_task(self._socket.close(WENT_WELL))
        # Whoever follows the events at this moment reads it themselves.
        with contextlib.suppress(ConnectionClosed, ConcurrencyError):
            while not closing.done():
                await self._socket.recv()
        await closing

    def _end(self, reason: str) -> None:
        if not self._ended:
            self._ended = reason
            self._sender.cancel()
            self._room.set()

    def _event(self, raw: str | bytes) -> CallEvent | None:
        try:
            return self._checked(messages.read(raw))
        except BadMessage as error:
            self._bad += 1
            self._noted(error.code)
            return None

    def _checked(self, message: messages.Message) -> CallEvent | None:
        if isinstance(message, Connected | Started):
            raise BadMessage("second_start")
        if message.stream_id != self._stream_id:
            raise BadMessage("wrong_stream")
        if isinstance(message, Media):
            if not message.is_inbound:
                raise BadMessage("wrong_track")
            self._require_later(message)
            return AudioCame(message.media.payload)
        if isinstance(message, KeySent):
            self._require_later(message)
            return KeyPressed(message.dtmf.digit)
        if isinstance(message, MarkEchoed):
            return MarkPlayed(message.mark.name)
        self._end("hung_up")
        return None

    def _require_later(self, message: Media | KeySent) -> None:
        """Sound or a key that came before must not count twice; a gap is only lost sound."""
        if message.sequence <= self._sequences.get(message.event, -1):
            raise BadMessage("out_of_order")
        self._sequences[message.event] = message.sequence

    async def _send(self) -> None:
        """Send what is due, until cancelled or the socket closes. A slow socket holds up this call alone."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                now = time.monotonic()
                item = self._pacing.take(now)
                if item is not None:
                    await self._send_one(item, now)
                    continue
                self._more.clear()
                due = self._pacing.due_at()
                timer = loop.call_later(max(0.0, due - now), self._more.set) if due is not None else None
                await self._more.wait()
                if timer is not None:
                    timer.cancel()
        except ConnectionClosed:
            # Whoever reads the events learns it there.
            return
        finally:
            self._room.set()

    async def _send_one(self, item: Frame | Mark | Clear, now: float) -> None:
        if isinstance(item, Frame):
            if self._late is not None:
                self._late(now - item.due)
            await self._socket.send(messages.media(self._stream_id, item.audio))
            self._room.set()
        elif isinstance(item, Mark):
            await self._socket.send(messages.mark(self._stream_id, item.name))
        else:
            await self._socket.send(messages.clear(self._stream_id))
