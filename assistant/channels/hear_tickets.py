"""Tickets with which a page of ours has its visitor heard by the line: signed, short-lived, used once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeSerializer

from assistant.ports import Clock
from assistant.settings import Settings

TICKET_LASTS = timedelta(minutes=2)
LONGEST_TICKET = 400
"""Characters; what is longer is none of ours."""
_SALT = "hear"
_LOCAL = frozenset({"127.0.0.1", "localhost"})


class TicketRefused(Exception):
    """A ticket opens nothing. `reason` is "ticket_wrong" or "ticket_old"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which of all tickets it is, and until when it opens."""

    id: str
    until: datetime


class HearTickets:
    """Web makes them, the line reads them: both have the key. The line sees to it that each is used once."""

    def __init__(self, key: str, clock: Clock) -> None:
        self._signing = URLSafeSerializer(key, salt=_SALT)
        self._clock = clock

    def hear_ticket(self) -> str:
        """A ticket for one stretch of listening, good for TICKET_LASTS."""
        until = self._clock.now() + TICKET_LASTS
        return str(self._signing.dumps([secrets.token_urlsafe(12), int(until.timestamp())]))

    def read(self, ticket: str) -> Ticket:
        """Raises TicketRefused."""
        if len(ticket) > LONGEST_TICKET:
            raise TicketRefused("ticket_wrong")
        try:
            name, until = self._signing.loads(ticket)
            found = Ticket(str(name), datetime.fromtimestamp(until, self._clock.now().tzinfo))
        except (BadSignature, TypeError, ValueError):
            raise TicketRefused("ticket_wrong") from None
        if found.until <= self._clock.now():
            raise TicketRefused("ticket_old")
        return found


def hear_url(settings: Settings) -> str:
    """Where a page opens the socket: at the line's own address, beside the provider's door."""
    return urlsplit(settings.line_url)._replace(path="/hear", query="", fragment="").geturl()


def our_origins(settings: Settings) -> frozenset[str]:
    """What a browser sends as Origin from a page of ours; on a machine for development, by either name."""
    origins = {_origin(url) for url in (settings.public_url, settings.local_url) if url}
    parts = urlsplit(settings.local_url)
    if not settings.is_production and parts.hostname in _LOCAL:
        origins |= {f"http://{name}:{parts.port}" for name in _LOCAL}
    return frozenset(origins)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
