"""How the assistant hands a message to the dialogue: Rasa's REST channel with a token and without words in logs."""

from __future__ import annotations

import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

logger = logging.getLogger("bangban.channel")


class AssistantInput(RestInput):
    """POST /webhooks/rest/webhook?token=… with sender, message and metadata; answers with the turn's acts."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    @classmethod
    def name(cls) -> str:
        return "rest"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> AssistantInput:
        """The token comes from the environment, so that no file holds it."""
        return cls(os.environ["BANGBAN_RASA_TOKEN"])

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        webhook = Blueprint("assistant_webhook", __name__)

        @webhook.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not hmac.compare_digest((request.args.get("token") or "").encode(), self._token):
                return response.json({"error": "wrong token"}, status=401)
            body = request.json
            if not _is_message(body):
                return response.json({"error": "sender, message and metadata are needed"}, status=422)
            output = CollectingOutputChannel()
            try:
                await on_new_message(
                    UserMessage(
                        body["message"].strip().lstrip("/"),
                        output,
                        body["sender"],
                        input_channel=self.name(),
                        metadata=body.get("metadata") or {},
                    )
                )
            except Exception:
                # The edge of the process: whatever failed, the assistant must see a failure, not an empty turn.
                logger.exception("turn failed for conversation %s", body["sender"])
                return response.json({"error": "turn failed"}, status=500)
            return response.json(output.messages)

        return webhook


def _is_message(body: Any) -> bool:
    return (
        isinstance(body, dict)
        and isinstance(body.get("sender"), str)
        and bool(body["sender"])
        and isinstance(body.get("message"), str)
        and isinstance(body.get("metadata") or {}, dict)
    )
