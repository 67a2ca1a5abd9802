"""The line as a process of its own, with nobody who hears or speaks: each call is played to without end."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from assistant.call_transport import AudioCame, CallBegan, CallTransport
from assistant.line.admission import Admission
from assistant.line.server import Doors, Line
from assistant.settings import Settings

START_S = 60.0
PIECE = bytes(range(160)) * 50
"""A second."""


class NotCarried(Exception):
    """The line lost sound, or did not start."""


@dataclass(slots=True)
class Told:
    """What the line saw since it was told to begin: by how many seconds each frame that it sent was late, and
    how many frames it heard."""

    late: list[float] = field(default_factory=list)
    heard: int = 0


@dataclass(frozen=True, slots=True)
class Running:
    pid: int
    port: int
    pipe: Connection

    def begin(self) -> None:
        """Forget what was seen so far."""
        self.pipe.send("begin")

    def tell(self) -> Told:
        self.pipe.send("tell")
        told: Told = self.pipe.recv()
        return told


@contextmanager
def running() -> Iterator[Running]:
    """Raises NotCarried when it does not start."""
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_serve, args=(its,), name="line", daemon=True)
    process.start()
    try:
        if not ours.poll(START_S) or process.pid is None:
            raise NotCarried("The line did not start.")
        yield Running(process.pid, ours.recv(), ours)
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_serve_for_ever(pipe))


async def _serve_for_ever(pipe: Connection) -> None:
    told = Told()

    def obey() -> None:
        if pipe.recv() == "tell":
            pipe.send(told)
        else:
            told.late.clear()
            told.heard = 0

    async def known(call_id: str, token: str) -> bool:
        return True

    async def ended(call_id: str, how: str) -> None:
        """Nobody wants to know."""

    async def handle(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        playing = asyncio.create_task(_play(transport))
        async for event in transport.events():
            told.heard += isinstance(event, AudioCame)
        playing.cancel()
        await asyncio.gather(playing, return_exceptions=True)

    doors = Doors(handle, known, ended, hears=lambda: True, speaks=lambda: True)
    admission = Admission(most_heard=1000, hears=doors.hears, most_calls=1000)
    line = Line(Settings(), doors, admission=admission, late=told.late.append)
    async with line.serve("127.0.0.1", 0) as server:
        asyncio.get_running_loop().add_reader(pipe.fileno(), obey)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.wait_closed()


async def _play(transport: CallTransport) -> None:
    while True:
        await transport.play(PIECE)
