"""The console's pages over very many cases: the queue, one case, the board, the report."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import func, select
from waitress.server import create_server  # type: ignore[import-untyped]

from assistant.app import web_app
from assistant.cases import checking
from assistant.composition import Parts, compose
from assistant.processes.ports import free_port
from assistant.settings import Settings, load_settings
from assistant.store import staff
from assistant.store.members import Role
from assistant.store.models import Case, CaseEvent
from assistant.web import THREADS
from bench.case_rows import Maker
from bench.figures import Measurement, Spread

CASES = 20_000
DAYS = 60
TIMES, WARM_UP = 40, 3
TIMEOUT_S = 60.0
NAME = "bench"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class WrongPage(Exception):
    """A page was not what it should be; its times would mean nothing."""


def measure(console: Console, *, cases: int = CASES, times: int = TIMES) -> list[Measurement]:
    """Raises WrongPage."""
    with TemporaryDirectory(prefix="bangban-bench-") as folder, compose(_settings(Path(folder))) as parts:
        parts.database.migrate()
        _make(parts, cases, console)
        with console.status("holding the cases against their events"):
            events = _checked(parts)
        with _serving(parts) as address, requests.Session() as session:
            session.trust_env = False
            _sign_in(parts, session, address)
            with Progress(console=console) as progress:
                task = progress.add_task("pages", total=len(_pages(parts)) * (times + WARM_UP))
                return [
                    _timed(session, address, name, path, cases, events, times, lambda: progress.advance(task))
                    for name, path in _pages(parts).items()
                ]


def _settings(data_dir: Path) -> Settings:
    """Only the vectors of the knowledge are shared with this installation."""
    vectors = load_settings().data_dir / "embeddings"
    vectors.mkdir(parents=True, exist_ok=True)
    (data_dir / vectors.name).symlink_to(vectors)
    return load_settings(
        environment="development",
        data_dir=data_dir,
        database_url=f"sqlite:///{data_dir / 'bangban.db'}",
        host="127.0.0.1",
        port=free_port(),
        public_url="",
        trusted_proxies=0,
        simulator=False,
    )


def _make(parts: Parts, cases: int, console: Console) -> None:
    maker = Maker(parts.database, parts.vault, parts.casework.town, datetime.now(UTC), DAYS)
    with Progress(console=console) as progress:
        task = progress.add_task("making cases", total=cases)
        for more in maker.make(cases):
            progress.advance(task, more)


def _checked(parts: Parts) -> int:
    """How many events there are; the figures would mean nothing over cases that contradict them."""
    with parts.database.read() as session:
        found = checking.check(session, parts.casework.town)
        if found.differing:
            raise WrongPage(f"{len(found.differing)} cases differ from their events")
        return int(session.execute(select(func.count()).select_from(CaseEvent)).scalar_one())


def _pages(parts: Parts) -> dict[str, str]:
    today = datetime.now(UTC).date()
    since = (today - timedelta(days=DAYS + 1)).isoformat()
    with parts.database.read() as session:
        number = session.execute(
            select(Case.number).where(Case.status == "in_progress").order_by(Case.opened_at).limit(1)
        ).scalar_one()
    return {
        "queue, all open": "/staff/cases",
        "queue, waiting": "/staff/cases?view=waiting",
        "queue, overdue": "/staff/cases?view=overdue",
        "queue, done": "/staff/cases?view=done",
        "case page": f"/staff/cases/{number}",
        "board, this week": "/staff/board?span=week",
        "board, every case": f"/staff/board?from={since}&to={today.isoformat()}",
        "list of every case as CSV": f"/staff/board/cases.csv?from={since}&to={today.isoformat()}",
        "monthly report": "/staff/report",
    }


@contextmanager
def _serving(parts: Parts) -> Iterator[str]:
    """The web application in a thread of its own, on waitress as in the web process."""
    server = create_server(
        web_app(parts), host=parts.settings.host, port=parts.settings.port, threads=THREADS, ident=""
    )
    thread = threading.Thread(target=server.run, name="bench-web")
    thread.start()
    try:
        yield parts.settings.local_url
    finally:
        # Closing the sockets ends the loop; nothing is being asked any more.
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(timeout=10)


def _sign_in(parts: Parts, session: requests.Session, address: str) -> None:
    password = secrets.token_urlsafe(12)
    with parts.database.begin() as transaction:
        staff.create(transaction, NAME, password, parts.clock.now(), role=Role.SUPERVISOR)
    form = session.get(f"{address}/staff/sign-in", timeout=TIMEOUT_S)
    found = _TOKEN.search(form.text)
    if found is None:
        raise WrongPage("the sign-in page has no form")
    fields = {"csrf_token": found[1], "name": NAME, "secret": password}
    page = session.post(f"{address}/staff/sign-in", fields, timeout=TIMEOUT_S)
    if not page.ok or page.url.endswith("/sign-in"):
        raise WrongPage(f"signing in failed with status {page.status_code}")


def _timed(
    session: requests.Session,
    address: str,
    name: str,
    path: str,
    cases: int,
    events: int,
    times: int,
    advance: Callable[[], None],
) -> Measurement:
    times_ms = []
    for _ in range(WARM_UP + times):
        began = time.perf_counter()
        page = session.get(f"{address}{path}", timeout=TIMEOUT_S)
        times_ms.append((time.perf_counter() - began) * 1000)
        if not page.ok or page.history:
            raise WrongPage(f"{path} answered with status {page.status_code} at {page.url}")
        advance()
    measured = times_ms[WARM_UP:]
    method = (
        f"`GET {path.partition('?')[0] if 'view' not in path else path}` as a supervisor, {times} times one "
        f"after another, after {WARM_UP} to warm up, over {cases:,} cases of {DAYS} days with {events:,} "
        "events on a SQLite file; web application (waitress) and browser share the machine."
    )
    return Measurement(
        name=name, method=method, spread=Spread.of(measured), rate=1000 * len(measured) / sum(measured)
    )
