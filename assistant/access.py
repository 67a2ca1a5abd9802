"""Who may call what: every blueprint declares it, or the application does not start."""

from __future__ import annotations

import ipaddress
import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import Blueprint, Flask, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]
from werkzeug.middleware.proxy_fix import ProxyFix

from assistant.ports import Clock
from assistant.settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
# Flask-WTF compares the Referer of secure forms with the host, so it is sent to ourselves.
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")

Guard = Callable[[], ResponseReturnValue | None]


class Caller(StrEnum):
    """Who may call a blueprint."""

    PUBLIC = "public"
    SIGNED = "signed"
    STAFF = "staff"
    LOOPBACK = "loopback"


class GuardedBlueprint(Blueprint):
    """A blueprint that says who may call it.

    `guard` runs before each of its views and answers the request itself (or aborts) to refuse it. SIGNED and
    STAFF need one. SIGNED blueprints prove who they are in each request and so need no form token.
    """

    def __init__(
        self, name: str, import_name: str, *, caller: Caller, guard: Guard | None = None, **options: Any
    ) -> None:
        super().__init__(name, import_name, **options)
        if guard is None and caller in (Caller.SIGNED, Caller.STAFF):
            raise ValueError(f"blueprint {name} is {caller} and has no guard")
        self.caller = caller
        if caller is Caller.LOOPBACK:
            self.before_request(only_loopback)
        if guard is not None:
            self.before_request(guard)


def only_loopback() -> None:
    """Refuse requests of other machines, also when a proxy on this machine passes them on."""
    if not is_loopback(request.remote_addr) or any(name in request.headers for name in FORWARDED):
        abort(403)


def is_loopback(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def undeclared(app: Flask) -> list[str]:
    """Blueprints, and views outside any blueprint, that do not say who may call them."""
    blueprints = [name for name, found in app.blueprints.items() if not isinstance(found, GuardedBlueprint)]
    views = [rule.endpoint for rule in app.url_map.iter_rules() if "." not in rule.endpoint]
    return sorted({*blueprints, *views} - {"static"})


def protect(app: Flask, settings: Settings) -> None:
    """Put sessions, form tokens, headers and forwarded addresses in order; call after all blueprints.

    Raises RuntimeError when a blueprint does not say who may call it.
    """
    if missing := undeclared(app):
        raise RuntimeError(f"nobody said who may call {', '.join(missing)}")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="bangban",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        WTF_CSRF_TIME_LIMIT=None,
    )
    csrf = CSRFProtect(app)
    for blueprint in app.blueprints.values():
        if isinstance(blueprint, GuardedBlueprint) and blueprint.caller is Caller.SIGNED:
            csrf.exempt(blueprint)

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if not (request.endpoint or "").endswith("static"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_port=n, x_prefix=0)  # type: ignore[method-assign]


class RateLimit:
    """At most `limit` calls of one source in any `window_s` seconds, in this process.

    Remembers at most `sources` sources and forgets those that called longest ago.
    """

    def __init__(self, limit: int, window_s: float, clock: Clock, sources: int = 10_000) -> None:
        self._limit, self._window_s, self._clock, self._sources = limit, window_s, clock, sources
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, source: str) -> float:
        """Count one call of `source`: 0 when it may go on, else the seconds until it may try again."""
        now = self._clock.now().timestamp()
        with self._lock:
            calls = self._calls.setdefault(source, deque())
            self._calls.move_to_end(source)
            while calls and calls[0] <= now - self._window_s:
                calls.popleft()
            if len(calls) >= self._limit:
                return calls[0] + self._window_s - now
            calls.append(now)
            while len(self._calls) > self._sources:
                self._calls.popitem(last=False)
            return 0.0
