"""What times of day the words found in a text mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from knowledge.spoken.time_words import (
    MASK,
    MORNING,
    ClockWords,
    Grammar,
    Part,
    PartWords,
    TimeWords,
    between,
    standing,
)

_WORKING_DAY_ENDS = time(18)
_EVENING_ENDS = time(21)
_NOON = 12
_GAP = re.compile(
    r"[的,、\s]*(?:大概|大约|差不多|约|就|是|在|at|around|about|by|in|the|,|\s)*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Hours:
    """Both None: no time of day was said. `next_day`: they are those of the night after the day said."""

    start: time | None
    end: time | None
    next_day: bool = False


def read_hours(words: TimeWords, grammar: Grammar) -> Hours | None:
    clocks = standing(words, words.clocks, grammar)
    parts = standing(words, words.parts, grammar)
    if clocks and not _is_replaced(words, clocks[-1], parts, grammar):
        return _by_clock(words, clocks, parts, grammar)
    return _by_part(words, parts, grammar) if parts else None


def _is_replaced(words: TimeWords, clock: ClockWords, parts: tuple[PartWords, ...], grammar: Grammar) -> bool:
    """上午九点,不对,下午: what is said after a correction stands."""
    if not parts or parts[-1].start < clock.end:
        return False
    return bool(grammar.correction.search(between(words, clock, parts[-1])))


def _by_part(words: TimeWords, parts: tuple[PartWords, ...], grammar: Grammar) -> Hours:
    start, end = parts[-1].part.start, parts[-1].part.end
    for earlier, later in zip(reversed(parts[:-1]), reversed(parts[1:]), strict=True):
        text = between(words, earlier, later)
        if not (grammar.through.fullmatch(text) or grammar.either.fullmatch(text)):
            break
        start, end = min(start, earlier.part.start), max(end, earlier.part.end)
    return Hours(start, end)


def _by_clock(
    words: TimeWords, clocks: tuple[ClockWords, ...], parts: tuple[PartWords, ...], grammar: Grammar
) -> Hours:
    last = clocks[-1]
    if len(clocks) > 1:
        text = between(words, clocks[-2], last)
        if grammar.through.fullmatch(text) or grammar.either.fullmatch(text):
            return _through(clocks[-2], last, words, parts)
    part = _part_of(last, words, parts)
    at, next_day = _time(last, part)
    if last.bound == "before":
        return Hours(part.start if part and part.start < at else None, at, next_day)
    if last.bound == "after":
        limit = part.end if part else _WORKING_DAY_ENDS
        return Hours(at, limit if limit > at else _EVENING_ENDS if at < _EVENING_ENDS else None, next_day)
    return Hours(at, None, next_day)


def _through(first: ClockWords, last: ClockWords, words: TimeWords, parts: tuple[PartWords, ...]) -> Hours:
    own, other = _part_of(first, words, parts), _part_of(last, words, parts)
    start, next_day = _time(first, own)
    end, _ = _time(last, other or own)
    if end <= start and own is None and start.hour - _NOON == first.hour and end.hour < _NOON:
        earlier, _ = _time(first, MORNING)
        if first.hour >= 7:
            return Hours(earlier, end)
    if end <= start and end.hour < _NOON:
        end = end.replace(hour=end.hour + _NOON)
    return Hours(start, end if end > start else None, next_day)


def _part_of(clock: ClockWords, words: TimeWords, parts: tuple[PartWords, ...]) -> Part | None:
    """The part of the day said with an hour, directly before it, or elsewhere and with no other hour."""
    if clock.own is not None:
        return clock.own
    free: Part | None = None
    for part in parts:
        owner = next((other for other in words.clocks if _leads(part, other, words)), None)
        if owner is clock:
            return part.part
        if owner is None:
            free = part.part
    return free


def _leads(part: PartWords, clock: ClockWords, words: TimeWords) -> bool:
    return part.end <= clock.start and bool(
        _GAP.fullmatch(words.masked[part.end : clock.start].replace(MASK, ""))
        and not any(part.end <= other.start < clock.start for other in words.clocks)
    )


def _time(clock: ClockWords, part: Part | None) -> tuple[time, bool]:
    """The time meant, and whether it lies in the night after the day that was said."""
    hour, next_day = _hour(clock.hour, part)
    return time(hour, clock.minute), next_day


def _hour(hour: int, part: Part | None) -> tuple[int, bool]:
    if hour > _NOON or hour == 0:
        return hour % 24, hour == 24
    kind = part.hours if part else None
    if kind == "small_hours":
        return hour % _NOON, False
    if kind == "night":
        return (hour + _NOON, False) if 5 <= hour < _NOON else (hour % _NOON, True)
    is_later = {"morning": False, "afternoon": hour < _NOON, "noon": hour <= 3, None: hour <= 7}[kind]
    return (hour + _NOON if is_later else hour), False
