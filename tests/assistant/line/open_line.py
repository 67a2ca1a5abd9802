"""A line that is open on this machine, and what it handed over; what leads the calls is the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import requests
from websockets.asyncio.server import ServerConnection

from assistant.call_transport import CallBegan, CallTransport, KeyPressed
from assistant.line.admission import Admission
from assistant.line.server import Doors, Line
from assistant.settings import Settings
from tests.assistant.line.peer import TOKEN

SID = "CA" + "1" * 32
OTHER_SID = "CA" + "2" * 32


@dataclass
class Record:
    """What was handed over."""

    began: list[tuple[str, bool]] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    keys: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    hears: bool = True
    speaks: bool = True

    async def until_ended(self, calls: int = 1) -> None:
        await self._until(lambda: len(self.ended) >= calls)

    async def until_pressed(self, keys: str) -> None:
        await self._until(lambda: self.keys == keys)

    async def _until(self, reached: Callable[[], bool]) -> None:
        while not reached():
            self.changed.clear()
            await self.changed.wait()


Handle = Callable[[CallTransport, CallBegan, bool], Awaitable[None]]


@asynccontextmanager
async def line(
    handle: Handle | None = None,
    settings: Settings | None = None,
    *,
    most_calls: int = 10,
    redeem: Callable[[str, str], Awaitable[bool]] | None = None,
    hear: Callable[[ServerConnection], Awaitable[None]] | None = None,
    **options: Any,
) -> AsyncIterator[tuple[str, Record]]:
    """A line that is open; its host and port, and what it handed over."""
    record = Record()

    async def listen(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        async for event in transport.events():
            if isinstance(event, KeyPressed):
                record.keys += event.key
                record.changed.set()

    async def lead(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        record.began.append((began.call_id, hearing))
        await (handle or listen)(transport, began, hearing)

    async def known(call_id: str, token: str) -> bool:
        return token == TOKEN

    async def ended(call_id: str, how: str) -> None:
        record.ended.append((call_id, how))
        record.changed.set()

    settings = settings or Settings(voice_streams=1)
    doors = Doors(lead, redeem or known, ended, lambda: record.hears, lambda: record.speaks, hear)
    admission = Admission(settings.voice_streams, doors.hears, most_calls)
    opened = Line(settings, doors, admission=admission, **options)
    async with opened.serve("127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}", record


async def get(host: str, path: str, **headers: str) -> requests.Response:
    return await asyncio.to_thread(requests.get, f"http://{host}{path}", headers=headers, timeout=10)
