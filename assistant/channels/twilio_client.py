"""The provider's interface: where it is, how long it is waited for, and what its failures mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from assistant.errors import SendError
from assistant.settings import Settings

TIMEOUT_S = 10.0
PAGE, MOST_LOOKED_AT = 200, 1000
"""How many rows of a list are asked for at once, and in all."""
CLOCKS_DIFFER = timedelta(minutes=2)
"""The provider's clock and ours may be so far apart."""
# Request timeout and too many requests; everything else below 500 is about the message itself.
RETRYABLE_BELOW_500 = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


def client(settings: Settings, timeout_s: float) -> Client:
    return Client(
        settings.twilio_account_sid,
        settings.twilio_auth_token,
        http_client=_Http(settings.twilio_api_base, timeout_s),
    )


def webhook(settings: Settings, path: str, **query: str) -> str:
    """The address at which the provider calls us back; empty when it cannot reach us."""
    # Without a public address only a provider on this machine can call back.
    base = settings.public_url or (settings.local_url if settings.twilio_api_base else "")
    return f"{base}{path}?{urlencode(query)}" if base else ""


@contextmanager
def told_apart() -> Iterator[None]:
    """Raise SendError for whatever goes wrong at the provider, by its class."""
    try:
        yield
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


@contextmanager
def asked() -> Iterator[None]:
    """As `told_apart`, for a question: whatever keeps it from being answered may pass."""
    try:
        with told_apart():
            yield
    except SendError as error:
        raise SendError(error.reason, retryable=True) from None


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """The provider's client, at another address when `base` is set."""

    def __init__(self, base: str, timeout_s: float) -> None:
        super().__init__(timeout=timeout_s)
        self._base = base
        if base:
            self.session.trust_env = False

    def request(self, method: str, url: str, **options: Any) -> Response:
        if self._base:
            address = urlsplit(url)
            url = f"{self._base}{address.path}{'?' + address.query if address.query else ''}"
        return super().request(method, url, **options)
