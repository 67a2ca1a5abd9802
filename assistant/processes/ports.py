"""Which ports of this machine are free."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from assistant.processes.errors import CannotStart


def is_free(host: str, port: int) -> bool:
    """Whether a server may listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as server:
        # Servers set it too; without it a port just left by one counts as used for a minute.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((host, port))
        except OSError:
            return False
        return True


def free_port(host: str = "127.0.0.1") -> int:
    """A port on which nobody listens now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server:
        server.bind((host, 0))
        return int(server.getsockname()[1])


def require_free(wanted: Mapping[str, tuple[str, int]]) -> None:
    """Raise CannotStart when a port is taken. `wanted` has host and port by the setting that moves it."""
    for setting, (host, port) in wanted.items():
        if not is_free(host, port):
            raise CannotStart(
                f"Port {port} on {host} is in use by another program: stop that program, "
                f"or set {setting} to another port."
            )
