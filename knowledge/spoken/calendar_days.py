"""What a day or a span of days named in speech is in the calendar, reckoned from a given day.

Weeks begin on Monday (GB/T 7408.1-2023).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Problem = Literal["past", "lunar", "no_such_day"]

A_WHILE = 13
"""So many days after its first ends a span without an end: “after Wednesday” is a fortnight."""

_WEEK = 7
_DECEMBER = 12
_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Today:
    """The local day, and whether the time of day that was said is over on it."""

    date: date
    over: bool


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`; both None when the words name no day that can be told."""

    first: date | None
    last: date | None
    problem: Problem | None = None


NO_SUCH_DAY = Days(None, None, "no_such_day")
LUNAR = Days(None, None, "lunar")
LONG_AGO = Days(None, None, "past")


def span(first: date, last: date, today: Today) -> Days:
    """What is left of a span; one that is over is `past`."""
    if last < today.date:
        return Days(first, last, "past")
    return Days(max(first, today.date), last)


def in_days(count: int, today: Today) -> Days:
    day = today.date + timedelta(days=count)
    return Days(day, day, "past" if count < 0 else None)


def within_days(first: int, last: int, today: Today) -> Days:
    return Days(today.date + timedelta(days=first), today.date + timedelta(days=last))


def in_months(count: int, today: Today) -> Days:
    """The same day of a later month, or that month's last day when it is shorter."""
    year, month = _later_month(today.date.year, today.date.month, count)
    day = date(year, month, min(today.date.day, monthrange(year, month)[1]))
    return Days(day, day)


def weekday(number: int, today: Today) -> Days:
    """The coming one, Monday being 0: today's only as long as the time said is not over."""
    ahead = (number - today.date.weekday()) % _WEEK
    return in_days(_WEEK if ahead == 0 and today.over else ahead, today)


def weekday_of_week(number: int, weeks: int, today: Today) -> Days:
    """A day of the week that is `weeks` from this one."""
    return in_days(number - today.date.weekday() + _WEEK * weeks, today)


def and_the_next(days: Days) -> Days:
    """A day and the one after it."""
    last = days.last and days.last + timedelta(days=1)
    return Days(days.first, last, days.problem)


def week(weeks: int, today: Today, first: int = 0, last: int = _SUNDAY) -> Days:
    """The days from `first` to `last` of the week that is `weeks` from this one."""
    monday = today.date + timedelta(days=_WEEK * weeks - today.date.weekday())
    return span(monday + timedelta(days=first), monday + timedelta(days=last), today)


def month(months: int, today: Today, first: int = 1, last: int = 31) -> Days:
    """The days from `first` to `last` of the month that is `months` from this one."""
    year, number = _later_month(today.date.year, today.date.month, months)
    return _part_of_month(year, number, today, first, last)


def coming_part_of_month(today: Today, first: int, last: int) -> Days:
    """These days of this month, or of the next when they are over."""
    this = month(0, today, first, last)
    return this if this.problem is None else month(1, today, first, last)


def named_month(number: int, year: int | None, today: Today, first: int = 1, last: int = 31) -> Days:
    """The days from `first` to `last` of the month with this number, the coming one when no year is said."""
    if not 1 <= number <= _DECEMBER:
        return NO_SUCH_DAY
    if year is not None:
        return _part_of_month(year, number, today, first, last)
    this = _part_of_month(today.date.year, number, today, first, last)
    return this if this.problem is None else _part_of_month(today.date.year + 1, number, today, first, last)


def day_of_month(day: int, months: int | None, today: Today) -> Days:
    """The day of the month that is `months` from this one.

    Without `months` it is this month, or the next when the day is past.
    """
    if months is None:
        months = 1 if day < today.date.day or (day == today.date.day and today.over) else 0
    year, number = _later_month(today.date.year, today.date.month, months)
    return _day(year, number, day, today)


def calendar_day(number: int, day: int, year: int | None, today: Today) -> Days:
    """A day of a month with this number, the coming one when no year is said."""
    if year is not None:
        return _day(year, number, day, today)
    this = _day(today.date.year, number, day, today)
    return _day(today.date.year + 1, number, day, today) if this.problem == "past" else this


def _day(year: int, number: int, day: int, today: Today) -> Days:
    try:
        named = date(year, number, day)
    except ValueError:
        return NO_SUCH_DAY
    return Days(named, named, "past" if named < today.date else None)


def _part_of_month(year: int, number: int, today: Today, first: int, last: int) -> Days:
    length = monthrange(year, number)[1]
    return span(date(year, number, first), date(year, number, min(last, length)), today)


def _later_month(year: int, number: int, months: int) -> tuple[int, int]:
    years, index = divmod(number - 1 + months, _DECEMBER)
    return year + years, index + 1
