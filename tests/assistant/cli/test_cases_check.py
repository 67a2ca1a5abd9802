from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from assistant import cli
from assistant.cases.town import Town
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case
from bench.case_rows import Maker

Run = Callable[[], int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))

    def run_command() -> int:
        monkeypatch.setattr(sys, "argv", ["bangban", "cases", "check"])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0)

    return run_command


@pytest.fixture
def kept(tmp_path: Path, vault: Vault, town: Town) -> Iterator[Database]:
    """The database that the command opens, with a few cases."""
    database = Database(f"sqlite:///{tmp_path / 'var' / 'bangban.db'}")
    database.migrate()
    list(Maker(database, vault, town, datetime(2026, 3, 4, 4, tzinfo=UTC), 5).make(10))
    yield database
    database.dispose()


def test_cases_that_say_what_their_events_say_are_fine(run: Run, kept: Database, capsys) -> None:
    assert run() == 0
    assert "10 cases checked, 0 differ" in capsys.readouterr().err


def test_a_case_that_says_something_else_is_named(run: Run, kept: Database, capsys) -> None:
    with kept.begin() as session:
        session.execute(update(Case).where(Case.number == "4571-9").values(breaches=7))

    assert run() == 1
    assert capsys.readouterr().out == "4571-9: breaches\n"
