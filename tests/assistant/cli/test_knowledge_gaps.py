from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from assistant import cli
from assistant.ports import SystemClock
from assistant.store import gaps
from assistant.store.database import Database

NOTHING = (
    "近30天，没有问了3次还答不上的事。In the last 30 days nothing was asked 3 times without an answer.\n"
)

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path) -> Run:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("BANGBAN_DATABASE_URL", database_url)

    def run_command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["bangban", "knowledge", "gaps", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0)

    return run_command


@pytest.fixture
def asked(database: Database) -> None:
    """Three times each on two days, and twice what nobody shall read."""
    now = SystemClock().now()
    with database.begin() as session:
        for cluster, times in (("牌照 电动车", 4), ("?", 3), ("en", 3), ("彩票", 2)):
            for number in range(times):
                gaps.add(session, cluster, now - timedelta(days=number % 2))
        for _ in range(3):
            gaps.add(session, "煤气", now - timedelta(days=40))


def test_the_table_says_what_how_often_on_how_many_days_and_what_to_do(run: Run, asked: None, capsys) -> None:
    assert run() == 0

    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["什么事", "what", "几次", "times", "几天", "days", "接下来", "next"]
    first = "牌照 电动车 4 2 写一个服务文件，或补叫法 write a service file, or add names"
    assert lines[0].split() == first.split()
    assert [line.split()[0] for line in lines[1:]] == ["看不出是什么事", "用英文问的"]


def test_what_was_asked_less_often_is_not_shown(run: Run, asked: None, capsys) -> None:
    assert run("--at-least", "4") == 0

    said = capsys.readouterr().out
    assert "电动车" in said
    for hidden in ("彩票", "看不出", "煤气"):
        assert hidden not in said


def test_what_one_person_may_have_said_cannot_be_asked_for(run: Run, asked: None, capsys) -> None:
    assert run("--at-least", "2") == 2

    said = capsys.readouterr()
    assert "--at-least" in said.err
    assert "彩票" not in said.out + said.err


def test_more_days_show_more(run: Run, asked: None, capsys) -> None:
    assert run("--days", "60") == 0

    assert "煤气" in capsys.readouterr().out


def test_json_holds_the_same(run: Run, asked: None, capsys) -> None:
    assert run("--json") == 0

    assert json.loads(capsys.readouterr().out) == [
        {"cluster": "牌照 电动车", "count": 4, "days": 2},
        {"cluster": "?", "count": 3, "days": 2},
        {"cluster": "en", "count": 3, "days": 2},
    ]


def test_when_there_is_nothing_that_is_said(run: Run, capsys) -> None:
    assert run() == 0
    assert capsys.readouterr().out == NOTHING

    assert run("--json") == 0
    assert capsys.readouterr().out == "[]\n"


def test_the_help_says_what_it_is_for(run: Run, capsys) -> None:
    assert run("--help") == 0

    said = capsys.readouterr().out
    for part in ("does not know", "--days", "--at-least", "--json"):
        assert part in said
