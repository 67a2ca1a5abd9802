"""What the keys of a telephone say, the same on the line and where the provider collects them.

The keys work silently, from every state (GB/T 33358: no menu): 0 a person, 9 once more, * slower, # back.
"""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.article import Language

PERSON, AGAIN, SLOWER, BACK = "0", "9", "*", "#"
KEYS = frozenset("0123456789*#")

_WORDS: Mapping[str, Mapping[Language, str]] = {
    SLOWER: {"zh": "慢一点", "en": "slow down"},
    BACK: {"zh": "回到刚才", "en": "go back"},
}
"""0 and 9 are understood as they are, in every language."""


def text_for(key: str, expects: str, language: Language = "zh") -> str | None:
    """What a resident who presses `key` says; None when it says nothing.

    `key` is one key, or the digits that were collected where `expects` is "digits"; a # at their end is
    theirs. A key that is pressed again and again, out of impatience, counts once.
    """
    pressed = key.strip()
    if not pressed or not set(pressed) <= KEYS:
        return None
    if expects == "digits" and len(pressed) > 1:
        pressed = pressed.rstrip(BACK) or BACK
    elif len(set(pressed)) == 1:
        pressed = pressed[0]
    if pressed in _WORDS:
        return _WORDS[pressed][language]
    return pressed if pressed.isdecimal() else None
