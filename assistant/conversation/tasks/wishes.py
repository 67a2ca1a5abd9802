"""When a resident would like something: kept as text, said back, compared with hours and free times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from assistant.cases.progress import near_day
from assistant.cases.working_time import WorkingTime
from assistant.conversation.here import Here, Opening
from assistant.rendering.moments import LOCAL_TIME, day_in_words, time_in_words
from knowledge.article import Language
from knowledge.spoken.times import When

OFFERED = 3
"""So many times are offered at once (ACCESSIBILITY, phone)."""
_LOOKED_AHEAD_DAYS = 21
_ANY = "any"
_DAY = timedelta(days=1)
_SOME_DAY = date(2026, 1, 1)
"""For the words of a time of day alone."""
_PARTS: tuple[tuple[time, time, str, str], ...] = (
    (time(8), time(12), "上午", "in the morning"),
    (time(11, 30), time(14), "中午", "at noon"),
    (time(13), time(18), "下午", "in the afternoon"),
    (time(18), time(21), "晚上", "in the evening"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Local dates and times. Without a day it is any day, without a time any time; `soon` is neither.

    `start` without `end` is a time by the clock, `end` without `start` is any time before it.
    """

    first: date | None = None
    last: date | None = None
    start: time | None = None
    end: time | None = None
    soon: bool = False

    @classmethod
    def of(cls, when: When) -> Wish:
        """What was said. An end without a beginning counts from the opening of that day."""
        if when.any_time and when.first is None and when.start is None:
            return cls(soon=True)
        return cls(when.first, when.last or when.first, when.start, when.end)

    def to_text(self) -> str:
        if self.soon:
            return _ANY
        return "/".join(
            "" if part is None else part.isoformat() for part in (self.first, self.last, self.start, self.end)
        )

    @classmethod
    def from_text(cls, text: str) -> Wish:
        """Raises ValueError for what `to_text` never gives."""
        if text == _ANY:
            return cls(soon=True)
        first, last, start, end = text.split("/")
        return cls(
            date.fromisoformat(first) if first else None,
            date.fromisoformat(last) if last else None,
            time.fromisoformat(start) if start else None,
            time.fromisoformat(end) if end else None,
        )

    def within(self, at: datetime) -> bool:
        """Whether a beginning at `at` is what was wished for."""
        local = at.astimezone(LOCAL_TIME)
        if self.first is not None and not self.first <= local.date() <= (self.last or self.first):
            return False
        if self.by_clock:
            return local.time() == self.start
        if self.start is not None and local.time() < self.start:
            return False
        return self.end is None or local.time() < self.end

    @property
    def by_clock(self) -> bool:
        return self.start is not None and self.end is None

    def with_day_of(self, before: Wish) -> Wish:
        """A wish for another time of day keeps the day, one for another day the time of day."""
        if self.soon or before.soon:
            return self
        if self.first is None and before.first is not None:
            return Wish(before.first, before.last, self.start, self.end)
        if self.start is None and self.end is None and self.first is not None:
            return Wish(self.first, self.last, before.start, before.end)
        return self


def in_words(wish: Wish, now: datetime | None, language: Language) -> str:
    """明天上午; tomorrow in the morning. Without the time that it is now, days have their dates."""
    if wish.soon:
        return "尽快" if language == "zh" else "as soon as possible"
    gap = "" if language == "zh" else " "
    return gap.join(filter(None, (_day(wish, now, language), _time(wish, language))))


def is_text_of_wish(text: str) -> bool:
    """Whether a text is what `Wish.to_text` gives."""
    try:
        return Wish.from_text(text).to_text() == text
    except ValueError:
        return False


def is_closed(wish: Wish, calendar: WorkingTime, now: datetime) -> bool:
    """Whether the office is shut for all of what was wished for."""
    return next(_working(wish, calendar, now), None) is None


