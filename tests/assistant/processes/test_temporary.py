import http.server
import threading
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant.processes.ports import free_port
from assistant.processes.programs import rasa_responds, responds
from assistant.processes.temporary import dialogue_running
from assistant.settings import load_settings


class Answering(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        right = self.path.startswith("/status?token=")
        self.send_response(200 if right else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """The test's output stays clean."""


@pytest.fixture
def rasa_port() -> Iterator[int]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_a_dialogue_that_runs_already_is_used_and_nothing_is_said(rasa_port: int, tmp_path: Path):
    settings = load_settings(data_dir=tmp_path, rasa_port=rasa_port)
    said = StringIO()

    with dialogue_running(settings, Console(file=said)) as used:
        assert used is settings

    assert said.getvalue() == ""


def test_a_dialogue_that_runs_elsewhere_is_not_started_here(tmp_path: Path):
    settings = load_settings(data_dir=tmp_path, rasa_url=f"http://localhost.invalid:{free_port()}")

    with dialogue_running(settings, Console(file=StringIO())) as used:
        assert used is settings


@pytest.mark.slow
def test_a_dialogue_that_does_not_run_is_started_for_the_command_and_ended_after_it(tmp_path: Path):
    settings = load_settings(data_dir=tmp_path, rasa_port=free_port(), actions_port=free_port())
    said = StringIO()

    with dialogue_running(settings, Console(file=said, width=200)) as used:
        assert rasa_responds(used)
        assert responds(f"{used.actions_url}/health")

    assert not rasa_responds(used)
    assert not responds(f"{used.actions_url}/health")
    assert "The dialogue is not running: starting it for this command." in said.getvalue()
    assert list(tmp_path.glob("run-*")) == []
