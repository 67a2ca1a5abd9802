"""Keys of a telephone: at once what they mean, or collected where a number is expected."""

from __future__ import annotations

from assistant import phone_keys
from assistant.messages import Expect
from knowledge.article import Language

PAUSE_S = 2.5
"""A number is complete when no further key comes for so long."""
MOST_DIGITS = 40


class Keys:
    """The keys of one call. Where digits are expected, # ends them and * begins them anew."""

    def __init__(self) -> None:
        self._digits = ""
        self._last_s = 0.0

    @property
    def ends_at(self) -> float | None:
        """When the number that is being typed is complete; None while none is."""
        return self._last_s + PAUSE_S if self._digits else None

    def press(self, key: str, expect: Expect, language: Language, now_s: float) -> str | None:
        """What the caller says by pressing `key`; None while a number is not complete, or nothing is said."""
        if key not in phone_keys.KEYS:
            return None
        if expect == "digits" and key.isdecimal():
            self._digits = (self._digits + key)[:MOST_DIGITS]
            self._last_s = now_s
            return None
        if self._digits and key == phone_keys.BACK:
            return self.complete()
        if self._digits and key == phone_keys.SLOWER:
            self._digits = ""
            return None
        self._digits = ""
        return phone_keys.text_for(key, expect, language)

    def complete(self) -> str:
        """The number that was typed. Nobody's number is all zeros: those ask for a person."""
        typed, self._digits = self._digits, ""
        return phone_keys.PERSON if not typed.strip(phone_keys.PERSON) else typed

    def forget(self) -> None:
        self._digits = ""
