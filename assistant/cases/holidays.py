"""Public holidays of mainland China, and the weekend days that are worked for them (调休).

The arrangement of a year comes out in November before it (国务院办公厅 notice). It is known from the package
`chinesecalendar`, and from the town's file, which goes before the package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from chinese_calendar.constants import holidays as package_holidays
from chinese_calendar.constants import workdays as package_make_up_days

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holidays:
    """`off` are the days off, `worked` the Saturdays and Sundays on which work is done.

    `known_until` is the last year whose arrangement is known; after it only weekends are off, and nothing
    that reaches past it is certain.
    """

    off: frozenset[date]
    worked: frozenset[date]
    known_until: int

    @classmethod
    def known(cls, off: Iterable[date] = (), worked: Iterable[date] = ()) -> Holidays:
        """What the package knows, with days added by hand."""
        from_package = _package()
        own_off, own_worked = frozenset(off), frozenset(worked)
        years = {day.year for day in own_off}
        known_until = from_package.known_until
        while known_until + 1 in years:
            known_until += 1
        return cls(
            off=(from_package.off - own_worked) | own_off,
            worked=(from_package.worked - own_off) | own_worked,
            known_until=known_until,
        )

    def is_workday(self, day: date) -> bool:
        """Whether offices that work from Monday to Friday work on this day."""
        if day in self.off:
            return False
        return day in self.worked or day.weekday() < _SATURDAY

    def is_made_up(self, day: date) -> bool:
        """Whether this is a Saturday or Sunday that is worked."""
        return day in self.worked and day.weekday() >= _SATURDAY

    def is_known(self, day: date) -> bool:
        """Whether the arrangement of its year is known, so that a time on this day is certain."""
        return day.year <= self.known_until


@cache
def _package() -> Holidays:
    return Holidays(
        off=frozenset(package_holidays),
        worked=frozenset(package_make_up_days),
        known_until=max(day.year for day in package_holidays),
    )
