"""The web process does not start where it cannot serve, and says why in one sentence."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

from assistant import web
from assistant.errors import UnsafeSettings
from assistant.settings import PROJECT, load_settings
from assistant.store.database import Database


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_named(taken):
    with pytest.raises(UnsafeSettings, match=rf"^port {taken} is in use: .*BANGBAN_PORT.*\.$"):
        web.require_free("127.0.0.1", taken)


def test_an_address_that_is_not_ours_is_named():
    with pytest.raises(UnsafeSettings, match=r"^203\.0\.113\.9 port 18080 cannot be listened on"):
        web.require_free("203.0.113.9", 18080)


def test_a_free_port_passes(taken):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    web.require_free("127.0.0.1", port)


def test_a_port_in_use_ends_the_process_with_2_and_one_sentence(taken, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BANGBAN_PORT", str(taken))
    assert web.main() == 2
    assert capsys.readouterr().err.splitlines() == [
        f"port {taken} is in use: stop what uses it, or set BANGBAN_PORT to another."
    ]


def test_a_wrong_setting_ends_the_process_with_2_and_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("BANGBAN_PORT", "abc")
    assert web.main() == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.slow
def test_the_process_serves_and_leaves_when_it_is_told_to(data_folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = load_settings(data_dir=data_folder("web"), port=port)
    database = Database(settings.database_url)
    database.migrate()
    database.dispose()
    environ = os.environ | {"BANGBAN_DATA_DIR": str(settings.data_dir), "BANGBAN_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.web"], cwd=PROJECT, env=environ, stderr=subprocess.PIPE, text=True
    )
    try:
        assert _status(f"{settings.local_url}/readyz", process, deadline_s=90) == 200
        process.send_signal(signal.SIGTERM)
        _out, err = process.communicate(timeout=20)
        assert process.returncode == 0, err
    finally:
        process.kill()
        process.wait(10)


def _status(url, process, deadline_s):
    until = time.monotonic() + deadline_s
    with requests.Session() as session:
        session.trust_env = False
        while time.monotonic() < until and process.poll() is None:
            try:
                return session.get(url, timeout=5).status_code
            except requests.ConnectionError:
                time.sleep(0.2)
    return None
