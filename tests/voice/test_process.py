import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from voice.settings import PROJECT

WITHIN_S = 60


def _started(tmp_path: Path, **environment: str) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BANGBAN_")}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "voice"],
        env={**clean, "PYTHONPATH": str(PROJECT), "BANGBAN_DATA_DIR": str(tmp_path), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _get(port: int, target: str) -> bytes | None:
    """None until it listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{target}", timeout=WITHIN_S) as answer:
            body: bytes = answer.read()
            return body
    except (urllib.error.URLError, ConnectionError):
        return None


def _wait_for(port: int, target: str) -> bytes:
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        if (body := _get(port, target)) is not None:
            return body
        time.sleep(0.05)
    raise AssertionError(f"{target} did not answer in {WITHIN_S} s")


@pytest.mark.slow
def test_it_starts_without_any_model_says_what_is_missing_and_ends_when_told(tmp_path):
    port = _port()
    process = _started(tmp_path, BANGBAN_VOICE_PORT=str(port))
    try:
        _wait_for(port, "/healthz")
        described = json.loads(_wait_for(port, "/describe"))
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=WITHIN_S)
    finally:
        process.kill()
        process.wait()

    assert process.returncode == 0
    assert [each["how"] for each in described["missing"]] == [
        "bangban models fetch vosk-zh whisper-base",
        "bangban models fetch kokoro",
    ]
    assert out == ""
    assert [line["event"] for line in map(json.loads, err.splitlines())][-1] == "stopped"


@pytest.mark.slow
def test_a_port_in_use_is_one_sentence_and_status_2(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        process = _started(tmp_path, BANGBAN_VOICE_PORT=str(port))
        _, err = process.communicate(timeout=WITHIN_S)

    assert process.returncode == 2
    last = err.splitlines()[-1]
    assert last.startswith(f"Port {port} on 127.0.0.1 cannot be used (")
    assert last.endswith("or set BANGBAN_VOICE_PORT to another port.")
    assert "Traceback" not in err


def test_a_wrong_setting_is_one_sentence_and_status_2(tmp_path):
    process = _started(tmp_path, BANGBAN_VOICE_PORT="x")
    _, err = process.communicate(timeout=WITHIN_S)

    assert process.returncode == 2
    assert err == "BANGBAN_VOICE_PORT cannot be used: it must be a whole number from 1 to 65535.\n"
