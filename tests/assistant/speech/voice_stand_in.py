"""A process that hears and speaks, as far as its clients can tell: it answers what it was told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

Answering = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def standing_in(answering: Answering) -> AsyncIterator[str]:
    """The address of a process that does `answering` for each connection."""
    async with serve(answering, "127.0.0.1", 0, compression=None) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def read(connection: ServerConnection) -> dict[str, Any]:
    message = await connection.recv()
    assert isinstance(message, str)
    value = json.loads(message)
    assert isinstance(value, dict)
    return value


async def write(connection: ServerConnection, **values: Any) -> None:
    await connection.send(json.dumps(values))


def run(work: Any) -> Any:
    return asyncio.run(work)
