"""A hall's screen at the line's door, and ears that hear what the test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from assistant.channels.hear_tickets import HearTickets
from assistant.line.admission import Admission
from assistant.line.hear import HallEars
from assistant.speech.hearing import HearingEvent, Listening
from assistant.speech.lost import VoiceLost
from knowledge.phrases import Phrases
from tests.assistant.line.open_line import line
from tests.conftest import FakeClock

ORIGIN = "https://bangban.example"
KEY = "a key of tickets, for tests alone"


class Ears:
    """Stands where what hears would: the test puts in what is heard."""

    def __init__(self) -> None:
        self.fed: list[bytes] = []
        self.closed = asyncio.Event()
        self.reached = asyncio.Event()
        self._events: asyncio.Queue[HearingEvent | VoiceLost] = asyncio.Queue()

    def hears(self, *events: HearingEvent | VoiceLost) -> None:
        for event in events:
            self._events.put_nowait(event)

    def feed(self, audio: bytes) -> None:
        self.fed.append(audio)
        self.reached.set()

    def configure(self, **changes: Any) -> None:
        raise AssertionError("nothing is asked of a visitor in between")

    async def close(self) -> None:
        self.closed.set()

    async def __aiter__(self) -> AsyncIterator[HearingEvent]:
        while True:
            event = await self._events.get()
            if isinstance(event, VoiceLost):
                raise event
            yield event


@dataclass
class Hall:
    """A line with its door for screens open. `away` keeps everybody from being heard."""

    clock: FakeClock
    admission: Admission
    tickets: HearTickets
    ears: list[Ears] = field(default_factory=list)
    listenings: list[Listening] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    away: bool = False
    lost: str = ""
    host: str = ""

    async def open_ears(self, listening: Listening) -> Ears:
        if self.lost:
            raise VoiceLost(self.lost)
        self.listenings.append(listening)
        self.ears.append(Ears())
        return self.ears[-1]

    def at_the_door(self, origin: str | None = ORIGIN) -> connect:
        return connect(f"ws://{self.host}/hear", origin=origin, proxy=None)  # type: ignore[arg-type]

    @asynccontextmanager
    async def heard(self, **opening: Any) -> AsyncIterator[tuple[ClientConnection, Ears]]:
        """A screen that is listened to."""
        async with self.at_the_door() as socket:
            await say(socket, ticket=self.tickets.hear_ticket(), **opening)
            assert await told(socket) == {"event": "ready"}
            yield socket, self.ears[-1]


@asynccontextmanager
async def hall(clock: FakeClock, *, most: int = 2, **options: float) -> AsyncIterator[Hall]:
    here = Hall(clock, Admission(most, lambda: not here.away), HearTickets(KEY, clock))
    ears = HallEars(
        here.tickets,
        frozenset({ORIGIN}),
        here.admission,
        here.open_ears,
        Phrases.load(),
        clock,
        hears=lambda: not here.away,
        refused=here.refused.append,
        **options,
    )
    async with line(hear=ears.hear) as (host, _):
        here.host = host
        yield here


async def say(socket: ClientConnection, **message: Any) -> None:
    await socket.send(json.dumps(message))


async def told(socket: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await socket.recv())
    return message


async def closed_with(socket: ClientConnection) -> int | None:
    await socket.wait_closed()
    return socket.close_code
