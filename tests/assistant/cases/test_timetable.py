from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from assistant.cases import timetable
from assistant.cases.kinds import CaseKind
from assistant.cases.timetable import Opening, TimetableWrong, moment
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import slots
from tests.assistant.cases.conftest import Counterside

# The tests' clock stands at Monday 2026-03-02 09:30; the example's hall works 8:30–12:00 and 14:30–17:30.
OFFICE_DAY = Opening(
    office="",
    kind=CaseKind.APPOINTMENT,
    first=date(2026, 3, 3),
    days=1,
    start=time(8, 0),
    end=time(18, 0),
    minutes=30,
    capacity=2,
)
Opened = Callable[..., int]


@pytest.fixture
def office(counterside: Counterside) -> str:
    return counterside.casework.town.office_for(None).id


@pytest.fixture
def opened(counterside: Counterside, office: str) -> Opened:
    def open_slots(**asked: object) -> int:
        opening = replace(OFFICE_DAY, office=office, **asked)
        return counterside.does(timetable.open_slots, opening)

    return open_slots


def starts(side: Counterside, office: str, first: date, last: date) -> list[str]:
    with side.database.read() as session:
        found = slots.between(session, office, moment(first), moment(last, time(23, 59)))
    return [slot.starts_at.astimezone(LOCAL_TIME).strftime("%d %H:%M") for slot in found]


def test_slots_lie_in_working_time_and_leave_lunch_out(
    counterside: Counterside, office: str, opened: Opened
) -> None:
    assert opened(minutes=60) == 5
    day = date(2026, 3, 3)
    offered = starts(counterside, office, day, day)
    assert offered == ["03 09:00", "03 10:00", "03 11:00", "03 15:00", "03 16:00"]


def test_opening_the_same_again_adds_nothing(opened: Opened) -> None:
    first = opened()
    assert first == 13
    assert opened() == 0
    assert opened(kind=CaseKind.HOME_VISIT) == first


def test_only_working_days_are_counted(counterside: Counterside, office: str, opened: Opened) -> None:
    opened(first=date(2026, 3, 6), days=2, start=time(8, 30), end=time(9, 0))
    assert starts(counterside, office, date(2026, 3, 6), date(2026, 3, 13)) == ["06 08:30", "09 08:30"]


def test_a_make_up_saturday_is_offered_and_a_holiday_is_not(
    counterside: Counterside, office: str, opened: Opened
) -> None:
    # The State Council's Spring Festival of 2026: 15 to 23 February off, 14 and 28 worked.
    counterside.clock.advance(days=-30)
    opened(first=date(2026, 2, 14), days=2, start=time(8, 30), end=time(9, 0))
    assert starts(counterside, office, date(2026, 2, 14), date(2026, 2, 27)) == ["14 08:30", "24 08:30"]


def test_what_has_begun_today_is_left_out(counterside: Counterside, office: str, opened: Opened) -> None:
    today = date(2026, 3, 2)
    opened(first=today, start=time(8, 30), end=time(11, 0))
    assert starts(counterside, office, today, today) == ["02 10:00", "02 10:30"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 61},
        {"minutes": 4},
        {"minutes": 481},
        {"capacity": 0},
        {"capacity": 51},
        {"start": time(12, 0), "end": time(12, 0)},
        {"kind": CaseKind.COMPLAINT},
    ],
)
def test_what_makes_no_slots_is_refused(opened: Opened, wrong: dict[str, object]) -> None:
    with pytest.raises(TimetableWrong):
        opened(**wrong)


@pytest.mark.parametrize(
    ("starts_at", "reminded", "why"),
    [
        ((2026, 3, 5, 9, 0), (2026, 3, 4, 16, 0), "the day before"),
        ((2026, 3, 9, 9, 0), (2026, 3, 6, 16, 0), "a Monday: on Friday"),
        ((2026, 2, 24, 9, 0), (2026, 2, 14, 16, 0), "after the Spring Festival: on the make-up Saturday"),
        ((2026, 3, 5, 17, 0), (2026, 3, 4, 16, 0), "late in the day"),
    ],
)
def test_the_reminder_comes_at_four_on_the_working_day_before(
    counterside: Counterside,
    office: str,
    starts_at: tuple[int, int, int, int, int],
    reminded: tuple[int, int, int, int, int],
    why: str,
) -> None:
    calendar = counterside.casework.town.calendar(office)
    at = timetable.reminder_at(calendar, datetime(*starts_at, tzinfo=LOCAL_TIME))
    assert at == datetime(*reminded, tzinfo=LOCAL_TIME), why
    assert at is not None
    assert at.astimezone(UTC).hour == 8
