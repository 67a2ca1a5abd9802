"""When an office works: hours with a lunch break, holidays and make-up days, and arithmetic over them.

Times are aware; days and hours are those of Asia/Shanghai, which has no summer time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from assistant.cases.holidays import Holidays
from assistant.rendering.moments import LOCAL_TIME

LONGEST_CLOSURE_DAYS = 60
"""An office that does not open for so long has no hours at all."""

Span = tuple[time, time]
_NOTHING = timedelta(0)
_MIDNIGHT = time(0)
_MONDAY_TO_FRIDAY = range(5)


class NeverOpen(ValueError):
    """An office without hours has no working time."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when an office works, by weekday (0 is Monday); `always` is day and night.

    A span that ends at 00:00 ends at midnight after it.
    """

    by_weekday: Mapping[int, tuple[Span, ...]]
    always: bool = False

    @classmethod
    def weekdays(cls, *spans: Span) -> Hours:
        """The same hours from Monday to Friday."""
        return cls(dict.fromkeys(_MONDAY_TO_FRIDAY, spans))

    @classmethod
    def round_the_clock(cls) -> Hours:
        return cls({}, always=True)


class WorkingTime:
    """The working time of one office. Raises NeverOpen when the hours never come."""

    def __init__(self, hours: Hours, holidays: Holidays | None = None) -> None:
        if not hours.always and not any(hours.by_weekday.values()):
            raise NeverOpen
        self._hours = hours
        self._holidays = holidays or Holidays.known()
        self._spans = lru_cache(maxsize=4096)(self._spans_of)
        self._length = lru_cache(maxsize=4096)(self._length_of)

    @property
    def always(self) -> bool:
        return self._hours.always

    def spans(self, day: date) -> Sequence[tuple[datetime, datetime]]:
        """When the office works on a day, in order."""
        return self._spans(day)

    def is_open(self, at: datetime) -> bool:
        """The moment of closing is outside."""
        return any(start <= at < end for start, end in self._spans(_day(at)))

    def is_workday(self, day: date) -> bool:
        return bool(self._spans(day))

    def next_open(self, at: datetime) -> datetime:
        """`at` itself while the office works, else when it opens next."""
        for start, end in self._from(at):
            if at < end:
                return max(at, start)
        raise NeverOpen

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; nothing when `end` comes first."""
        if self.always or end <= start:
            return max(_NOTHING, end - start)
        first, last = _day(start), _day(end)
        total = self._within(first, start, end)
        if first < last:
            days = range(first.toordinal() + 1, last.toordinal())
            total += sum(map(self._length, days), self._within(last, start, end))
        return total

    def add(self, start: datetime, spent: timedelta) -> datetime:
        """When so much working time has passed since `start`; `start` when none is to pass.

        What is used up exactly at closing ends then, not at the next opening. Raises ValueError below zero,
        NeverOpen when the office stays closed for longer than LONGEST_CLOSURE_DAYS.
        """
        if spent < _NOTHING:
            raise ValueError("working time cannot be taken away")
        if self.always or not spent:
            return start + spent
        day = _day(start)
        left = spent + self._within(day, _midnight(day), start)
        ordinal, closed = day.toordinal(), 0
        while left > (length := self._length(ordinal)):
            closed = 0 if length else closed + 1
            if closed > LONGEST_CLOSURE_DAYS:
                raise NeverOpen
            left -= length
            ordinal += 1
        for opens, closes in self._spans(date.fromordinal(ordinal)):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise NeverOpen

    def end_of_day(self, start: datetime, days: int) -> datetime:
        """The end of business on the working day that is so many after the day of `start`.

        The day of `start` does not count, and the last day ends when business ends: Civil Code of China
        (民法典), article 201 (开始的当日不计入，自下一日开始计算) and 203 (有业务时间的，停止业务活动的时间为
        截止时间). Raises ValueError below one day, and NeverOpen as `add` does.
        """
        if days < 1:
            raise ValueError("a limit of days has at least one")
        day, left, closed = _day(start), days, 0
        while left:
            day += timedelta(days=1)
            closed = 0 if self.is_workday(day) else closed + 1
            left -= 0 if closed else 1
            if closed > LONGEST_CLOSURE_DAYS:
                raise NeverOpen
        return self._spans(day)[-1][1]

    def _from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Working spans that end after `at`, for ever, or until the office stays closed for too long."""
        day, closed = _day(at), 0
        while closed <= LONGEST_CLOSURE_DAYS:
            spans = self._spans(day)
            closed = 0 if spans else closed + 1
            yield from (span for span in spans if span[1] > at)
            day += timedelta(days=1)

    def _within(self, day: date, start: datetime, end: datetime) -> timedelta:
        """Working time of one day that lies from `start` to `end`."""
        parts = (min(closes, end) - max(opens, start) for opens, closes in self._spans(day))
        return sum((part for part in parts if part > _NOTHING), _NOTHING)

    def _length_of(self, ordinal: int) -> timedelta:
        spans = self._spans(date.fromordinal(ordinal))
        return sum((closes - opens for opens, closes in spans), _NOTHING)

    def _hours_on(self, day: date) -> tuple[Span, ...]:
        """A weekend day that is worked has the hours of a Monday, or of the next weekday that has any."""
        if day in self._holidays.off:
            return ()
        by_weekday = self._hours.by_weekday
        weekday = day.weekday()
        tried = (*_MONDAY_TO_FRIDAY, weekday) if self._holidays.is_made_up(day) else (weekday,)
        return next((by_weekday[one] for one in tried if by_weekday.get(one)), ())

    def _spans_of(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        midnight = _midnight(day)
        if self.always:
            return ((midnight, midnight + timedelta(days=1)),)
        return tuple(
            (
                datetime.combine(day, opens, LOCAL_TIME),
                datetime.combine(day, closes, LOCAL_TIME)
                if closes != _MIDNIGHT
                else midnight + timedelta(days=1),
            )
            for opens, closes in self._hours_on(day)
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, _MIDNIGHT, LOCAL_TIME)


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL_TIME).date()
