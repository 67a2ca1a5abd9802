"""A voice server for tests, how it is asked, and a part of it with memory."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection

from voice.server import Handler, Missing, PageOf, Part, Server

Fetched = tuple[int, http.client.HTTPMessage, bytes]


def served(parts: Sequence[Part], script: Callable[[Server], Awaitable[None]], port: int = 0) -> None:
    """Run `script` while `parts` are served."""

    async def run() -> None:
        server = Server(parts, "127.0.0.1", port)
        await server.open()
        try:
            async with asyncio.timeout(30):
                await script(server)
        finally:
            await server.close()

    asyncio.run(run())


async def get(server: Server, target: str, method: str = "GET") -> Fetched:
    def ask() -> Fetched:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request(method, target)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers, body

    return await asyncio.to_thread(ask)


async def said(server: Server, target: str) -> Any:
    return json.loads((await get(server, target))[2])


def socket(server: Server, path: str, **options: Any) -> connect:
    return connect(f"ws://127.0.0.1:{server.port}{path}", proxy=None, **options)


async def echo(connection: ServerConnection) -> None:
    async for message in connection:
        await connection.send(message)


@dataclass
class Piece:
    """A part with memory."""

    name: str = "piece"
    settled: bool = True
    sockets: Mapping[str, Handler] = field(default_factory=lambda: {"/echo": echo})
    pages: Mapping[str, PageOf] = field(default_factory=dict)
    gaps: tuple[Missing, ...] = ()
    start_error: Exception | None = None
    gate: asyncio.Event | None = None
    happened: list[str] = field(default_factory=list)

    def describe(self) -> Mapping[str, Any]:
        return {self.name: [{"engine": "none"}]}

    def missing(self) -> Sequence[Missing]:
        return self.gaps

    def measure(self, registry: CollectorRegistry) -> None:
        self.happened.append("measured")

    async def start(self) -> None:
        if self.gate:
            await self.gate.wait()
        if self.start_error:
            raise self.start_error
        self.settled = True
        self.happened.append("started")

    async def stop(self) -> None:
        self.happened.append("stopped")
