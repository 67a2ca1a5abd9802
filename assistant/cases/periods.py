"""The time that figures are about: whole days of the calendar, as people name them. Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

LONGEST_DAYS = 366
YEARS = range(2000, 2200)

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")


class NoPeriod(ValueError):
    """What was given is no day or month, ends before it begins, or is longer than a year."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def start(self, zone: tzinfo) -> datetime:
        """In UTC."""
        return datetime.combine(self.first, time(), zone).astimezone(UTC)

    def end(self, zone: tzinfo) -> datetime:
        """The first moment after it, in UTC."""
        return datetime.combine(self.last + timedelta(days=1), time(), zone).astimezone(UTC)


def named(name: str, today: date) -> Period:
    """The day, the week from Monday on, or the month that `today` is in, until its end.

    Raises NoPeriod for another name.
    """
    if name == "day":
        return Period(today, today)
    if name == "week":
        monday = today - timedelta(days=today.weekday())
        return Period(monday, monday + timedelta(days=6))
    if name == "month":
        return month_of(today.year, today.month)
    raise NoPeriod(name)


def month(text: str) -> Period:
    """The month that is written as 2026-11. Raises NoPeriod."""
    found = _MONTH.match(text)
    if found is None:
        raise NoPeriod(text)
    return month_of(int(found[1]), int(found[2]))


def month_of(year: int, number: int) -> Period:
    """Raises NoPeriod."""
    if year not in YEARS or not 1 <= number <= 12:
        raise NoPeriod(f"{year}-{number}")
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def between(first: str, last: str) -> Period:
    """From one day written as 2026-11-03 to another. Raises NoPeriod."""
    try:
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise NoPeriod(f"{first} {last}") from None
    if not 1 <= period.days <= LONGEST_DAYS or {period.first.year, period.last.year} - set(YEARS):
        raise NoPeriod(f"{first} {last}")
    return period
