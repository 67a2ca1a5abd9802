"""How the servers of the Rasa project start and keep conversations, seen from outside.

Its own tests, Rasa's validation and stories among them, are in nlu/tests and run in its own environment.
"""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from tests import postgres

NLU = Path(__file__).resolve().parents[2] / "nlu"
PYTHON = NLU / ".venv" / "bin" / "python"
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert PYTHON.exists(), "The dialogue's environment nlu/.venv is missing: run make setup."
    return subprocess.run(
        [str(PYTHON), *arguments],
        cwd=NLU,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize(
    ("script", "settings", "code", "sentence"),
    [
        ("serve.py", {"BANGBAN_RASA_TOKEN": ""}, 2, "BANGBAN_RASA_TOKEN is not set."),
        (
            "serve.py",
            {"BANGBAN_RASA_PORT": "x"},
            2,
            "BANGBAN_RASA_PORT must be a port number from 1 to 65535.",
        ),
        ("serve_actions.py", {"BANGBAN_ACTIONS_PORT": "0"}, 2, "BANGBAN_ACTIONS_PORT must be a port number"),
        ("serve.py", {}, 3, "is broken: delete it and train it again."),
    ],
)
def test_a_server_that_cannot_start_says_why_in_one_sentence(
    tmp_path: Path,
    free_port: int,
    script: str,
    settings: dict[str, str],
    code: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = tmp_path / "model.tar.gz"
    model.write_bytes(b"not a model")
    environment = {
        "BANGBAN_RASA_TOKEN": "token",
        "BANGBAN_MODEL": str(model),
        "BANGBAN_TRACKER_URL": f"sqlite:///{tmp_path / 'tracker.db'}",
        "BANGBAN_RASA_PORT": str(free_port),
        **settings,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = run(script)
    assert done.returncode == code
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


KEEP_AND_READ = """
import asyncio, os
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from serving.tracker_store import ConversationStore

async def main():
    for _ in range(2):
        store = ConversationStore(Domain.load("domain"), os.environ["BANGBAN_TRACKER_URL"])
        tracker = await store.get_or_create_tracker("conversation")
        tracker.update(UserUttered("secret", {"name": "ask_service"}))
        tracker.update(SlotSet("service", "id_card"))
        tracker.update(ActionExecuted("action_listen"))
        await store.save(tracker)
    kept = await store.retrieve("conversation")
    print(list(await store.keys()), kept.get_slot("service"), "secret" in str(kept.events))

asyncio.run(main())
"""


def test_conversations_are_kept_in_postgresql_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.running() as server:
        monkeypatch.setenv("BANGBAN_TRACKER_URL", server.create("dialogue"))
        done = run("-c", KEEP_AND_READ)
    assert done.stdout.split() == ["['conversation']", "id_card", "False"], done.stderr


def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("BANGBAN_ACTIONS_PORT", str(taken.getsockname()[1]))
        done = run("serve_actions.py")
    assert done.returncode == 4
    assert "Cannot listen on 127.0.0.1:" in done.stderr


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
