"""Our end of one call over a real socket; the provider's end is tests/assistant/line/peer.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from assistant.call_transport import AudioCame, CallBegan, CallEnded, CallEvent, KeyPressed
from assistant.channels.media_stream import MediaStream
from assistant.channels.media_stream_messages import LARGEST_MESSAGE
from assistant.channels.media_stream_opening import Refused, open_stream
from tests.assistant.line.peer import TOKEN, Peer, called

SOUND = bytes(range(1, 161)) * 5
"""A tenth of a second."""


@dataclass
class Call:
    """What our end of the one call of a test came to."""

    began: CallBegan | None = None
    stream: MediaStream | None = None
    socket: ServerConnection | None = None
    events: list[CallEvent] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    refused: str | None = None
    redeemed: list[tuple[str, str]] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def keys(self) -> str:
        return "".join(event.key for event in self.events if isinstance(event, KeyPressed))

    @property
    def sound(self) -> bytes:
        return b"".join(event.payload for event in self.events if isinstance(event, AudioCame))

    @property
    def endings(self) -> list[str]:
        return [event.reason for event in self.events if isinstance(event, CallEnded)]


Lead = Callable[[MediaStream, Call], Awaitable[None]]


async def listen(stream: MediaStream, call: Call) -> None:
    async for event in stream.events():
        call.events.append(event)


@asynccontextmanager
async def line(lead: Lead = listen, **options: Any) -> AsyncIterator[tuple[str, Call]]:
    """Our end, which leads one call with `lead`; its address and what came of the call."""
    call = Call()

    async def redeem(call_id: str, token: str) -> bool:
        call.redeemed.append((call_id, token))
        return token == TOKEN

    async def take(socket: ServerConnection) -> None:
        call.socket = socket
        try:
            call.stream, call.began = await open_stream(socket, redeem, noted=call.left_out.append, **options)
        except Refused as error:
            call.refused = error.code
            call.over.set()
            return
        try:
            await lead(call.stream, call)
        finally:
            await call.stream.close()
            call.over.set()

    async with serve(take, "127.0.0.1", 0, compression=None, max_size=LARGEST_MESSAGE) as server:
        yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/media", call


async def talked(act: Callable[[Peer], Awaitable[None]], lead: Lead = listen, **options: Any) -> Call:
    """A call in which the provider's end does `act`; what ours came to, once it is over."""
    async with line(lead, **options) as (url, call):
        async with called(url) as peer:
            await act(peer)
        await call.over.wait()
    return call
