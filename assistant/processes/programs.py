"""Which processes Bangban consists of on one machine, and how each shows that it is ready."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests

from assistant.processes.configuration import Program
from assistant.processes.places import RASA_PROJECT, Places
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


def application_parts(settings: Settings, worker_beats: Callable[[], bool]) -> list[Part]:
    """The processes of the application's own environment.

    `worker_beats` tells whether the worker has shown itself since it was started.
    """
    python = [sys.executable, "-P", "-m"]
    here = {"PYTHONPATH": str(PROJECT)}
    web = Program("web", [*python, "assistant.web"], PROJECT, here)
    worker = Program("worker", [*python, "assistant.worker"], PROJECT, here)
    line = Program("line", [*python, "assistant.line"], PROJECT, here)
    return [
        Part(web, "web: text messages, simulator, staff", lambda: responds(f"{settings.local_url}/healthz")),
        Part(worker, "worker: sends what is waiting", worker_beats),
        Part(line, "line: carries calls", lambda: responds(f"http://127.0.0.1:{settings.line_port}/healthz")),
    ]


def voice_parts(settings: Settings) -> list[Part]:
    """The process that hears and speaks; it needs no secret and reads none."""
    environment = {
        "PYTHONPATH": str(PROJECT),
        "BANGBAN_MODELS_DIR": str(settings.models_dir),
        "BANGBAN_VOICE_PORT": str(settings.voice_port),
        "BANGBAN_VOICE_CACHE_DIR": str(settings.voice_cache_dir),
        "BANGBAN_VOICE_ENGINE": settings.voice_engine,
        "BANGBAN_VOICE_SERVER": settings.voice_server,
        "BANGBAN_VOICE_STREAMS": str(settings.voice_streams),
        "BANGBAN_VOICE_NAME": settings.voice_name,
    }
    command = [sys.executable, "-P", "-m", "voice"]
    voice = Program("voice", command, PROJECT, environment, (*SECRETS, "BANGBAN_RASA_TOKEN"))
    return [Part(voice, "voice: hears and speaks", lambda: responds(f"{settings.voice_url}/healthz"))]


def voice_is_local(settings: Settings) -> bool:
    """Whether what hears and speaks is ours to start: its address is that of voice_port on this machine."""
    return settings.voice_url in {
        f"http://{host}:{settings.voice_port}" for host in ("127.0.0.1", "localhost")
    }


def dialogue_parts(settings: Settings, model: Path) -> list[Part]:
    """The processes of the Rasa project. `model` is the trained model to load.

    Rasa finds it by a link that is put here, so that it begins with another one when that was taken up.
    """
    python = str(RASA_PROJECT.python)
    environment = {
        "BANGBAN_RASA_HOST": "127.0.0.1",
        "BANGBAN_RASA_PORT": str(settings.rasa_port),
        "BANGBAN_ACTIONS_PORT": str(settings.actions_port),
        "BANGBAN_ACTIONS_URL": f"{settings.actions_url}/webhook",
        "BANGBAN_MODEL": str(Places.of(settings).point_to(model)),
        "BANGBAN_TRACKER_URL": f"sqlite:///{settings.data_dir / 'dialogue.db'}",
    }
    rasa = Program("rasa", [python, "serve.py"], RASA_PROJECT.folder, environment, SECRETS)
    actions = Program(
        "actions",
        [python, "serve_actions.py"],
        RASA_PROJECT.folder,
        environment,
        (*SECRETS, "BANGBAN_RASA_TOKEN"),
    )
    return [
        Part(actions, "actions: the dialogue's rules", lambda: responds(f"{settings.actions_url}/health")),
        Part(rasa, "rasa: the dialogue", lambda: rasa_responds(settings)),
    ]


def rasa_responds(settings: Settings) -> bool:
    """Whether a Rasa server with a model answers at rasa_url and takes our token."""
    return responds(f"{settings.rasa_url}/status", token=settings.rasa_token)


def responds(url: str, **parameters: str) -> bool:
    """Whether a server of ours answers there with 200."""
    answer = _get(url, parameters)
    return answer is not None and answer.status_code == HTTPStatus.OK


def answer_of(url: str) -> Any:
    """The JSON with which a server of ours answers there, whatever its status; None without one."""
    answer = _get(url, {})
    if answer is None:
        return None
    try:
        return answer.json()
    except ValueError:
        return None


def _get(url: str, parameters: Mapping[str, str]) -> requests.Response | None:
    try:
        with requests.Session() as session:
            # Our own processes are never behind the proxy that the environment may name.
            session.trust_env = False
            return session.get(url, params=parameters, timeout=PROBE_TIMEOUT_S, allow_redirects=False)
    except requests.RequestException:
        return None


def dialogue_is_local(settings: Settings) -> bool:
    """Whether Rasa is ours to start: its address is that of rasa_port on this machine."""
    return settings.rasa_url in {f"http://{host}:{settings.rasa_port}" for host in ("127.0.0.1", "localhost")}
