"""Signing in through the town's sign-in service: OpenID Connect Core 1.0, authorization code with PKCE."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Self, cast
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from assistant.errors import AssistantError
from assistant.ports import Clock

TIMEOUT_S = 5.0
LEEWAY_S = 60
"""By how much the clocks of the two machines may differ."""
METADATA_KEPT = timedelta(hours=1)
# Signatures with a key that only the service has; nothing that is made with our own secret.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LONGEST_SUBJECT = 255


class ServiceAway(AssistantError):
    """The sign-in service cannot be reached, or does not answer as one."""

    code = "sign_in_service_away"
    retryable = True


class NotProven(AssistantError):
    """What came back does not prove who the person is; `reason` says why, in a code."""

    code = "sign_in_not_proven"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that has begun, kept with the browser that began it until it comes back."""

    state: str
    nonce: str
    verifier: str

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: object) -> Self | None:
        """None when nothing that was begun is kept there."""
        if not isinstance(kept, Mapping):
            return None
        values = [
            value for name in ("state", "nonce", "verifier") if isinstance(value := kept.get(name), str)
        ]
        return cls(*values) if len(values) == 3 and all(values) else None


class SignInService:
    """The town's sign-in service. `issuer` is its address; without a secret we are a public client."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        clock: Clock,
        *,
        public_url: str = "",
        label: str = "",
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.label = label
        self.public_url = public_url
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._clock = clock
        self._timeout_s = timeout_s
        self._metadata: tuple[datetime, dict[str, str]] | None = None
        self._lock = threading.Lock()

    def begin(self, redirect_uri: str) -> tuple[str, Attempt]:
        """The page to send the browser to, and what to keep until it comes back. Raises ServiceAway."""
        attempt = Attempt(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
        endpoint = self._endpoints()["authorization_endpoint"]
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                endpoint, state=attempt.state, code_verifier=attempt.verifier, nonce=attempt.nonce
            )
        return str(url), attempt

    def subject(self, attempt: Attempt, state: str, code: str, redirect_uri: str) -> str:
        """The identity that the service vouches for. Raises NotProven, ServiceAway."""
        if not secrets.compare_digest(attempt.state.encode(), state.encode()):
            raise NotProven("state")
        token, keys = self._fetched(code, attempt, redirect_uri)
        claims = self._claims(token, keys, attempt.nonce)
        subject = str(claims["sub"])
        if not subject or len(subject) > LONGEST_SUBJECT:
            raise NotProven("sub")
        return subject

    def _fetched(self, code: str, attempt: Attempt, redirect_uri: str) -> tuple[dict[str, Any], KeySet]:
        endpoints = self._endpoints()
        try:
            with self._client(redirect_uri) as client:
                token = client.fetch_token(
                    endpoints["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    allow_redirects=False,
                )
                keys = KeySet.import_key_set(cast(KeySetSerialization, self._json(endpoints["jwks_uri"])))
        except AuthlibBaseError:
            raise NotProven("code") from None
        except (requests.RequestException, ValueError, KeyError, TypeError, JoseError):
            # What a library says of an answer may repeat it.
            raise ServiceAway("the sign-in service gave no token that can be read") from None
        return dict(token), keys

    def _claims(self, token: Mapping[str, Any], keys: KeySet, nonce: str) -> Mapping[str, Any]:
        options = {
            "iss": {"essential": True, "value": self._issuer},
            "aud": {"essential": True, "value": self._client_id},
        }
        expected = {
            "nonce": nonce,
            "client_id": self._client_id,
            "access_token": token.get("access_token"),
        }
        try:
            decoded = jwt.decode(str(token.get("id_token", "")), keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(decoded.claims, decoded.header, options, expected)
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY_S)
        except JoseError as error:
            raise NotProven(error.error) from None
        except ValueError:
            raise NotProven("unreadable") from None
        return dict(claims)

    def _endpoints(self) -> dict[str, str]:
        """From the service's own description (OpenID Connect Discovery 1.0). Raises ServiceAway."""
        now = self._clock.now()
        with self._lock:
            kept = self._metadata
        if kept is not None and now - kept[0] < METADATA_KEPT:
            return kept[1]
        try:
            told = self._json(f"{self._issuer.rstrip('/')}/.well-known/openid-configuration")
        except (requests.RequestException, ValueError):
            raise ServiceAway("the sign-in service cannot be reached") from None
        found = {name: str(told.get(name, "")) for name in ENDPOINTS}
        if told.get("issuer") != self._issuer or not all(map(self._is_safe, found.values())):
            raise ServiceAway("the sign-in service describes itself as another one")
        with self._lock:
            self._metadata = (now, found)
        return found

    def _is_safe(self, address: str) -> bool:
        """A service that is reached over https sends nobody to where it is not."""
        scheme = urlsplit(address).scheme
        return scheme == "https" or (scheme == "http" and urlsplit(self._issuer).scheme == "http")

    def _json(self, address: str) -> dict[str, Any]:
        """Raises requests.RequestException, ValueError."""
        answer = requests.get(address, timeout=self._timeout_s, allow_redirects=False)
        if answer.status_code != HTTPStatus.OK:
            raise ValueError("the answer is not the document")
        found = answer.json()
        if not isinstance(found, dict):
            raise ValueError("the answer is not the document")
        return found

    def _client(self, redirect_uri: str) -> OAuth2Session:
        return OAuth2Session(
            self._client_id,
            self._client_secret or None,
            scope="openid",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            default_timeout=self._timeout_s,
        )
