"""Text messages that we send first, through the provider's interface."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from assistant.channels import twilio_client
from assistant.channels.twilio_client import CLOCKS_DIFFER, MOST_LOOKED_AT, PAGE, TIMEOUT_S, asked, told_apart
from assistant.errors import SendError
from assistant.metrics import Metrics
from assistant.ports import Accepted
from assistant.settings import Settings

STATUS = "/twilio/sms/status"
GIVEN_UP = frozenset({"failed", "undelivered", "canceled"})
"""What the provider lists with one of these never reached anybody."""


class TwilioSender:
    """Hands texts to the provider; the provider reports what became of them to `/twilio/sms/status`."""

    def __init__(
        self, settings: Settings, metrics: Metrics | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._settings = settings
        self._metrics = metrics
        self._client = twilio_client.client(settings, timeout_s)

    def send(self, address: str, text: str, reference: str) -> Accepted:
        """Hand `text` over for the number `address`. Raises SendError."""
        try:
            accepted = self._send(address, text, reference)
        except SendError as error:
            self._count("retryable" if error.retryable else "permanent")
            raise
        self._count("accepted")
        return accepted

    def find(
        self, address: str, text: str, reference: str, since: datetime, known: Collection[str]
    ) -> Accepted | None:
        """The provider keeps no reference of ours, so the number and the words tell which message it is.

        Of several alike the oldest that is not `known` is it; what never reached anybody is none. Raises
        SendError, always one that can pass: without an answer nobody knows. An account that does not keep
        the words of its messages cannot be asked.
        """
        with asked():
            matching = [
                message
                for message in self._sent_to(address, since - CLOCKS_DIFFER)
                if message.sid not in known and message.status not in GIVEN_UP and _says(message, text)
            ]
            # The list begins with the latest; of two in one second the later in the list is older.
            oldest: Any = min(reversed(matching), key=lambda message: message.date_created, default=None)
        return Accepted(str(oldest.sid)) if oldest is not None else None

    def _sent_to(self, address: str, since: datetime) -> list[Any]:
        """What we sent there since then.

        The list is sorted by the time of sending, which need not be that of making.
        """
        listed = self._client.messages.list(
            to=address, from_=self._settings.twilio_number, limit=MOST_LOOKED_AT, page_size=PAGE
        )
        return [one for one in listed if one.date_created >= since]

    def _send(self, address: str, text: str, reference: str) -> Accepted:
        url = twilio_client.webhook(self._settings, STATUS, reference=reference)
        callback = {"status_callback": url} if url else {}
        with told_apart():
            message = self._client.messages.create(
                to=address, from_=self._settings.twilio_number, body=text, **callback
            )
        if not message.sid:
            raise SendError("answer_unreadable", retryable=True)
        return Accepted(provider_id=str(message.sid))

    def _count(self, outcome: str) -> None:
        if self._metrics is not None:
            self._metrics.sent(outcome)


def _says(message: Any, text: str) -> bool:
    if not message.body:
        raise SendError("words_not_kept", retryable=True)
    return bool(message.body.strip() == text.strip())
