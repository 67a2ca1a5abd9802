"""A number that a text names, in a form that is the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

_MONTHS_A_YEAR = 12
_SOFT_OF_UNIT = 1
_SOFT_OF_THINGS = 2


class Named(NamedTuple):
    """`value` of `unit`, said as `words`; a number without a unit goes with every unit.

    One month or two people, said in words, are `soft`: they answer a number of the other language, which may
    also say “each month” or “the couple”.
    """

    value: float | str
    unit: str
    words: str
    soft: bool = False

    def agrees_with(self, other: Named) -> bool:
        return self.value == other.value and (self.unit == other.unit or not self.unit or not other.unit)


Readers = Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], Iterator[Named]]]]


def read(text: str, readers: Readers) -> list[Named]:
    """What `readers` find, each in what the ones before it left.

    A reader raises ValueError on numerals that make no number, such as 千百, and they are passed over.
    """
    found: list[Named] = []
    for pattern, reader in readers:
        for match in pattern.finditer(text):
            with suppress(ValueError):
                found += list(reader(match))
        text = pattern.sub("☎", text)
    return found


def date(month: float, day: float, words: str) -> Named:
    return Named(f"{month:g}-{day:g}", "date", words)


def month(number: float, words: str) -> Named:
    """A month of the calendar."""
    return Named(number, "calendar month", words)


def share(percent: float, words: str) -> Named:
    return Named(round(percent, 2), "share", words)


def and_a_half(whole: float, unit: str, words: str) -> Named:
    """Half a year is six months."""
    if unit == "year":
        return Named((whole + 0.5) * _MONTHS_A_YEAR, "month", words)
    return Named(whole + 0.5, unit, words)


def is_soft(value: float, unit: str) -> bool:
    """Of a number in words."""
    return value <= (_SOFT_OF_UNIT if unit else _SOFT_OF_THINGS)
