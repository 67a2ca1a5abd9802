"""What `bangban model` asks of a Rasa that runs, and what it says of the answer."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from assistant.processes.places import Places
from assistant.processes.ports import free_port
from assistant.processes.swap import Uptake, take_up
from assistant.settings import PROJECT, Settings, load_settings
from tests.conftest import DataFolder

MODEL = "0123456789abcdef.tar.gz"


@dataclass
class Rasa:
    """Stands in for a Rasa server: what it serves, how it answers to another model, what it was asked."""

    port: int = 0
    serves: str = "old.tar.gz"
    status: int = HTTPStatus.NO_CONTENT
    answer: Any = None
    asked: list[str] = field(default_factory=list)
    token: str = ""


def handler_of(rasa: Rasa) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != f"/status?token={rasa.token}":
                self.answer(HTTPStatus.UNAUTHORIZED, None)
                return
            self.answer(HTTPStatus.OK, {"model_file": rasa.serves})

        def do_PUT(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path != f"/model?token={rasa.token}":
                self.answer(HTTPStatus.UNAUTHORIZED, None)
                return
            rasa.asked.append(body["model_file"])
            self.answer(rasa.status, rasa.answer)

        def answer(self, status: int, body: Any) -> None:
            content = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """The test's output stays clean."""

    return Handler


@pytest.fixture
def rasa() -> Iterator[Rasa]:
    told = Rasa()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler_of(told)) as server:
        told.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(rasa: Rasa, tmp_path: Path) -> Settings:
    loaded = load_settings(data_dir=tmp_path / "var", rasa_port=rasa.port)
    rasa.token = loaded.rasa_token
    return loaded


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / MODEL
    path.write_text("a model")
    return path


def taken_up(settings: Settings, model: Path) -> tuple[Uptake, str]:
    said = StringIO()
    return take_up(settings, model, Console(file=said, width=500)), said.getvalue()


def test_a_dialogue_that_runs_is_given_the_model_and_begins_with_it_after_a_crash(
    rasa: Rasa, settings: Settings, model: Path
) -> None:
    came_to, said = taken_up(settings, model)

    assert came_to is Uptake.TAKEN
    assert "no conversation was interrupted" in said
    assert rasa.asked == [str(model)]
    assert Places.of(settings).model.resolve() == model


def test_a_model_that_is_served_already_is_not_loaded_again(
    rasa: Rasa, settings: Settings, model: Path
) -> None:
    rasa.serves = MODEL

    assert taken_up(settings, model) == (Uptake.ALREADY, "")
    assert rasa.asked == []


@pytest.mark.parametrize(
    ("status", "answer", "came_to", "sentence"),
    [
        (HTTPStatus.BAD_REQUEST, {"message": "It is broken."}, Uptake.REFUSED, "It is broken."),
        (HTTPStatus.CONFLICT, {"message": "Restart it."}, Uptake.RESTART, "Restart it."),
        (HTTPStatus.INTERNAL_SERVER_ERROR, None, Uptake.REFUSED, "It answered with status 500."),
        (HTTPStatus.BAD_GATEWAY, ["x"], Uptake.REFUSED, "It answered with status 502."),
    ],
)
def test_a_refusal_is_told_and_a_crash_does_not_bring_the_model_in(
    rasa: Rasa,
    settings: Settings,
    model: Path,
    tmp_path: Path,
    status: HTTPStatus,
    answer: Any,
    came_to: Uptake,
    sentence: str,
) -> None:
    before = tmp_path / "old.tar.gz"
    Places.of(settings).point_to(before)
    rasa.status, rasa.answer = status, answer

    found, said = taken_up(settings, model)

    assert found is came_to
    assert f"It goes on with old.tar.gz. {sentence}" in said
    assert Places.of(settings).model.resolve() == before


def test_without_a_dialogue_that_runs_nothing_is_asked_or_said(tmp_path: Path, model: Path) -> None:
    settings = load_settings(data_dir=tmp_path / "var", rasa_port=free_port())

    assert taken_up(settings, model) == (Uptake.OFF, "")


def test_a_rasa_of_others_is_not_asked(rasa: Rasa, settings: Settings, model: Path) -> None:
    rasa.token = "the token of another installation"

    assert taken_up(settings, model) == (Uptake.OFF, "")
    assert rasa.asked == []


def test_servers_elsewhere_are_left_to_those_who_run_them(
    rasa: Rasa, settings: Settings, model: Path
) -> None:
    elsewhere = settings.model_copy(update={"rasa_port": free_port()})

    came_to, said = taken_up(elsewhere, model)

    assert came_to is Uptake.ELSEWHERE
    assert "one by one" in said
    assert rasa.asked == []


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("status", "code"), [(204, 0), (409, 0), (400, 1)])
def test_the_command_tells_the_model_and_fails_only_when_it_was_refused(
    rasa: Rasa, data_folder: DataFolder, status: int, code: int
) -> None:
    folder = data_folder(f"model-{status}")
    rasa.status, rasa.answer = status, {"message": "Why."}
    rasa.token = load_settings(data_dir=folder).rasa_token
    told = {
        "BANGBAN_DATA_DIR": str(folder),
        "BANGBAN_PORT": str(free_port()),
        "BANGBAN_RASA_PORT": str(rasa.port),
    }

    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", "model"],
        cwd=PROJECT,
        env=os.environ | told,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )

    assert done.returncode == code, done.stderr
    assert done.stdout.strip() == rasa.asked[0]
    assert ("It goes on with old.tar.gz. Why." in done.stderr) == (status != 204)
    assert "restart them" not in done.stderr
