"""Which times an office offers: slots inside its working time, and when people are reminded of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.cases.kinds import CaseKind
from assistant.cases.work import Work
from assistant.cases.working_time import WorkingTime
from assistant.errors import AssistantError
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import slots

KINDS = (CaseKind.APPOINTMENT, CaseKind.HOME_VISIT)
"""What slots can be for."""
MOST_DAYS = 60
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
MOST_PLACES = 50
REMIND_AT = time(16, 0)
"""On the working day before: late enough to be remembered, early enough to ring back before closing."""

_LOOKED_THROUGH = 366
_DAY = timedelta(days=1)


class TimetableWrong(AssistantError):
    """No slots can be made of what was asked for."""

    code = "timetable_wrong"


@dataclass(frozen=True, slots=True)
class Opening:
    """Slots of `minutes` each with `capacity` places, from `start` to `end` (local times), on `days` working
    days of which the first is `first` or the next one after it."""

    office: str
    kind: CaseKind
    first: date
    days: int
    start: time
    end: time
    minutes: int
    capacity: int


def open_slots(work: Work, opening: Opening) -> int:
    """Offer these times and return how many are added; those that are there already stay as they are.

    A slot lies in working time as a whole, or is left out: lunch, weekends and public holidays are. So is
    what has begun. Raises TimetableWrong.
    """
    _check(opening)
    calendar = work.town.calendar(opening.office)
    added = 0
    for day in working_days(calendar, opening.first, opening.days):
        for start, end in _parts(opening, day):
            if start > work.now and calendar.between(start, end) == end - start:
                added += slots.add(
                    work.session, opening.office, opening.kind.value, start, end, opening.capacity
                )
    return added


def working_days(calendar: WorkingTime, first: date, count: int) -> Iterator[date]:
    """The first `count` days from `first` on that have working time; fewer when a year has no more."""
    day = first
    for _ in range(_LOOKED_THROUGH):
        if count == 0:
            return
        if calendar.is_workday(day):
            yield day
            count -= 1
        day += _DAY


def reminder_at(calendar: WorkingTime, starts_at: datetime) -> datetime | None:
    """16:00 on the working day before; None when the office has had none for a year."""
    day = starts_at.astimezone(LOCAL_TIME).date()
    for _ in range(_LOOKED_THROUGH):
        day -= _DAY
        if calendar.is_workday(day):
            return moment(day, REMIND_AT)
    return None


def moment(day: date, at: time = time(0)) -> datetime:
    """A local time on a day."""
    return datetime.combine(day, at, LOCAL_TIME)


def _parts(opening: Opening, day: date) -> Iterator[tuple[datetime, datetime]]:
    length = timedelta(minutes=opening.minutes)
    start, last = moment(day, opening.start), moment(day, opening.end)
    while start + length <= last:
        yield start, start + length
        start += length


def _check(opening: Opening) -> None:
    right = (
        opening.kind in KINDS
        and opening.start < opening.end
        and 1 <= opening.days <= MOST_DAYS
        and SHORTEST_MINUTES <= opening.minutes <= LONGEST_MINUTES
        and 1 <= opening.capacity <= MOST_PLACES
    )
    if not right:
        raise TimetableWrong("days, times, length or places are out of bounds")
