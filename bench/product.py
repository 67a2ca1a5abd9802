"""The whole product for the time of one measurement, on ports and with data of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console

from assistant.conversation.chores import NAME as WORKER
from assistant.processes import model
from assistant.processes.places import Places
from assistant.processes.ports import free_port
from assistant.processes.programs import Part, application_parts, dialogue_parts, voice_parts
from assistant.processes.readiness import wait_until_ready
from assistant.processes.supervision import Supervision
from assistant.settings import Settings, load_settings
from assistant.settings_checks import PREFIX
from assistant.store import heartbeats
from assistant.store.database import Database

# What the processes must be told, because they read their settings from the environment themselves.
TOLD = (
    "environment",
    "data_dir",
    "database_url",
    "host",
    "port",
    "public_url",
    "trusted_proxies",
    "rasa_url",
    "actions_url",
    "rasa_port",
    "actions_port",
    "simulator",
    "twilio_account_sid",
    "twilio_auth_token",
    "rasa_token",
    "line_port",
    "line_url",
    "line_internal_url",
    "models_dir",
    "voice_cache_dir",
    "voice_engine",
    "voice_port",
    "voice_streams",
    "voice_url",
)


@dataclass(frozen=True, slots=True)
class Running:
    """Processes while they are measured."""

    settings: Settings
    supervision: Supervision

    def pids(self) -> dict[str, int]:
        return {name: state.pid for name, state in self.supervision.states().items()}


@contextmanager
def running(console: Console, *, voice: str = "", streams: int = 8) -> Iterator[Settings]:
    """The settings of `started`. Raises CannotStart."""
    with started(console, voice=voice, streams=streams) as product:
        yield product.settings


@contextmanager
def started(
    console: Console, *, voice: str = "", streams: int = 8, voice_module: str = "voice"
) -> Iterator[Running]:
    """Web, worker, line, Rasa and actions, ready; ended when the block is left. Raises CannotStart.

    With `voice`, the engine that hears, there is what hears and speaks as well: `python -m voice_module`.
    Only the models and the vectors of the knowledge are shared with this installation: making these takes
    half a minute.
    """
    ours = load_settings()
    vectors = ours.data_dir / "embeddings"
    vectors.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="bangban-bench-") as folder:
        (Path(folder) / vectors.name).symlink_to(vectors)
        settings = _settings(
            Path(folder), models_dir=ours.models_dir, voice_engine=voice or "auto", voice_streams=streams
        )
        database = Database(settings.database_url)
        database.migrate()
        parts = application_parts(settings, partial(_worker_beats, database))
        parts += dialogue_parts(settings, model.prepare(settings, console))
        parts += [_run_as(part, voice_module) for part in voice_parts(settings)] if voice else []
        supervision = Supervision([part.program for part in parts], Places.of(settings), _told(settings))
        try:
            supervision.start()
            wait_until_ready(supervision, parts, console)
            yield Running(settings, supervision)
        finally:
            supervision.stop()
            database.dispose()


@contextmanager
def dialogue(console: Console) -> Iterator[Running]:
    """Rasa and actions alone, ready; ended when the block is left. Raises CannotStart."""
    with TemporaryDirectory(prefix="bangban-bench-") as folder:
        settings = _settings(Path(folder))
        parts = dialogue_parts(settings, model.prepare(settings, console))
        supervision = Supervision([part.program for part in parts], Places.of(settings), _told(settings))
        try:
            supervision.start()
            wait_until_ready(supervision, parts, console)
            yield Running(settings, supervision)
        finally:
            supervision.stop()


def _run_as(part: Part, module: str) -> Part:
    command = [*part.program.command[:-1], module]
    return replace(part, program=replace(part.program, command=command))


def _worker_beats(database: Database) -> bool:
    with database.read() as session:
        return heartbeats.last(session, WORKER) is not None


def _settings(data_dir: Path, **overrides: Any) -> Settings:
    rasa_port = free_port()
    return load_settings(
        environment="development",
        data_dir=data_dir,
        database_url=f"sqlite:///{data_dir / 'bangban.db'}",
        host="127.0.0.1",
        port=free_port(),
        public_url="",
        trusted_proxies=0,
        rasa_url=f"http://127.0.0.1:{rasa_port}",
        rasa_port=rasa_port,
        actions_url="",
        actions_port=free_port(),
        line_port=free_port(),
        line_url="",
        line_internal_url="",
        voice_port=free_port(),
        voice_url="",
        voice_cache_dir=Path("spoken"),
        simulator=True,
        **overrides,
    )


def _told(settings: Settings) -> dict[str, str]:
    return {f"{PREFIX}{name.upper()}": str(getattr(settings, name)) for name in TOLD}
