"""Posting to other systems over HTTP, and which addresses are fit for it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import requests

from assistant.errors import AssistantError, SendError

TIMEOUT_S = 5.0
LONGEST_ADDRESS = 500


class UnfitAddress(AssistantError):
    """Cases are not told to this address; the message says why."""

    code = "unfit_address"


class HttpPoster:
    """Posts over HTTP. What is answered is not read, and where it points to is not followed.

    `strict` is for production: an address that turns out to be this machine, or its cloud's metadata, is not
    called. Addresses of private networks are: platforms of cities stand in them.
    """

    def __init__(self, *, strict: bool, timeout_s: float = TIMEOUT_S) -> None:
        self._strict = strict
        self._timeout_s = timeout_s

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            self._require_fit(url)
            with requests.Session() as session:
                # Neither a proxy nor a password that the environment may name is meant for it.
                session.trust_env = False
                with session.post(
                    url,
                    data=body,
                    headers=dict(headers),
                    timeout=self._timeout_s,
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    return response.status_code
        except requests.Timeout:
            raise SendError("timeout", retryable=True) from None
        except (requests.RequestException, OSError):
            raise SendError("unreachable", retryable=True) from None

    def _require_fit(self, url: str) -> None:
        if not self._strict:
            return
        host = urlsplit(url).hostname or ""
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        if any(_is_own(str(address[0])) for *_, address in found):
            raise SendError("address_unfit", retryable=True)


def require_fit(url: str, *, strict: bool) -> None:
    """Raises UnfitAddress. `strict`, for production, wants https and another machine than this."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or len(url) > LONGEST_ADDRESS:
        raise UnfitAddress(f"the address must be https://host/path, of at most {LONGEST_ADDRESS} characters")
    if parts.username or parts.password or parts.fragment:
        raise UnfitAddress("the address must hold no name, password or fragment")
    if strict and parts.scheme != "https":
        raise UnfitAddress("in production the address must begin with https://")
    if strict and (parts.hostname == "localhost" or _is_own(parts.hostname)):
        raise UnfitAddress("in production the address must not be this machine")


def _is_own(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return bool(mapped.is_loopback or mapped.is_link_local or mapped.is_unspecified or mapped.is_multicast)
