"""Working time, as a table that a clerk can read: start, working time, end.

The hall works 8:30-12:00 and 14:30-17:30. In 2026 the Spring Festival is off from Sunday 15 to Monday 23
February, worked for on Saturdays 14 and 28 February; National Day is off from 1 to 7 October, worked for on
Sunday 20 September and Saturday 10 October (notice of the State Council's office for 2026).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cases import service_levels
from assistant.cases.holidays import Holidays
from assistant.cases.service_levels import Limit
from assistant.cases.working_time import Hours, NeverOpen, WorkingTime
from assistant.rendering.moments import LOCAL_TIME

MORNING, AFTERNOON = (time(8, 30), time(12)), (time(14, 30), time(17, 30))
HALL = WorkingTime(Hours.weekdays(MORNING, AFTERNOON))
HOTLINE = WorkingTime(Hours.round_the_clock())
NIGHT = WorkingTime(Hours({day: ((time(0), time(6)), (time(20), time(0))) for day in range(7)}))


def at(text: str) -> datetime:
    """`02-13 16:30` in Asia/Shanghai in 2026, or with a year before it."""
    full = text if text[4] == "-" else f"2026-{text}"
    return datetime.strptime(full, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL_TIME)


def spent(text: str) -> timedelta:
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


TABLE = [
    # an ordinary Monday
    ("03-02 08:30", "0:30", "03-02 09:00", "from the opening"),
    ("03-02 06:00", "0:30", "03-02 09:00", "before the opening"),
    ("03-02 09:00", "0:00", "03-02 09:00", "nothing passes"),
    ("03-02 22:00", "0:00", "03-02 22:00", "nothing passes at night"),
    ("03-02 11:30", "0:30", "03-02 12:00", "used up exactly at noon"),
    ("03-02 11:30", "0:31", "03-02 14:31", "over lunch"),
    ("03-02 12:00", "0:01", "03-02 14:31", "from the beginning of lunch"),
    ("03-02 13:15", "1:00", "03-02 15:30", "begun in the lunch break"),
    ("03-02 14:30", "3:00", "03-02 17:30", "the whole afternoon"),
    ("03-02 08:30", "6:30", "03-02 17:30", "the whole day"),
    ("03-02 17:00", "0:30", "03-02 17:30", "used up exactly at closing"),
    ("03-02 17:00", "0:31", "03-03 08:31", "over night"),
    ("03-02 17:30", "0:15", "03-03 08:45", "at the closing minute"),
    ("03-02 18:10", "0:15", "03-03 08:45", "after closing"),
    ("03-02 23:59", "0:15", "03-03 08:45", "a minute before midnight"),
    ("03-03 00:00", "0:15", "03-03 08:45", "at midnight"),
    ("03-02 08:30", "13:00", "03-03 17:30", "two whole days"),
    ("03-02 08:30", "13:01", "03-04 08:31", "and a minute"),
    # a weekend
    ("03-06 17:00", "1:00", "03-09 09:00", "Friday to Monday"),
    ("03-07 10:00", "1:00", "03-09 09:30", "begun on a Saturday"),
    ("03-08 23:00", "3:31", "03-09 14:31", "begun on a Sunday, over Monday's lunch"),
    # the Spring Festival
    ("02-13 17:00", "1:00", "02-14 09:00", "Friday to the Saturday that is worked"),
    ("02-14 08:30", "6:30", "02-14 17:30", "the Saturday has a Monday's hours"),
    ("02-14 12:30", "0:30", "02-14 15:00", "and a lunch break"),
    ("02-14 17:00", "1:00", "02-24 09:00", "over all of the festival"),
    ("02-16 10:00", "0:30", "02-24 09:00", "begun on New Year's Eve"),
    ("02-17 00:00", "0:30", "02-24 09:00", "begun with the new year"),
    ("02-23 23:59", "0:01", "02-24 08:31", "the last minute of the festival"),
    ("02-27 17:00", "1:00", "02-28 09:00", "to the second Saturday that is worked"),
    ("02-28 17:00", "1:00", "03-02 09:00", "after it, the Sunday is free"),
    ("02-14 08:30", "13:00", "02-24 17:30", "a working day on each side"),
    # other holidays of 2026
    ("01-04 08:30", "1:00", "01-04 09:30", "Sunday 4 January is worked"),
    ("2025-12-31 17:00", "1:00", "2026-01-04 09:00", "over the turn of the year"),
    ("04-03 17:00", "1:00", "04-07 09:00", "Qingming"),
    ("04-30 17:00", "1:00", "05-06 09:00", "Labour Day"),
    ("05-08 17:00", "1:00", "05-09 09:00", "Saturday 9 May is worked"),
    ("06-18 17:00", "1:00", "06-22 09:00", "Dragon Boat Festival"),
    ("09-18 17:00", "7:00", "09-20 17:30", "Sunday 20 September is worked"),
    ("09-18 17:00", "7:01", "09-21 08:31", "and Saturday 19 September is not"),
    ("09-24 17:00", "1:00", "09-28 09:00", "Mid-Autumn"),
    ("09-30 17:00", "1:00", "10-08 09:00", "National Day"),
    ("09-30 17:30", "6:30", "10-08 17:30", "from its last minute"),
    ("10-09 17:00", "1:00", "10-10 09:00", "Saturday 10 October is worked"),
    ("10-10 17:30", "0:01", "10-12 08:31", "and Sunday is not"),
    # long ones
    ("02-09 08:30", "65:00", "02-27 17:30", "ten days, nine of them off between"),
    ("09-28 08:30", "32:30", "10-09 17:30", "five days over National Day"),
]


@pytest.mark.parametrize(("start", "working", "end", "why"), TABLE, ids=[row[3] for row in TABLE])
def test_working_time_passes_as_the_table_says(start: str, working: str, end: str, why: str) -> None:
    assert HALL.add(at(start), spent(working)) == at(end)
    assert HALL.between(at(start), at(end)) == spent(working)


DAYS = [
    ("03-02 09:00", 1, "03-03 17:30", "the day itself does not count"),
    ("03-02 23:00", 1, "03-03 17:30", "not at night either"),
    ("03-06 09:00", 1, "03-09 17:30", "Friday to Monday"),
    ("03-07 09:00", 1, "03-09 17:30", "from a Saturday"),
    ("02-13 09:00", 1, "02-14 17:30", "the next day is a Saturday that is worked"),
    ("02-14 09:00", 1, "02-24 17:30", "over the Spring Festival"),
    ("02-13 09:00", 5, "02-27 17:30", "five days around the festival"),
    ("02-13 09:00", 6, "02-28 17:30", "the sixth is a Saturday that is worked"),
    ("09-30 09:00", 3, "10-10 17:30", "the third is a Saturday that is worked"),
    ("2025-12-31 09:00", 1, "2026-01-04 17:30", "the next working day is a Sunday"),
    ("03-02 09:00", 15, "03-23 17:30", "fifteen working days"),
]


@pytest.mark.parametrize(("start", "days", "end", "why"), DAYS, ids=[row[3] for row in DAYS])
def test_limits_of_days_end_with_business(start: str, days: int, end: str, why: str) -> None:
    assert HALL.end_of_day(at(start), days) == at(end)


PAUSES = [
    # due, waits for the resident from, until, new due
    ("03-02 15:00", "03-02 09:00", "03-02 10:00", "03-02 16:00", "an hour of the morning"),
    ("03-02 15:00", "03-02 11:30", "03-02 14:00", "03-02 15:30", "into the lunch break"),
    ("03-02 15:00", "03-02 12:00", "03-02 14:30", "03-02 15:00", "the lunch break itself costs nothing"),
    ("03-02 17:30", "03-02 17:00", "03-03 09:00", "03-03 09:30", "over night"),
    ("02-14 17:30", "02-14 16:30", "02-24 08:30", "02-24 09:30", "over the Spring Festival"),
    ("02-24 09:30", "02-16 10:00", "02-20 10:00", "02-24 09:30", "inside the festival costs nothing"),
    ("09-30 17:30", "09-30 17:00", "10-10 09:00", "10-10 09:30", "over National Day to a worked Saturday"),
    ("03-02 09:00", "03-02 10:00", "03-02 11:00", "03-02 11:00", "what was over stays over"),
]


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "new_due", "why"), PAUSES, ids=[row[4] for row in PAUSES]
)
def test_a_pause_moves_the_end_by_working_time(
    due: str, paused: str, resumed: str, new_due: str, why: str
) -> None:
    limit = Limit(30, "working_minutes")
    left = service_levels.remaining(at(due), at(paused), limit, HALL)
    assert service_levels.resumed(left, at(resumed), limit, HALL) == at(new_due)


def test_an_office_that_never_closes_counts_every_minute() -> None:
    assert HOTLINE.add(at("02-17 03:00"), timedelta(hours=30)) == at("02-18 09:00")
    assert HOTLINE.between(at("02-17 03:00"), at("02-18 09:00")) == timedelta(hours=30)
    assert HOTLINE.is_open(at("02-17 03:00"))
    assert HOTLINE.end_of_day(at("02-17 03:00"), 1) == at("02-19 00:00")


def test_hours_can_reach_midnight_and_begin_there() -> None:
    assert NIGHT.add(at("03-02 23:00"), timedelta(hours=2)) == at("03-03 01:00")
    assert NIGHT.between(at("03-02 19:00"), at("03-03 07:00")) == timedelta(hours=10)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("03-02 08:29", False, "03-02 08:30"),
        ("03-02 08:30", True, "03-02 08:30"),
        ("03-02 11:59", True, "03-02 11:59"),
        ("03-02 12:00", False, "03-02 14:30"),
        ("03-02 17:30", False, "03-03 08:30"),
        ("02-14 17:30", False, "02-24 08:30"),
        ("02-28 10:00", True, "02-28 10:00"),
    ],
)
def test_an_office_says_whether_it_is_open_and_when_next(moment: str, is_open: bool, opens: str) -> None:
    assert HALL.is_open(at(moment)) is is_open
    assert HALL.next_open(at(moment)) == at(opens)


def test_what_ends_before_it_begins_takes_no_time() -> None:
    assert HALL.between(at("03-03 09:00"), at("03-02 09:00")) == timedelta(0)
    with pytest.raises(ValueError, match="cannot be taken away"):
        HALL.add(at("03-02 09:00"), timedelta(minutes=-1))
    with pytest.raises(ValueError, match="at least one"):
        HALL.end_of_day(at("03-02 09:00"), 0)


@pytest.mark.parametrize(
    ("open_on", "worked"),
    [
        # by weekday from Monday on, and the hours on Saturday 14 February, which is worked
        ({0: (MORNING, AFTERNOON), 5: (MORNING,)}, timedelta(hours=6.5)),
        ({1: (AFTERNOON,), 5: (MORNING,)}, timedelta(hours=3)),
        ({5: (MORNING,)}, timedelta(hours=3.5)),
    ],
)
def test_a_saturday_that_is_worked_has_the_hours_of_the_first_weekday_with_any(
    open_on: dict[int, tuple[tuple[time, time], ...]], worked: timedelta
) -> None:
    office = WorkingTime(Hours(open_on))
    assert office.between(at("02-14 00:00"), at("02-15 00:00")) == worked


def test_years_of_working_time_are_measured_as_the_sum_of_their_days() -> None:
    start, end = at("2024-01-01 00:00"), at("2026-11-01 00:00")
    days = (end - start).days
    parts = [HALL.between(start + timedelta(days=n), start + timedelta(days=n + 1)) for n in range(days)]
    total = sum(parts, timedelta(0))
    assert HALL.between(start, end) == total
    assert HALL.add(start, total) == at("10-30 17:30")


@pytest.mark.parametrize("hours", [Hours({}), Hours({0: ()})])
def test_an_office_without_hours_is_refused(hours: Hours) -> None:
    with pytest.raises(NeverOpen):
        WorkingTime(hours)


def test_an_office_closed_for_months_does_not_run_for_ever() -> None:
    closed = Holidays(
        frozenset(date(2026, 3, 1) + timedelta(days=day) for day in range(400)), frozenset(), 2026
    )
    office = WorkingTime(Hours.weekdays(MORNING), closed)
    with pytest.raises(NeverOpen):
        office.add(at("03-02 09:00"), timedelta(minutes=1))
    with pytest.raises(NeverOpen):
        office.end_of_day(at("03-02 09:00"), 1)


moments = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
durations = st.integers(0, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(moments, durations)
def test_adding_and_measuring_agree(start: datetime, duration: timedelta) -> None:
    assert HALL.between(start, HALL.add(start, duration)) == duration


@given(moments, durations, durations)
def test_time_adds_up(start: datetime, first: timedelta, second: timedelta) -> None:
    assert HALL.add(HALL.add(start, first), second) == HALL.add(start, first + second)


@given(moments, moments, moments)
def test_a_span_is_the_sum_of_its_parts(a: datetime, b: datetime, c: datetime) -> None:
    first, second, third = sorted((a, b, c))
    assert HALL.between(first, third) == HALL.between(first, second) + HALL.between(second, third)
