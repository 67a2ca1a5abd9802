"""Where the line listens, from when it starts until it is told to stop."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket

from assistant.errors import UnsafeSettings
from assistant.line.server import Line

log = logging.getLogger(__name__)


def bound(host: str, port: int) -> socket.socket:
    """A socket that nobody else can listen on, and that does not listen yet. Raises UnsafeSettings."""
    sock = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            sentence = f"port {port} is in use: stop what uses it, or set BANGBAN_LINE_PORT to another."
        else:
            sentence = f"{host} port {port} cannot be listened on: set BANGBAN_LINE_HOST."
        raise UnsafeSettings(sentence) from None
    return sock


async def serve_until(line: Line, sock: socket.socket, stop: asyncio.Event) -> None:
    """Carry calls until `stop`; then all are closed, and the provider goes on with its markup."""
    async with line.serve(sock=sock):
        log.info("line is open", extra={"port": sock.getsockname()[1]})
        await stop.wait()
