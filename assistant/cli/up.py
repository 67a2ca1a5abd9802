"""`bangban up`: everything on this machine, until it is stopped."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from assistant.cli.models import MODELS, passed_on
from assistant.cli.storage import migrated
from assistant.conversation.chores import NAME as WORKER
from assistant.ports import Clock, SystemClock
from assistant.processes import model, ports, vectors
from assistant.processes.errors import CannotStart
from assistant.processes.places import Places
from assistant.processes.programs import (
    Part,
    application_parts,
    dialogue_is_local,
    dialogue_parts,
    voice_is_local,
    voice_parts,
)
from assistant.processes.readiness import wait_until_ready
from assistant.processes.supervision import Supervision, states
from assistant.processes.watch import watch
from assistant.settings import Settings, load_settings
from assistant.store import heartbeats, staff
from assistant.store.database import Database
from knowledge.library import Library


def up(
    simulator: Annotated[
        bool | None, typer.Option(help="Offer /simulator, a phone in the browser.", show_default=False)
    ] = None,
) -> None:
    """Start web, worker and dialogue, say where to go, and keep them running until Ctrl-C."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    settings = load_settings() if simulator is None else load_settings(simulator=simulator)
    with _ended_by_signals():
        try:
            _run(settings, console)
        except KeyboardInterrupt:
            console.print("Stopped; nothing is left running.")


def _run(settings: Settings, console: Console) -> None:
    _require_room(settings)
    database = migrated(settings)
    console.print("The database is ready.")
    _say_what_is_known(settings, console)
    vectors.prepare(settings, console)
    parts = _parts(settings, database, console)
    supervision = Supervision([part.program for part in parts], Places.of(settings), _environment(settings))
    try:
        supervision.start()
        wait_until_ready(supervision, parts, console)
        _say_where(settings, database, console)
        watch(supervision, console)
    finally:
        with _undisturbed():
            console.print("Stopping.")
            supervision.stop()
            database.dispose()


def _say_what_is_known(settings: Settings, console: Console) -> None:
    library = Library.load(places=settings.places_dir)
    console.print(f"The knowledge is right: {len(library.articles)} services.")
    if wrong := library.pages.wrong:
        names = ", ".join(wrong)
        console.print(f"[yellow]Left out until bangban knowledge check is content:[/] {escape(names)}.")


def _require_room(settings: Settings) -> None:
    if states(Places.of(settings)):
        raise CannotStart(
            f"Bangban is running already with the data in {settings.data_dir}: stop it first, "
            "or set BANGBAN_DATA_DIR to another folder."
        )
    wanted = {
        "BANGBAN_PORT": (settings.host, settings.port),
        "BANGBAN_LINE_PORT": ("127.0.0.1", settings.line_port),
    }
    if voice_is_local(settings):
        wanted["BANGBAN_VOICE_PORT"] = ("127.0.0.1", settings.voice_port)
    if dialogue_is_local(settings):
        wanted["BANGBAN_RASA_PORT"] = ("127.0.0.1", settings.rasa_port)
        wanted["BANGBAN_ACTIONS_PORT"] = ("127.0.0.1", settings.actions_port)
    ports.require_free(wanted)


def _parts(settings: Settings, database: Database, console: Console) -> list[Part]:
    parts = application_parts(settings, _beating(database, SystemClock()))
    if dialogue_is_local(settings):
        parts += dialogue_parts(settings, model.prepare(settings, console))
    else:
        console.print("The dialogue runs elsewhere: BANGBAN_RASA_URL names it.")
    if voice_is_local(settings):
        if passed_on(MODELS, ["fetch"], settings):
            console.print("[yellow]Without them Bangban starts all the same:[/] bangban models says more.")
        parts += voice_parts(settings)
    else:
        console.print("Hearing and speaking is done elsewhere: BANGBAN_VOICE_URL names it.")
    return parts


def _beating(database: Database, clock: Clock) -> Callable[[], bool]:
    """Tells whether the worker has left a sign of life since now."""
    begun = clock.now()

    def beats() -> bool:
        with database.read() as session:
            last = heartbeats.last(session, WORKER)
        return last is not None and last >= begun

    return beats


def _environment(settings: Settings) -> dict[str, str]:
    """What was decided here and is not in the environment that the processes inherit."""
    return {
        "BANGBAN_SIMULATOR": str(settings.simulator).lower(),
        "BANGBAN_DATA_DIR": str(settings.data_dir),
        "BANGBAN_RASA_TOKEN": settings.rasa_token,
    }


def _say_where(settings: Settings, database: Database, console: Console) -> None:
    console.print("\n[bold green]Bangban is ready.[/] Ctrl-C stops it.\n")
    if settings.simulator:
        console.print(f"  Try it, on a phone in the browser   {settings.local_url}/simulator")
    console.print(f"  Staff                               {settings.local_url}/staff/")
    console.print(f"  Health                              {settings.local_url}/readyz")
    console.print(f"  Logs                                {Places.of(settings).logs}")
    with database.begin() as session:
        first = staff.ensure_first(session, SystemClock().now())
    if first is not None:
        name, password = first
        console.print(
            f"\n  First sign-in for staff: name [bold]{name}[/], password [bold]{password}[/]. "
            "It is shown only now and must be changed at once."
        )
    console.print()


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block as Ctrl-C does."""

    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    with _handling(end, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        yield


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let no further signal keep the block from ending all processes; it takes seconds at most."""
    with _handling(signal.SIG_IGN, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        yield


@contextmanager
def _handling(
    handler: Callable[[int, object], None] | signal.Handlers, *numbers: signal.Signals
) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
