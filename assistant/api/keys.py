"""Which system calls, and what it may do: `Authorization: Bearer bb_…` (RFC 6750)."""

from __future__ import annotations

import math
from http import HTTPStatus

from flask import Response, g, request

from assistant.access import RateLimit
from assistant.api.problems import Refused, respond
from assistant.ports import Clock
from assistant.store import api_keys
from assistant.store.api_keys import Key, Scope
from assistant.store.database import Database

CALLS = 300
WINDOW_S = 60.0
"""So many calls of one key in so many seconds, in one process."""
_SCHEME = "bearer "
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="bangban"'}


class Keys:
    """Lets in whoever has a key, at most `calls` times a minute."""

    def __init__(self, database: Database, clock: Clock, calls: int = CALLS) -> None:
        self._database = database
        self._clock = clock
        self._limit = RateLimit(calls, WINDOW_S, clock)

    def guard(self) -> Response | None:
        """Refuse requests without a key, or of a key that calls too often."""
        try:
            g.api_key = self._known()
        except Refused as refused:
            return respond(refused.answer, refused.headers)
        return None

    def _known(self) -> Key:
        header = request.headers.get("Authorization", "")
        token = header[len(_SCHEME) :].strip() if header.lower().startswith(_SCHEME) else ""
        if not token:
            raise _unknown("key_missing", "Authorization: Bearer and a key are needed.")
        with self._database.read() as session:
            key = api_keys.find(session, token)
        if key is None:
            raise _unknown("key_wrong", "The key is unknown, or was revoked.")
        wait_s = self._limit.wait_s(key.id)
        if wait_s > 0:
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS,
                "too_many_requests",
                "This key calls too often.",
                headers={"Retry-After": str(math.ceil(wait_s))},
            )
        now = self._clock.now()
        if api_keys.use_to_note(key, now):
            with self._database.begin() as session:
                api_keys.note_use(session, key, now)
        return key


def caller() -> Key:
    """The key of this request; only behind the guard."""
    key: Key = g.api_key
    return key


def require(scope: Scope) -> Key:
    """The key of this request. Raises Refused when it may not do this."""
    key = caller()
    if scope not in key.scopes:
        raise Refused(
            HTTPStatus.FORBIDDEN,
            "scope_missing",
            f"The key lacks the scope {scope}.",
            headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
        )
    return key


def _unknown(code: str, detail: str) -> Refused:
    return Refused(HTTPStatus.UNAUTHORIZED, code, detail, headers=_CHALLENGE)
