"""Passwords, kept as argon2id hashes (RFC 9106)."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from assistant.errors import AssistantError

SHORTEST_PASSWORD = 12
"""In characters."""

_hasher = PasswordHasher()


def use(hasher: PasswordHasher) -> None:
    """Hash at other costs. A hash names its own, so those made before are still known."""
    global _hasher
    _hasher = hasher
    of_nobody.cache_clear()


class PasswordTooShort(AssistantError):
    code = "password_too_short"


def one_time() -> str:
    """A password that is told once and must then be changed."""
    return secrets.token_urlsafe(12)


def hashed(password: str) -> str:
    """Raises PasswordTooShort."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(f"a password has at least {SHORTEST_PASSWORD} characters")
    return _hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


@cache
def of_nobody() -> str:
    """The hash of a password that nobody knows."""
    return _hasher.hash(secrets.token_urlsafe(24))


def mark(password_hash: str) -> str:
    """Changes with the password and tells nothing about it."""
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]
