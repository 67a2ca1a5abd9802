"""The dialogue engine that asks a Rasa server over its REST channel."""

from __future__ import annotations

import requests
from requests.adapters import HTTPAdapter

from assistant.dialogue.acts import ActError, ActReader
from assistant.errors import DialogueUnavailable
from assistant.messages import Act, Engine
from assistant.ports import Decision
from assistant.state import ConversationState

_CONNECT_TIMEOUT_S = 0.5
_POOL_SIZE = 32


class RasaEngine:
    """Asks Rasa what to do with a message.

    Rasa fails silently: a failed action reaches the client as `200 []`, so an empty list is a failure.
    """

    def __init__(self, url: str, token: str, *, deadline_s: float, acts: ActReader) -> None:
        self._endpoint = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._token = token
        self._timeout = (min(_CONNECT_TIMEOUT_S, deadline_s), deadline_s)
        self._acts = acts
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.mount("http://", HTTPAdapter(pool_connections=1, pool_maxsize=_POOL_SIZE))

    def decide(self, conversation_id: str, text: str, state: ConversationState) -> Decision:
        body = {
            "sender": conversation_id,
            "message": _plain(text),
            "metadata": {
                "language": state.language,
                "region": state.region,
                "service": state.service,
                "asked": state.asked,
            },
        }
        try:
            response = self._session.post(
                self._endpoint, params={"token": self._token}, json=body, timeout=self._timeout
            )
        except requests.Timeout as error:
            raise DialogueUnavailable("late") from error
        except requests.RequestException as error:
            raise DialogueUnavailable("unreachable") from error
        if response.status_code != requests.codes.ok:
            raise DialogueUnavailable(f"status_{response.status_code}")
        return Decision(acts=self._read(response), engine=Engine.RASA)

    def _read(self, response: requests.Response) -> tuple[Act, ...]:
        try:
            messages = response.json()
            acts = tuple(self._acts.read(message.get("custom")) for message in messages)
        except (ActError, ValueError, AttributeError, TypeError) as error:
            raise DialogueUnavailable("broken_contract") from error
        if not acts:
            raise DialogueUnavailable("empty")
        return acts


def _plain(text: str) -> str:
    """Rasa takes a message that starts with a slash as an intent; a resident's never is one."""
    return "／" + text[1:] if text.startswith("/") else text
