"""The whole path of a turn, with Rasa and without it, each over a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from assistant.composition import Parts, compose
from assistant.processes.temporary import dialogue_running
from assistant.rendering.moments import LOCAL_TIME
from assistant.settings import Settings, load_settings
from tests.conftest import DataFolder

# Slower than in life, since tests share the machine; what is timed is timed elsewhere.
PATIENT_S = 10.0


BEGINNING = datetime(2026, 11, 26, 10, tzinfo=LOCAL_TIME)
"""A Thursday morning: what residents say of days and hours means the same whenever the tests run."""


class MovedClock:
    """Begins at the beginning and goes on with the time of day, or as much later as it was moved."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)
        self.begin()

    def begin(self) -> None:
        self._ahead = BEGINNING - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, **parts: float) -> None:
        self._ahead += timedelta(**parts)


@pytest.fixture(scope="session")
def with_rasa(data_folder: DataFolder) -> Iterator[Parts]:
    settings = load_settings(
        data_dir=data_folder("with-rasa"), dialogue_deadline_s=PATIENT_S, rasa_port=1, actions_port=2
    )
    with dialogue_running(settings, Console(stderr=True)) as running, migrated(running) as parts:
        yield parts


@pytest.fixture(scope="session")
def without_rasa(data_folder: DataFolder) -> Iterator[Parts]:
    """Nothing listens on port 1 of this machine."""
    settings = load_settings(data_dir=data_folder("without-rasa"), rasa_url="http://127.0.0.1:1")
    with migrated(settings) as parts:
        yield parts


@contextmanager
def migrated(settings: Settings) -> Iterator[Parts]:
    with compose(settings, MovedClock()) as parts:
        parts.database.migrate()
        yield parts
