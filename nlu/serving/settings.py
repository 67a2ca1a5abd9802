"""Where the two servers listen and where they keep conversations, from the environment."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

WRONG_SETTING = 2
WRONG_MODEL = 3
PORT_IN_USE = 4


class WrongSettings(Exception):
    """A setting is missing or cannot be used; the message says which."""


@dataclass(frozen=True)
class RasaSettings:
    """`actions_url` ends in /webhook. Without `redis_url` locks live in the process, so only one may run."""

    host: str
    port: int
    token: str
    model: str
    tracker_url: str
    actions_url: str
    redis_url: str


@dataclass(frozen=True)
class ActionsSettings:
    host: str
    port: int


def rasa_settings(environment: Mapping[str, str] = os.environ) -> RasaSettings:
    """Raises WrongSettings."""
    token = _text(environment, "BANGBAN_RASA_TOKEN")
    redis_url = environment.get("BANGBAN_REDIS_URL") or ""
    if redis_url:
        redis_parts(redis_url)
    actions_port = _port(environment, "BANGBAN_ACTIONS_PORT", "5055")
    return RasaSettings(
        host=environment.get("BANGBAN_RASA_HOST") or "127.0.0.1",
        port=_port(environment, "BANGBAN_RASA_PORT", "5005"),
        token=token,
        model=_text(environment, "BANGBAN_MODEL"),
        tracker_url=_text(environment, "BANGBAN_TRACKER_URL"),
        actions_url=environment.get("BANGBAN_ACTIONS_URL") or f"http://127.0.0.1:{actions_port}/webhook",
        redis_url=redis_url,
    )


def actions_settings(environment: Mapping[str, str] = os.environ) -> ActionsSettings:
    """Raises WrongSettings."""
    return ActionsSettings(
        host=environment.get("BANGBAN_ACTIONS_HOST") or "127.0.0.1",
        port=_port(environment, "BANGBAN_ACTIONS_PORT", "5055"),
    )


def redis_parts(url: str) -> dict[str, Any]:
    """What Rasa's Redis lock store takes, from redis://user:password@host:port/number or rediss://….

    Raises WrongSettings.
    """
    parts = urlsplit(url)
    number = parts.path.strip("/") or "0"
    if parts.scheme not in ("redis", "rediss") or not parts.hostname or not number.isdigit():
        raise WrongSettings("BANGBAN_REDIS_URL must be like redis://host:6379/0.")
    return {
        "url": parts.hostname,
        "port": parts.port or 6379,
        "db": int(number),
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "use_ssl": parts.scheme == "rediss",
    }


def refuse(sentence: str, code: int) -> NoReturn:
    """End the process with one sentence on standard error."""
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(code)


def require_free_port(host: str, port: int) -> None:
    """End the process when something listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            refuse(f"Cannot listen on {host}:{port}: {error.strerror}.", PORT_IN_USE)


def _text(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise WrongSettings(f"{name} is not set.")
    return value


def _port(environment: Mapping[str, str], name: str, default: str) -> int:
    value = environment.get(name) or default
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise WrongSettings(f"{name} must be a port number from 1 to 65535.")
    return int(value)
