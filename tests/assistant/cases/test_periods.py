from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.cases import periods
from assistant.cases.periods import NoPeriod, Period

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("day", (3, 4), (3, 4)), ("week", (3, 2), (3, 8)), ("month", (3, 1), (3, 31))],
)
def test_a_named_time_holds_today(name: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert periods.named(name, date(2026, 3, 4)) == Period(date(2026, *first), date(2026, *last))


def test_a_day_begins_and_ends_at_local_midnight() -> None:
    day = periods.between("2026-03-04", "2026-03-04")

    assert day.start(SHANGHAI) == datetime(2026, 3, 3, 16, tzinfo=UTC)
    assert day.end(SHANGHAI) == datetime(2026, 3, 4, 16, tzinfo=UTC)


def test_a_month_ends_with_its_own_last_day() -> None:
    assert periods.month("2028-02").last == date(2028, 2, 29)
    assert periods.month("2026-12").last == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "0000-01", "9999-12", "2026-1", "x", "2026-01-01"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NoPeriod):
        periods.month(text)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-03-02", "2026-03-01"),
        ("2026-01-01", "2027-01-02"),
        ("", "2026-03-01"),
        ("0001-01-01", "0001-01-02"),
        ("9999-12-30", "9999-12-31"),
        ("2026-02-30", "2026-03-01"),
    ],
)
def test_days_that_make_no_period_of_at_most_a_year_are_refused(first: str, last: str) -> None:
    with pytest.raises(NoPeriod):
        periods.between(first, last)


def test_a_whole_leap_year_fits() -> None:
    assert periods.between("2028-01-01", "2028-12-31").days == 366


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(NoPeriod):
        periods.named("year", date(2026, 3, 4))
