"""Connections to the process that hears and speaks: what is shared by hearing and speaking."""

from __future__ import annotations

import json
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from assistant.speech.lost import VoiceLost

OPEN_S = 2.0
PING_EVERY_S, PING_ANSWERED_S = 2.0, 3.0
"""A process that ends is noticed at once, by the socket; one that hangs, within five seconds. A machine that
is merely busy must not be taken for either."""
LARGEST = 8 * 2**20
"""Bytes of one message: half a minute of the finest sound is a fifth of it."""
_BUSY = 1013


def address(url: str, path: str) -> str:
    """The address of a WebSocket `path` of the process at `url` (http or ws)."""
    base = url.rstrip("/")
    return f"{'ws' + base.removeprefix('http') if base.startswith('http') else base}{path}"


async def connected(url: str, path: str) -> ClientConnection:
    """A connection to `path`. Raises VoiceLost when there is none to be had."""
    try:
        return await connect(
            address(url, path),
            compression=None,
            proxy=None,
            open_timeout=OPEN_S,
            close_timeout=OPEN_S,
            ping_interval=PING_EVERY_S,
            ping_timeout=PING_ANSWERED_S,
            max_size=LARGEST,
            max_queue=256,
        )
    except (OSError, TimeoutError, WebSocketException):
        raise VoiceLost("gone") from None


def closed(error: ConnectionClosed) -> VoiceLost:
    """What the end of a connection means to us."""
    received = error.rcvd
    return VoiceLost("busy" if received is not None and received.code == _BUSY else "gone")


def read(message: str | bytes) -> dict[str, Any]:
    """The object that a text message holds. Raises VoiceLost when it holds none."""
    try:
        value = json.loads(message)
    except ValueError:
        raise VoiceLost("bad_answer") from None
    if not isinstance(value, dict):
        raise VoiceLost("bad_answer")
    return value
