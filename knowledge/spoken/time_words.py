"""The words of a text that say when, and where in it they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Literal, TypeVar

from knowledge.spoken.calendar_days import Days, Today

MASK = "□"
"""Stands for each character that has been read."""

Bound = Literal["after", "before"]
DayKind = Literal["named", "date", "weekday", "range"]
Reckon = Callable[[Today], Days]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day. `hours` tells how an hour from 1 to 12 is meant in it."""

    start: time
    end: time
    hours: Literal["morning", "noon", "afternoon", "night", "small_hours"]


MORNING = Part(time(8), time(12), "morning")
NOON = Part(time(11, 30), time(14), "noon")
AFTERNOON = Part(time(13), time(18), "afternoon")
EVENING = Part(time(18), time(21), "night")
SMALL_HOURS = Part(time(0), time(6), "small_hours")


@dataclass(frozen=True, slots=True)
class DayWords:
    start: int
    end: int
    kind: DayKind
    reckon: Reckon
    bound: Bound | None = None


@dataclass(frozen=True, slots=True)
class PartWords:
    start: int
    end: int
    part: Part


@dataclass(frozen=True, slots=True)
class ClockWords:
    """A time by the clock; the hour as it was said, from 0 to 24."""

    start: int
    end: int
    hour: int
    minute: int
    bound: Bound | None = None
    own: Part | None = None
    """The part of the day that is said inside the words: 3 pm."""


@dataclass(frozen=True, slots=True)
class LaterWords:
    """So many minutes from the moment of speaking."""

    start: int
    end: int
    minutes: int


@dataclass(frozen=True, slots=True)
class AnyTimeWords:
    start: int
    end: int


Kind = TypeVar("Kind", DayWords, PartWords, ClockWords)
Found = DayWords | PartWords | ClockWords | LaterWords | AnyTimeWords


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a language joins, corrects and denies times. The patterns see read words as `MASK`."""

    through: re.Pattern[str]
    """The whole of what stands between two times that are the ends of a span."""
    either: re.Pattern[str]
    """The whole of what stands between two times of which each will do."""
    correction: re.Pattern[str]
    """Somewhere between a time and the one that takes its place."""
    denied_before: re.Pattern[str]
    denied_after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What was found, each sort in the order of the text, and the text with all of it masked."""

    masked: str
    days: tuple[DayWords, ...] = ()
    parts: tuple[PartWords, ...] = ()
    clocks: tuple[ClockWords, ...] = ()
    later: tuple[LaterWords, ...] = ()
    any_time: tuple[AnyTimeWords, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.days or self.parts or self.clocks or self.later or self.any_time)


@dataclass(slots=True)
class Scan:
    """A text in which one sort of words after the other is found and masked."""

    text: str
    found: list[Found] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Found | None]) -> None:
        """Keep what `read` makes of each match; None leaves its words to later patterns."""
        taken = [found for match in pattern.finditer(self.text) if (found := read(match)) is not None]
        self.found += taken
        for found in taken:
            self.text = self.text[: found.start] + MASK * (found.end - found.start) + self.text[found.end :]

    def result(self) -> TimeWords:
        found = sorted(self.found, key=lambda words: words.start)
        return TimeWords(
            self.text,
            tuple(words for words in found if isinstance(words, DayWords)),
            tuple(words for words in found if isinstance(words, PartWords)),
            tuple(words for words in found if isinstance(words, ClockWords)),
            tuple(words for words in found if isinstance(words, LaterWords)),
            tuple(words for words in found if isinstance(words, AnyTimeWords)),
        )


DayReader = tuple[re.Pattern[str], DayKind, Callable[[re.Match[str]], Reckon | None]]
"""What names a day, and how it is reckoned; None when the match names none."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What makes a time the beginning or the end of a span: words directly behind or before it."""

    after: re.Pattern[str]
    before: re.Pattern[str]
    after_lead: re.Pattern[str]
    before_lead: re.Pattern[str]
    lead: re.Pattern[str]
    """Words directly before a time that go with it and bound nothing: at, about."""

    def around(self, text: str, start: int, end: int) -> tuple[Bound | None, int, int]:
        """The bound of the time from `start` to `end`, and the place of the time with the bound's words."""
        if match := self.after.match(text, end):
            return "after", start, match.end()
        if match := self.before.match(text, end):
            return "before", start, match.end()
        if match := self.after_lead.search(text, 0, start):
            return "after", match.start(), end
        if match := self.before_lead.search(text, 0, start):
            return "before", match.start(), end
        if match := self.lead.search(text, 0, start):
            return None, match.start(), end
        return None, start, end


def scan_days(scan: Scan, readers: Sequence[DayReader], bounds: Bounds) -> None:
    for pattern, kind, reckoning in readers:

        def read(
            match: re.Match[str],
            kind: DayKind = kind,
            reckoning: Callable[[re.Match[str]], Reckon | None] = reckoning,
        ) -> DayWords | None:
            reckon = reckoning(match)
            if reckon is None:
                return None
            bound, start, end = bounds.around(match.string, *match.span())
            return DayWords(start, end, kind, reckon, bound)

        scan.take(pattern, read)


def scan_parts(scan: Scan, parts: Sequence[tuple[Part, re.Pattern[str]]]) -> None:
    for part, pattern in parts:

        def read(match: re.Match[str], part: Part = part) -> PartWords:
            return PartWords(*match.span(), part)

        scan.take(pattern, read)


def scan_any_time(scan: Scan, pattern: re.Pattern[str]) -> None:
    scan.take(pattern, lambda match: AnyTimeWords(*match.span()))


def between(words: TimeWords, first: Found, second: Found) -> str:
    """What stands between two found times apart from other times."""
    return words.masked[first.end : second.start].replace(MASK, "")


def standing(words: TimeWords, found: Sequence[Kind], grammar: Grammar) -> tuple[Kind, ...]:
    """Those of `found` that are not denied: only the second of “不是明天，是后天”."""
    return tuple(
        one
        for one in found
        if not grammar.denied_before.search(words.masked[: one.start])
        and not grammar.denied_after.match(words.masked, one.end)
    )
