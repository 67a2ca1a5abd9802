"""Has the dialogue that runs take up another model, without a conversation that is dropped."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Any

import requests
from rich.console import Console

from assistant.processes.places import Places
from assistant.processes.programs import dialogue_is_local
from assistant.settings import Settings

ASK_TIMEOUT_S = 5.0
# Loading takes some ten seconds, beside turns that go on.
LOAD_TIMEOUT_S = 180.0


class Uptake(StrEnum):
    """What came of it. RESTART: the code changed with the model, so Rasa must be started again."""

    OFF = "off"
    ELSEWHERE = "elsewhere"
    ALREADY = "already"
    TAKEN = "taken"
    RESTART = "restart"
    REFUSED = "refused"


def take_up(settings: Settings, model: Path, console: Console) -> Uptake:
    """Ask the Rasa at rasa_url to serve `model`, and say what came of it.

    Rasa loads it beside the present one, which goes on serving when that fails. A Rasa that the supervisor
    starts again afterwards begins with the model that was taken up.
    """
    with requests.Session() as session:
        # Our own processes are never behind the proxy that the environment may name.
        session.trust_env = False
        present = _present(session, settings)
        if present is None:
            return Uptake.OFF
        if not dialogue_is_local(settings):
            console.print(
                f"The dialogue at {settings.rasa_url} runs elsewhere: give its servers the model one by one."
            )
            return Uptake.ELSEWHERE
        if present == model.name:
            Places.of(settings).point_to(model)
            return Uptake.ALREADY
        console.print(f"Asking the dialogue that runs to take up {model.name}.")
        status, sentence = _put(session, settings, model)
    if status == HTTPStatus.NO_CONTENT:
        Places.of(settings).point_to(model)
        console.print("It has taken the model up; no conversation was interrupted.")
        return Uptake.TAKEN
    console.print(f"It goes on with {present}. {sentence}", markup=False)
    return Uptake.RESTART if status == HTTPStatus.CONFLICT else Uptake.REFUSED


def _present(session: requests.Session, settings: Settings) -> str | None:
    """The file name of the model that a Rasa of ours serves; None when none answers."""
    try:
        response = session.get(
            f"{settings.rasa_url}/status",
            params={"token": settings.rasa_token},
            timeout=ASK_TIMEOUT_S,
            allow_redirects=False,
        )
        body = response.json() if response.status_code == HTTPStatus.OK else None
    except (requests.RequestException, ValueError):
        return None
    name = body.get("model_file") if isinstance(body, dict) else None
    return name if isinstance(name, str) else None


def _put(session: requests.Session, settings: Settings, model: Path) -> tuple[int | None, str]:
    """The status of the answer, None without one, and what it says."""
    try:
        response = session.put(
            f"{settings.rasa_url}/model",
            params={"token": settings.rasa_token},
            json={"model_file": str(model)},
            timeout=LOAD_TIMEOUT_S,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        return None, f"It did not answer ({type(error).__name__})."
    return response.status_code, _message(response)


def _message(response: requests.Response) -> str:
    try:
        body: Any = response.json()
    except ValueError:
        body = None
    said = body.get("message") if isinstance(body, dict) else None
    return said if isinstance(said, str) else f"It answered with status {response.status_code}."
