"""The line as a process of its own: it opens, tells how it is, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from assistant.errors import UnsafeSettings
from assistant.line import __main__ as line
from assistant.line.listening import bound
from assistant.settings import PROJECT, load_settings
from assistant.store.database import Database
from tests.conftest import DataFolder


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def folder(data_folder: DataFolder) -> Path:
    """A data folder with a migrated database."""
    folder = data_folder("line")
    database = Database(load_settings(data_dir=folder).database_url)
    database.migrate()
    database.dispose()
    return folder


def started(folder: Path, port: int) -> subprocess.Popen[str]:
    # Nothing hears or speaks at port 1.
    environment = {"BANGBAN_DATA_DIR": str(folder), "BANGBAN_LINE_PORT": str(port), "BANGBAN_VOICE_PORT": "1"}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "assistant.line"],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)} | environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def health(process: subprocess.Popen[str], port: int) -> dict[str, object]:
    """What the process says of itself, as soon as it does."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            found: dict[str, object] = requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).json()
            return found
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the line does not answer")


@pytest.mark.slow
def test_the_line_opens_without_anything_that_hears_and_ends_with_0_when_told_to(
    folder: Path, free_port: int
) -> None:
    with started(folder, free_port) as process:
        try:
            found = health(process, free_port)
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=20)
        finally:
            process.kill()

    assert found == {"accepting": True, "hearing": False, "speaking": False, "live": 0, "most": 8}
    assert process.returncode == 0
    assert "Traceback" not in errors


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_ends_the_process_with_2_and_one_sentence(
    taken: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BANGBAN_LINE_PORT", str(taken))

    assert line.main() == 2

    assert capsys.readouterr().err.splitlines() == [
        f"port {taken} is in use: stop what uses it, or set BANGBAN_LINE_PORT to another."
    ]


def test_a_wrong_setting_ends_the_process_with_2_and_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BANGBAN_LINE_PORT", "abc")

    assert line.main() == 2

    assert len(capsys.readouterr().err.splitlines()) == 1


def test_an_address_that_is_not_ours_is_named() -> None:
    with pytest.raises(UnsafeSettings, match=r"^203\.0\.113\.9 port 18080 .*BANGBAN_LINE_HOST"):
        bound("203.0.113.9", 18080)
