"""Which processes Bangban consists of on one machine, and how each shows that it is ready."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import requests

from assistant.processes.configuration import Program
from assistant.processes.places import NLU, NLU_PYTHON
from assistant.settings import PROJECT, Settings

# The Rasa project keeps nothing of these; a fault in it must not show them.
SECRETS = (
    "BANGBAN_SECRET_KEY",
    "BANGBAN_VAULT_KEY",
    "BANGBAN_LOOKUP_KEY",
    "BANGBAN_DATABASE_URL",
    "BANGBAN_TWILIO_ACCOUNT_SID",
    "BANGBAN_TWILIO_AUTH_TOKEN",
)
PROBE_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Part:
    """A program, what it is to a person who waits for it, and whether it answers now."""

    program: Program
    words: str
    answers: Callable[[], bool]

    @property
    def name(self) -> str:
        return self.program.name


def application_parts(settings: Settings) -> list[Part]:
    """The processes of the application's own environment."""
    python = [sys.executable, "-P", "-m"]
    here = {"PYTHONPATH": str(PROJECT)}
    web = Program("web", [*python, "assistant.web"], PROJECT, here)
    worker = Program("worker", [*python, "assistant.worker"], PROJECT, here)
    return [
        Part(web, "web: text messages, simulator, staff", lambda: responds(f"{settings.local_url}/healthz")),
        Part(worker, "worker: sends what is waiting", lambda: True),
    ]


def dialogue_parts(settings: Settings, model: Path) -> list[Part]:
    """The processes of the Rasa project. `model` is the trained model to load."""
    environment = {
        "BANGBAN_RASA_HOST": "127.0.0.1",
        "BANGBAN_RASA_PORT": str(settings.rasa_port),
        "BANGBAN_ACTIONS_PORT": str(settings.actions_port),
        "BANGBAN_MODEL": str(model),
        "BANGBAN_TRACKER_URL": f"sqlite:///{settings.data_dir / 'dialogue.db'}",
    }
    rasa = Program("rasa", [str(NLU_PYTHON), "serve.py"], NLU, environment, SECRETS)
    actions = Program(
        "actions", [str(NLU_PYTHON), "serve_actions.py"], NLU, environment, (*SECRETS, "BANGBAN_RASA_TOKEN")
    )
    return [
        Part(actions, "actions: the dialogue's rules", lambda: responds(actions_health(settings))),
        Part(rasa, "rasa: the dialogue", lambda: rasa_responds(settings)),
    ]


def actions_health(settings: Settings) -> str:
    return f"http://127.0.0.1:{settings.actions_port}/health"


def rasa_responds(settings: Settings) -> bool:
    """Whether a Rasa server with a model answers at rasa_url and takes our token."""
    return responds(f"{settings.rasa_url}/status", token=settings.rasa_token)


def responds(url: str, **parameters: str) -> bool:
    """Whether a server of ours answers there with 200. The parameters are not logged."""
    try:
        with requests.Session() as session:
            # Our own processes are never behind the proxy that the environment may name.
            session.trust_env = False
            answer = session.get(url, params=parameters, timeout=PROBE_TIMEOUT_S, allow_redirects=False)
    except requests.RequestException:
        return False
    return answer.status_code == HTTPStatus.OK


def dialogue_is_local(settings: Settings) -> bool:
    """Whether Rasa is ours to start: its address is that of rasa_port on this machine."""
    return settings.rasa_url in {f"http://{host}:{settings.rasa_port}" for host in ("127.0.0.1", "localhost")}
