"""Text messages that we send first, through the provider's interface."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from assistant.errors import SendError
from assistant.metrics import Metrics
from assistant.ports import Accepted
from assistant.settings import Settings

TIMEOUT_S = 10.0
# Request timeout and too many requests; everything else below 500 is about the message itself.
RETRYABLE_BELOW_500 = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


class TwilioSender:
    """Hands texts to the provider; the provider reports what became of them to `/twilio/sms/status`."""

    def __init__(
        self, settings: Settings, metrics: Metrics | None = None, timeout_s: float = TIMEOUT_S
    ) -> None:
        self._number = settings.twilio_number
        self._metrics = metrics
        self._callback = _callback(settings)
        self._client = Client(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            http_client=_Http(settings.twilio_api_base, timeout_s),
        )

    def send(self, address: str, text: str, reference: str) -> Accepted:
        """Hand `text` over for the number `address`. Raises SendError."""
        try:
            accepted = self._send(address, text, reference)
        except SendError as error:
            self._count("retryable" if error.retryable else "permanent")
            raise
        self._count("accepted")
        return accepted

    def _send(self, address: str, text: str, reference: str) -> Accepted:
        callback = (
            {"status_callback": f"{self._callback}?{urlencode({'reference': reference})}"}
            if self._callback
            else {}
        )
        try:
            message = self._client.messages.create(to=address, from_=self._number, body=text, **callback)
        except TwilioRestException as error:
            # The provider's own text repeats the number, so only its codes go on.
            retryable = error.status >= 500 or error.status in RETRYABLE_BELOW_500
            limited = error.status == HTTPStatus.TOO_MANY_REQUESTS
            reason = "rate_limited" if limited else f"status_{error.status}_code_{error.code or 0}"
            raise SendError(reason, retryable=retryable) from None
        except requests.Timeout:
            raise SendError("timeout", retryable=True) from None
        except requests.RequestException:
            raise SendError("unreachable", retryable=True) from None
        except (TwilioException, ValueError, AttributeError, TypeError):
            # The client takes the answer apart without looking at its form.
            raise SendError("answer_unreadable", retryable=True) from None
        if not message.sid:
            raise SendError("answer_unreadable", retryable=True)
        return Accepted(provider_id=str(message.sid))

    def _count(self, outcome: str) -> None:
        if self._metrics is not None:
            self._metrics.sent(outcome)


def _callback(settings: Settings) -> str:
    # Without a public address only a provider on this machine can call back.
    base = settings.public_url or (settings.local_url if settings.twilio_api_base else "")
    return f"{base}/twilio/sms/status" if base else ""


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """The provider's client, at another address when `base` is set."""

    def __init__(self, base: str, timeout_s: float) -> None:
        super().__init__(timeout=timeout_s)
        self._base = base
        if base:
            self.session.trust_env = False

    def request(self, method: str, url: str, **options: Any) -> Response:
        if self._base:
            url = f"{self._base}{urlsplit(url).path}"
        return super().request(method, url, **options)
