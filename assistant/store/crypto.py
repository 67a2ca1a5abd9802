"""Sealing of numbers and words, and the keyed hash by which a number is found again."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from assistant.errors import AssistantError


class SealBroken(AssistantError):
    """What was stored cannot be opened with the keys given: a key is missing, or the bytes were changed."""

    code = "seal_broken"


class Vault:
    """Seals text and derives lookup hashes.

    `vault_key` is one Fernet key or several, as a sequence or separated by commas: the first seals, all of
    them open, so a new key put in front rotates them. A new `lookup_key` would lose every resident.
    Raises ValueError when a key is unfit.
    """

    def __init__(self, vault_key: str | Sequence[str], lookup_key: str) -> None:
        keys = vault_key.split(",") if isinstance(vault_key, str) else vault_key
        if not lookup_key:
            raise ValueError("the lookup key is empty")
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys])
        self._lookup_key = lookup_key.encode()

    def seal(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """Raises SealBroken."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise SealBroken("sealed data does not open with the present keys") from None

    def reseal(self, sealed: bytes) -> bytes:
        """The same text under the first key. Raises SealBroken."""
        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise SealBroken("sealed data does not open with the present keys") from None

    def lookup(self, address: str) -> str:
        """HMAC-SHA256 of an address, hexadecimal: equal for equal addresses, useless without the key."""
        return hmac.new(self._lookup_key, address.encode(), hashlib.sha256).hexdigest()
