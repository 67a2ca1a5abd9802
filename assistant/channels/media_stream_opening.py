"""How a media stream begins: proved to be the provider's, and to be a call that we were told of."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn
from urllib.parse import urlsplit

from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from assistant.call_transport import CallBegan
from assistant.channels import media_stream_messages as messages
from assistant.channels.media_stream import REFUSED, MediaStream
from assistant.channels.media_stream_messages import BadMessage, Connected, Started

TOKEN = "token"  # noqa: S105
# The provider says both within a few milliseconds of opening the socket.
FIRST_MESSAGES_S = 5.0

Redeem = Callable[[str, str], Awaitable[bool]]
"""Whether this call (first) was given this token (second), asked for the first time."""


class Refused(Exception):
    """A socket is not a call that we were told of; it was closed with 1008. `code` says why in one word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def signature_refusal(signature: str, token: str, url: str) -> str | None:
    """Why `signature` does not prove that the provider opens a socket at `url`, as a code; None when it does.

    The provider signs the address that it was given, as wss:// and without fields.
    """
    if not signature:
        return "signature_missing"
    parts = urlsplit(url)
    # With the port named, the validator tries the address both with and without it.
    host = parts.netloc if parts.port else f"{parts.netloc}:443"
    signed = parts._replace(scheme="wss", netloc=host).geturl()
    return None if RequestValidator(token).validate(signed, {}, signature) else "signature_wrong"


async def open_stream(
    socket: ServerConnection,
    redeem: Redeem,
    *,
    noted: Callable[[str], None] = lambda _: None,
    late: Callable[[float], None] | None = None,
    first_messages_s: float = FIRST_MESSAGES_S,
) -> tuple[MediaStream, CallBegan]:
    """The call that begins on `socket`. Close it at the end.

    `noted` is told the code of each message that was left out; `late` by how many seconds each frame was sent
    after it was due. Raises Refused when the first messages are not those of a call that has a fresh token.
    """
    try:
        async with asyncio.timeout(first_messages_s):
            first = messages.read(await socket.recv())
            second = messages.read(await socket.recv())
    except TimeoutError:
        await _refuse(socket, "silent")
    except BadMessage as error:
        await _refuse(socket, error.code)
    except ConnectionClosed:
        raise Refused("closed") from None
    if not isinstance(first, Connected) or not isinstance(second, Started):
        await _refuse(socket, "wrong_order")
    start = second.start
    if second.stream_id != start.stream_id:
        await _refuse(socket, "wrong_stream")
    if not start.format.is_ours:
        await _refuse(socket, "wrong_format")
    token = start.parameters.get(TOKEN, "")
    if not token or not await redeem(start.call_id, token):
        await _refuse(socket, "token_wrong" if token else "token_missing")
    stream = MediaStream(socket, start.stream_id, noted=noted, late=late)
    rest = {name: value for name, value in start.parameters.items() if name != TOKEN}
    return stream, CallBegan(start.call_id, rest)


async def _refuse(socket: ServerConnection, code: str) -> NoReturn:
    await socket.close(REFUSED, code)
    raise Refused(code)
