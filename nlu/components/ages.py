"""Ages that a message tells, and whether it is a child's."""

from __future__ import annotations

import re

GROWN_UP = 18
"""Years; Article 17 of the Civil Code."""
_ONE = "一二三四五六七八九"
_AGE = re.compile(
    rf"(?<![\d{_ONE}十百])(?:(\d{{1,3}})|([{_ONE}]?)(十?)([{_ONE}两]?))(?:[多几来])?"
    r"(?:周?岁|(?<=\d) ?(?:years?|yrs?)\b|了?$)"
)


def ages(text: str) -> list[int]:
    """The ages in years, as far as they are told by figures or by characters."""
    found = []
    for figures, tens, ten, ones in (match.groups(default="") for match in _AGE.finditer(text)):
        if figures:
            found.append(int(figures))
        elif ten or tens or ones:
            units = _digit(ones) if ten else _digit(tens) or _digit(ones)
            found.append((10 * (_digit(tens) or 1) if ten else 0) + units)
    return found


def are_grown_up(text: str) -> bool:
    """At least one age is told, and none is a child's."""
    told = ages(text)
    return bool(told) and min(told) >= GROWN_UP


def _digit(character: str) -> int:
    return 2 if character == "两" else _ONE.find(character) + 1 if character else 0
