"""Replace characters by others of the same sound, as a recogniser of speech does when it mishears."""

from __future__ import annotations

import random
from functools import cache

_FIRST, _LAST = 0x4E00, 0x9FA5
_LEVEL_1 = range(0xB0, 0xD8)


def with_homophones(text: str, share: float, seed: int | str) -> str:
    """`text` with about `share` (0 to 1) of its Chinese characters replaced by common homophones.

    Homophones have the same pinyin; tones do not count. A character without a common homophone stays.
    The same seed gives the same text.
    Raises ValueError on a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError("share must be from 0 to 1")
    chance = random.Random(seed)  # noqa: S311 repeatable measurement, not a secret
    return "".join(
        _replaced(character, chance) if chance.random() < share else character for character in text
    )


def _replaced(character: str, chance: random.Random) -> str:
    if not _FIRST <= ord(character) <= _LAST:
        return character
    others = [other for other in _homophones().get(_sound(character), ()) if other != character]
    return chance.choice(others) if others else character


def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin  # takes a quarter of a second to import

    return str(lazy_pinyin(character)[0])


@cache
def _homophones() -> dict[str, tuple[str, ...]]:
    """The 3,755 common characters (GB 2312, level 1) by their sound."""
    groups: dict[str, list[str]] = {}
    for row in _LEVEL_1:
        for cell in range(0xA1, 0xFF):
            character = bytes((row, cell)).decode("gb2312", errors="ignore")
            if character:
                groups.setdefault(_sound(character), []).append(character)
    return {sound: tuple(characters) for sound, characters in groups.items()}
