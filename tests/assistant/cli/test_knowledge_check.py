"""The command names mistakes first and reminders after them; only mistakes make it fail."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli
from knowledge import check

Run = Callable[..., int]
HEADING = "提醒（不算错）Reminders (no mistakes):"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))

    def run_command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["bangban", "knowledge", "check", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0)

    return run_command


@pytest.fixture
def ended(tmp_path: Path) -> Path:
    """A folder with one service, of which one text has ended long ago."""
    folder = tmp_path / "services"
    folder.mkdir()
    text = (check.SERVICES / "fraud.yml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("related:")]
    first = next(number for number, line in enumerate(lines) if line.startswith("  summary: {"))
    lines[first] = lines[first].replace("}", ", until: 2020-01-01}")
    (folder / "fraud.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_reminders_stand_under_their_own_heading_and_do_not_fail(run, capsys, ended):
    assert run(str(ended)) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1 项服务，没有错误。1 services, no mistakes."
    assert said[1] == HEADING
    assert any("This has ended on 2020-01-01" in line for line in said[2:])


def test_reminders_fail_where_they_are_to_count(run, ended):
    assert run(str(ended), "--strict") == 1


def test_mistakes_come_before_the_reminders_and_fail(run, capsys, ended):
    file = ended / "fraud.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("group: safety", "group: safe"), encoding="utf-8"
    )
    (ended / "fine.yml").write_text(
        (check.SERVICES / "fraud.yml").read_text(encoding="utf-8"), encoding="utf-8"
    )

    assert run(str(ended)) == 1

    said = capsys.readouterr().out
    assert "no mistakes." not in said
    assert said.startswith("fine.yml:")
    assert "fraud.yml:" in said


def test_without_reminders_there_is_no_heading(run, capsys, tmp_path):
    (tmp_path / "wrong.yml").write_text("id: wrong\n", encoding="utf-8")

    assert run(str(tmp_path)) == 1

    assert HEADING not in capsys.readouterr().out