def nearest(wish: Wish, calendar: WorkingTime, now: datetime) -> Wish:
    """The first part of a working day, at the wished time of day if there is one, from the wished day on."""
    start = wish.first or now.astimezone(LOCAL_TIME).date()
    later = Wish(start, start + timedelta(days=_LOOKED_AHEAD_DAYS), wish.start, wish.end)
    found = next(_working(later, calendar, now), None)
    if found is None:
        # At no day does the office work at that time of day: the next time it works after it.
        after = max(now, datetime.combine(start, wish.start or time(0), LOCAL_TIME))
        found = next(_working(Wish(later.first, later.last), calendar, after), None)
    if found is None:
        return Wish(soon=True)
    local = found.astimezone(LOCAL_TIME)
    part = (wish.start, wish.end) if wish.start or wish.end else _part_of(local.time())
    if not Wish(start=part[0], end=part[1]).within(found):
        part = _part_of(local.time())
    return Wish(local.date(), local.date(), *part)


def fitting(wish: Wish, here: Here) -> Sequence[Opening]:
    """The free times that were wished for."""
    return [one for one in here.openings if wish.soon or wish.within(one.starts_at)]


def matching(wish: Wish, here: Here) -> Sequence[Opening]:
    """The free times that were wished for, at most `OFFERED`; without any, those after it."""
    found = fitting(wish, here)
    if not found and wish.by_clock:
        found = fitting(replace(wish, end=time.max), here)
    if not found:
        start = wish.first or here.today
        found = [one for one in here.openings if one.starts_at.astimezone(LOCAL_TIME).date() >= start]
    return (found or here.openings)[:OFFERED]


def opening_in_words(at: datetime, now: datetime, language: Language) -> str:
    """明天上午9点."""
    gap = "" if language == "zh" else " at "
    return gap.join((near_day(at, now, language), time_in_words(at, language)))


def _working(wish: Wish, calendar: WorkingTime, now: datetime) -> Iterator[datetime]:
    """Moments at which the office works and that were wished for, each in a span of its own."""
    today = now.astimezone(LOCAL_TIME).date()
    day = max(wish.first or today, today)
    last = (wish.last or wish.first) if wish.first else today + timedelta(days=_LOOKED_AHEAD_DAYS)
    while last is not None and day <= last:
        for opens, closes in calendar.spans(day):
            wished = datetime.combine(day, wish.start, LOCAL_TIME) if wish.start is not None else opens
            at = wished if wish.by_clock else max(opens, now, wished)
            if max(opens, now) <= at < closes and wish.within(at):
                yield at
        day += _DAY


def _part_of(at: time) -> tuple[time, time]:
    start, end, *_ = next((part for part in _PARTS if part[0] <= at < part[1]), _PARTS[0])
    return start, end


def _day(wish: Wish, now: datetime | None, language: Language) -> str:
    if wish.first is None:
        return ""
    first = _named(wish.first, now, language)
    if wish.last is None or wish.last == wish.first:
        return first
    last = _named(wish.last, now, language)
    return f"{first}到{last}" if language == "zh" else f"{first} to {last}"


def _time(wish: Wish, language: Language) -> str:
    named = next((part for part in _PARTS if (wish.start, wish.end) == part[:2]), None)
    if named is not None:
        return named[2] if language == "zh" else named[3]
    day = wish.first or _SOME_DAY
    start, end = (
        None if one is None else time_in_words(datetime.combine(day, one, LOCAL_TIME), language)
        for one in (wish.start, wish.end)
    )
    if start and end:
        return f"{start}到{end}" if language == "zh" else f"from {start} to {end}"
    if start:
        return start if language == "zh" else f"at {start}"
    if end:
        return f"{end}以前" if language == "zh" else f"before {end}"
    return ""


def _named(day: date, now: datetime | None, language: Language) -> str:
    at = datetime.combine(day, time(12), LOCAL_TIME)
    return day_in_words(at, language) if now is None else near_day(at, now, language)
