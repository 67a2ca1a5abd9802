"""Requests to our own webhooks as the provider makes them."""

from __future__ import annotations

import requests

from assistant.channels import twilio_requests
from assistant.settings import Settings

# Longer than the provider waits for a webhook, which is 15 seconds.
TIMEOUT_S = 20.0


class SignedPost:
    """Signed for the public address, sent to this machine."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session = requests.Session()
        self._session.trust_env = False

    def __call__(self, path: str, fields: dict[str, str]) -> requests.Response:
        """Raises requests.RequestException when the web process does not answer."""
        settings = self._settings
        signature = twilio_requests.sign(
            settings.twilio_auth_token, f"{settings.public_url or settings.local_url}{path}", fields
        )
        return self._session.post(
            f"{settings.local_url}{path}",
            data=fields,
            headers=signature,
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )

    def close(self) -> None:
        self._session.close()
