"""One port for all that hears and speaks: WebSockets, and pages that say how it is.

Parts are mounted and started one beside the other after the port is open: a model takes seconds to load, and
whoever asks meanwhile is told that it is starting. A part that cannot start leaves the others as they are.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from websockets.asyncio.server import Server as SocketServer
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response

from voice.pages import Page, json_page, path_of, query_of

log = logging.getLogger(__name__)

# Of one message, by path. A second of 16 kHz sound is 32 kB; all sentences of a town come in one message.
MOST_BYTES = 1 << 18
MOST_BYTES_OF = {"/prepare": 1 << 23}
# Opening includes the answer to a GET request, and a long text takes a while to speak.
OPENING_S = 90.0
PING_S = 20.0
SILENT_S = 60.0
CLOSING_S = 3.0
STOPPING_S = 8.0

Handler = Callable[[ServerConnection], Awaitable[None]]
PageOf = Callable[[Mapping[str, str]], Awaitable[Page]]


class Part(Protocol):
    """Something that is served."""

    @property
    def name(self) -> str: ...

    @property
    def settled(self) -> bool:
        """Whether it is ready, or known to be missing or broken."""
        ...

    @property
    def sockets(self) -> Mapping[str, Handler]:
        """By path."""
        ...

    @property
    def pages(self) -> Mapping[str, PageOf]:
        """By path; each is given what the request asks for."""
        ...

    def describe(self) -> Mapping[str, Any]:
        """Its share of /describe."""
        ...

    def missing(self) -> Sequence[Missing]:
        """What it could do if it were there."""
        ...

    def measure(self, registry: CollectorRegistry) -> None:
        """Say what is counted, once."""
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Missing:
    """`what` is not there, in words; `how`: the command that gets it."""

    what: str
    how: str

    def to_json(self) -> dict[str, str]:
        return {"what": self.what, "how": self.how}


class Server:
    """Serves parts on one port of one address."""

    def __init__(self, parts: Sequence[Part], host: str, port: int) -> None:
        self._parts = tuple(parts)
        self._host = host
        self._port = port
        self._since = datetime.now(UTC)
        self._server: SocketServer | None = None
        self._starting: list[asyncio.Task[None]] = []
        self._broken: set[str] = set()
        self._began = False
        self._registry = CollectorRegistry()
        self._open = Gauge(
            "bangban_voice_connections", "Connections that are open.", ("path",), registry=self._registry
        )
        self._failed = Counter(
            "bangban_voice_connections_failed",
            "Connections that ended in an error of ours.",
            ("path",),
            registry=self._registry,
        )
        for part in self._parts:
            part.measure(self._registry)
        self._sockets = {path: handler for part in self._parts for path, handler in part.sockets.items()}
        self._pages: dict[str, PageOf] = {
            "/healthz": self._healthz,
            "/describe": self._describe,
            "/metrics": self._metrics,
            **{path: page for part in self._parts for path, page in part.pages.items()},
        }

    @property
    def port(self) -> int:
        """The port it listens on, also when any was asked for."""
        if self._server is None:
            return self._port
        port: int = next(iter(self._server.sockets)).getsockname()[1]
        return port

    async def open(self) -> None:
        """Listen, and begin to start the parts. Raises OSError when the port cannot be had."""
        self._server = await serve(
            self._handle,
            self._host,
            self._port,
            process_request=self._request,
            # Only programs of ours connect; a page in a browser says its origin and is refused.
            origins=[None],
            compression=None,
            open_timeout=OPENING_S,
            ping_interval=PING_S,
            ping_timeout=SILENT_S,
            close_timeout=CLOSING_S,
            server_header=None,
        )
        self._starting = [asyncio.create_task(self._start(part)) for part in self._parts]
        log.info("listening", extra={"port": self.port})

    async def close(self) -> None:
        """Tell everybody that we go away, and stop the parts, within seconds."""
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        if self._server is not None:
            self._server.close(code=CloseCode.GOING_AWAY)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOPPING_S):
                    await self._server.wait_closed()
        await asyncio.gather(*(self._stop(part) for part in self._parts))
        log.info("stopped")

    async def settled(self) -> None:
        """Wait until every part is started or known not to start."""
        await asyncio.gather(*self._starting, return_exceptions=True)

    async def _start(self, part: Part) -> None:
        try:
            await part.start()
        # Whatever keeps one part from starting, the other goes on: who cannot be heard can press keys.
        except Exception:
            self._broken.add(part.name)
            log.exception("cannot start", extra={"part": part.name})

    async def _stop(self, part: Part) -> None:
        try:
            async with asyncio.timeout(STOPPING_S):
                await part.stop()
        except TimeoutError:
            log.warning("did not stop in time", extra={"part": part.name})
        except Exception:
            log.exception("cannot stop", extra={"part": part.name})

    async def _handle(self, connection: ServerConnection) -> None:
        path = path_of(connection.request.path) if connection.request else ""
        with self._open.labels(path).track_inprogress():
            try:
                await self._sockets[path](connection)
            except ConnectionClosed:
                pass
            except Exception:
                self._failed.labels(path).inc()
                log.exception("connection failed", extra={"path": path})
                await connection.close(CloseCode.INTERNAL_ERROR)

    async def _request(self, connection: ServerConnection, request: Request) -> Response | None:
        """An answer to a GET request; None where a WebSocket is opened."""
        path = path_of(request.path)
        if path in self._sockets:
            connection.protocol.max_message_size = MOST_BYTES_OF.get(path, MOST_BYTES)
            return None
        if (page := self._pages.get(path)) is None:
            return json_page({"error": "not_found"}, HTTPStatus.NOT_FOUND).response()
        try:
            return (await page(query_of(request.path))).response()
        except Exception:
            log.exception("page failed", extra={"path": path})
            return json_page({"error": "failed"}, HTTPStatus.INTERNAL_SERVER_ERROR).response()

    async def _healthz(self, query: Mapping[str, str]) -> Page:
        del query
        # A part that gets its model later is no reason to take the others for not started.
        self._began = self._began or all(part.settled or part.name in self._broken for part in self._parts)
        if self._began:
            return json_page({"status": "ok"})
        return json_page({"status": "starting"}, HTTPStatus.SERVICE_UNAVAILABLE)

    async def _describe(self, query: Mapping[str, str]) -> Page:
        del query
        said: dict[str, Any] = {}
        for part in self._parts:
            said |= part.describe()
        missing = [each for part in self._parts for each in part.missing()]
        missing += [Missing(f"{name} cannot start", "bangban doctor") for name in sorted(self._broken)]
        said["missing"] = [each.to_json() for each in missing]
        said["since"] = self._since.isoformat(timespec="seconds")
        return json_page(said)

    async def _metrics(self, query: Mapping[str, str]) -> Page:
        del query
        return Page(generate_latest(self._registry), CONTENT_TYPE_LATEST)
