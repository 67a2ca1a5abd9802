import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))

    def run_command(*arguments: str, **environment: str) -> int:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["bangban", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0)

    return run_command


def test_a_port_in_use_ends_the_start_with_one_sentence(run, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        status = run("up", BANGBAN_PORT=str(port))

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err == (
        f"Port {port} on 127.0.0.1 is in use by another program: stop that program, "
        "or set BANGBAN_PORT to another port.\n"
    )


@pytest.mark.parametrize("command", [("up",), ("doctor",), ("migrate",)])
def test_a_wrong_setting_is_named_without_a_traceback(command, run, capsys):
    status = run(*command, BANGBAN_PORT="eighty")

    said = capsys.readouterr()
    assert status in (1, 2)
    assert "BANGBAN_PORT" in said.out + said.err
    assert "Traceback" not in said.out + said.err


def test_a_database_that_cannot_be_used_is_named_by_its_setting(run, capsys):
    assert run("migrate", BANGBAN_DATABASE_URL="mysql://somewhere/bangban") == 2

    assert capsys.readouterr().err.startswith("BANGBAN_DATABASE_URL cannot be used: ")


def test_a_member_of_the_staff_is_added_once_with_a_password_for_the_first_time(run, capsys):
    assert run("staff", "add", "lin") == 0
    assert capsys.readouterr().out.startswith("name lin, password ")

    assert run("staff", "add", "lin") == 2
    assert capsys.readouterr().err == "a member of the staff has this name already\n"


def test_the_heartbeat_tells_when_the_worker_has_never_been_seen(run, capsys):
    assert run("migrate") == 0
    assert run("heartbeat") == 1

    assert capsys.readouterr().err == "The worker is not well: never_seen.\n"


def test_the_knowledge_check_names_file_and_line_of_a_mistake(run, capsys, tmp_path):
    (tmp_path / "wrong.yml").write_text("id: wrong\nnames: 3\n", encoding="utf-8")

    assert run("knowledge", "check", str(tmp_path)) == 1

    assert "wrong.yml:2: " in capsys.readouterr().out


def test_the_knowledge_check_is_content_with_the_product_itself(run, capsys):
    assert run("knowledge", "check") == 0

    assert "no mistakes" in capsys.readouterr().out


@pytest.mark.slow
def test_the_doctor_says_what_is_off_and_how_to_start_it(run, capsys):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    run(
        "doctor",
        "--json",
        BANGBAN_PORT=str(free),
        BANGBAN_RASA_PORT=str(free),
        BANGBAN_ACTIONS_PORT=str(free),
    )

    found = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert found["settings"]["health"] == "ok"
    assert found["knowledge"]["health"] == "ok"
    for name in ("web", "actions", "rasa"):
        assert found[name]["health"] == "off"
        assert found[name]["mend"] == "bangban up starts it."


def test_help_names_every_command(run, capsys):
    assert run("--help") == 0

    said = capsys.readouterr().out
    for command in ("up", "doctor", "knowledge", "staff", "model", "migrate"):
        assert f" {command} " in said
