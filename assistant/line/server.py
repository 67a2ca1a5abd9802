"""Where sound arrives: /media for the provider, /hear for a hall's screen; beside them /healthz, /metrics."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from assistant import logs
from assistant.call_transport import CallBegan, CallTransport
from assistant.channels.media_stream import MediaStream
from assistant.channels.media_stream_messages import LARGEST_MESSAGE
from assistant.channels.media_stream_opening import Redeem, Refused, open_stream, signature_refusal
from assistant.channels.twilio_requests import SIGNATURE
from assistant.line.admission import Admission
from assistant.line.figures import Figures
from assistant.metrics import Metrics
from assistant.settings import Settings

log = logging.getLogger(__name__)

MEDIA, HEAR, HEALTH, METRICS = "/media", "/hear", "/healthz", "/metrics"
# A turn that is under way when the resident hangs up is finished and kept.
LINGER_S = 20.0
# The provider must not wait for long when it is given a call back.
CLOSE_TIMEOUT_S = 2.0
BROKEN = 1011

HandleCall = Callable[[CallTransport, CallBegan, bool], Awaitable[None]]
"""Leads one call until it has ended or was left. Without hearing (False) it is led by keys alone."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What the line hands over to.

    `ended` is told of each call once, by its id: hung_up, dropped (the sound broke off, and the provider goes
    on with its markup) or left (we gave it back). `hears` and `speaks` say whether there is anything that
    does, at once. `hear` takes a hall's screen, which it must check itself; without it there is no such door.
    """

    handle: HandleCall
    redeem: Redeem
    ended: Callable[[str, str], Awaitable[None]]
    hears: Callable[[], bool]
    speaks: Callable[[], bool]
    hear: Callable[[ServerConnection], Awaitable[None]] | None = None


class Line:
    """Answers at the doors of one process.

    `late` is told by how many seconds each frame of sound was sent after it was due; without it, that is
    counted.
    """

    def __init__(
        self,
        settings: Settings,
        doors: Doors,
        metrics: Metrics | None = None,
        *,
        admission: Admission | None = None,
        late: Callable[[float], None] | None = None,
        linger_s: float = LINGER_S,
    ) -> None:
        self._settings, self._doors, self._linger_s = settings, doors, linger_s
        self._admission = admission or Admission(settings.voice_streams, doors.hears)
        self._figures = Figures(metrics or Metrics(), self._admission)
        self._late = late or self._figures.late

    @property
    def live(self) -> int:
        """Calls that are under way."""
        return self._admission.live

    def serve(
        self, host: str | None = None, port: int | None = None, sock: socket.socket | None = None
    ) -> Server:
        """The server, to be entered with `async with`: on a socket that is bound, or on a host and a port, of
        which 0 is a free one. Raises OSError then."""
        return serve(
            self._take,
            host,
            port,
            sock=sock,
            process_request=self._answer,
            compression=None,
            max_size=LARGEST_MESSAGE,
            close_timeout=CLOSE_TIMEOUT_S,
            server_header=None,
        )

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """The answer to what is no socket, or none that we open; None opens it."""
        path = urlsplit(request.path).path
        if request.method != "GET":
            return connection.respond(HTTPStatus.METHOD_NOT_ALLOWED, "GET only.\n")
        if path == HEALTH:
            return _typed(connection, "application/json", json.dumps(self._health()))
        if path == METRICS and self._may_measure(connection, request):
            return _typed(connection, "text/plain; version=0.0.4; charset=utf-8", self._figures.text())
        if path == MEDIA:
            return self._media_refusal(connection, request)
        if path == HEAR and self._doors.hear is not None:
            return None
        return connection.respond(HTTPStatus.NOT_FOUND, "Nothing is here.\n")

    def _health(self) -> dict[str, bool | int]:
        return {
            "accepting": self._admission.accepting,
            "hearing": self._doors.hears(),
            "speaking": self._doors.speaks(),
            "live": self._admission.live,
            "most": self._admission.most_heard,
        }

    def _may_measure(self, connection: ServerConnection, request: Request) -> bool:
        # Through a proxy everybody comes from this machine.
        here = (
            ip_address(connection.remote_address[0]).is_loopback and "X-Forwarded-For" not in request.headers
        )
        return here or self._settings.metrics_public

    def _media_refusal(self, connection: ServerConnection, request: Request) -> Response | None:
        settings = self._settings
        if settings.twilio_auth_token and not settings.simulator:
            signature = request.headers.get(SIGNATURE, "")
            reason = signature_refusal(signature, settings.twilio_auth_token, settings.line_url)
            if reason is not None:
                self._figures.refused(reason)
                return connection.respond(HTTPStatus.FORBIDDEN, "The signature is missing or wrong.\n")
        if not self._admission.accepting:
            self._figures.refused("full")
            return connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "No more calls can be carried.\n")
        return None

    async def _take(self, connection: ServerConnection) -> None:
        with logs.request():
            request = connection.request
            if request is not None and urlsplit(request.path).path == HEAR and self._doors.hear is not None:
                await self._doors.hear(connection)
                return
            await self._call(connection)

    async def _call(self, connection: ServerConnection) -> None:
        figures = self._figures
        try:
            stream, began = await open_stream(
                connection, self._doors.redeem, noted=figures.left_out, late=self._late
            )
        except Refused as error:
            figures.refused(error.code)
            log.warning("stream refused", extra={"reason": error.code})
            return
        except Exception:
            log.exception("token cannot be looked up")
            figures.refused("unavailable")
            await connection.close(BROKEN)
            return
        with self._admission.entered() as hearing:
            log.info("stream began", extra={"reference": began.call_id, "degraded": not hearing})
            try:
                await self._lead(connection, stream, began, hearing)
            finally:
                await self._let_go(stream, began.call_id)

    async def _lead(
        self, connection: ServerConnection, stream: MediaStream, began: CallBegan, hearing: bool
    ) -> None:
        """Lead the call to its end; when the socket is gone, whoever leads it has `linger_s` to notice."""

        async def lead() -> None:
            await self._doors.handle(stream, began, hearing)

        leading = asyncio.create_task(lead(), name=f"lead {began.call_id}")
        gone = asyncio.create_task(connection.wait_closed())
        try:
            await asyncio.wait({leading, gone}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({leading}, timeout=self._linger_s)
            if not leading.done():
                log.error("call was not let go of in time", extra={"reference": began.call_id})
        finally:
            gone.cancel()
            leading.cancel()
            (outcome, _) = await asyncio.gather(leading, gone, return_exceptions=True)
        if isinstance(outcome, Exception):
            log.error("call failed", exc_info=outcome, extra={"reference": began.call_id})
        elif not stream.ended and leading.done() and not leading.cancelled():
            await stream.leave()

    async def _let_go(self, stream: MediaStream, call_id: str) -> None:
        try:
            await stream.close()
        except Exception:
            log.exception("sound could not be sent", extra={"reference": call_id})
        self._figures.ended(stream.ended)
        log.info("stream ended", extra={"reference": call_id, "outcome": stream.ended})
        try:
            await self._doors.ended(call_id, stream.ended)
        except Exception:
            log.exception("end of a call not recorded", extra={"reference": call_id})


def _typed(connection: ServerConnection, kind: str, text: str) -> Response:
    response = connection.respond(HTTPStatus.OK, text)
    del response.headers["Content-Type"]
    response.headers["Content-Type"] = kind
    return response
