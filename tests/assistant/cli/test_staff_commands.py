from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli
from assistant.cases.town import Town
from assistant.store import staff
from assistant.store.database import Database
from assistant.store.members import Member, Role

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))

    def run_command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["bangban", "staff", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0)

    return run_command


def kept(tmp_path: Path, name: str) -> Member:
    database = Database(f"sqlite:///{tmp_path / 'var' / 'bangban.db'}")
    with database.read() as session:
        member = staff.by_name(session, name)
    database.dispose()
    assert member is not None
    return member


def test_a_member_is_added_with_a_role_and_a_department_of_the_town(run, tmp_path) -> None:
    department = next(iter(Town.load(None).departments))

    assert run("add", "lin", "--role", "department", "--department", department, "--shown-name", "林") == 0

    lin = kept(tmp_path, "lin")
    assert (lin.role, lin.department, lin.shown_name) == (Role.DEPARTMENT, department, "林")
    assert lin.must_change_password


def test_without_a_role_a_member_is_an_agent(run, tmp_path) -> None:
    assert run("add", "lin") == 0
    assert kept(tmp_path, "lin").role is Role.AGENT


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--role", "department"), "a member of a department needs --department"),
        (("--department", "nowhere"), "the town file has no department nowhere"),
        (("--office", "nowhere"), "the town file has no office nowhere"),
    ],
)
def test_a_place_that_the_town_does_not_have_is_named(run, capsys, arguments, said) -> None:
    assert run("add", "lin", *arguments) == 2
    assert capsys.readouterr().err.startswith(said)


def test_everyone_is_listed_and_roles_change(run, capsys) -> None:
    run("add", "lin")
    assert run("role", "lin", "supervisor") == 0
    capsys.readouterr()
    assert run("list") == 0
    assert re.search(r"lin .*supervisor.*yes", capsys.readouterr().out)


def test_who_is_locked_out_gets_another_one_time_password(run, capsys, tmp_path) -> None:
    run("add", "lin")
    before = kept(tmp_path, "lin").password_mark
    assert run("password", "lin") == 0
    assert capsys.readouterr().out.count("name lin, password ") == 2
    assert kept(tmp_path, "lin").password_mark != before


def test_the_last_administrator_keeps_the_role(run, capsys) -> None:
    run("add", "lin", "--role", "administrator")
    assert run("role", "lin", "agent") == 2
    assert "the last administrator stays one" in capsys.readouterr().err


def test_nobody_of_that_name_is_said_in_one_sentence(run, capsys) -> None:
    assert run("password", "chen") == 2
    assert capsys.readouterr().err == "nobody of the staff has this name\n"
