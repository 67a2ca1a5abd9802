from __future__ import annotations

from datetime import date

from assistant.cases.holidays import Holidays

KNOWN = Holidays.known()
SPRING_FESTIVAL = [date(2026, 2, day) for day in range(15, 24)]


def test_the_spring_festival_is_off_and_two_saturdays_are_worked_for_it() -> None:
    assert not any(KNOWN.is_workday(day) for day in SPRING_FESTIVAL)
    assert KNOWN.is_workday(date(2026, 2, 14))
    assert KNOWN.is_workday(date(2026, 2, 28))
    assert not KNOWN.is_workday(date(2026, 2, 7))


def test_only_a_weekend_day_makes_up_for_another() -> None:
    assert KNOWN.is_made_up(date(2026, 2, 14))
    assert not KNOWN.is_made_up(date(2026, 2, 13))
    assert not KNOWN.is_made_up(date(2026, 2, 7))


def test_years_that_nobody_knows_yet_have_weekends_alone() -> None:
    later = date(KNOWN.known_until + 5, 10, 1)
    assert KNOWN.is_workday(later) is (later.weekday() < 5)
    assert not KNOWN.is_known(later)
    assert KNOWN.is_known(date(KNOWN.known_until, 12, 31))


def test_a_town_adds_the_arrangement_of_a_new_year() -> None:
    year = KNOWN.known_until + 1
    eve, saturday = date(year, 2, 5), date(year, 1, 30)
    told = Holidays.known([eve], [saturday])
    assert not told.is_workday(eve)
    assert told.is_workday(saturday)
    assert told.known_until == year


def test_a_year_told_after_a_gap_does_not_make_the_gap_known() -> None:
    assert Holidays.known([date(KNOWN.known_until + 2, 10, 1)]).known_until == KNOWN.known_until


def test_the_town_goes_before_the_package() -> None:
    told = Holidays.known([date(2026, 2, 14)], [date(2026, 2, 15)])
    assert not told.is_workday(date(2026, 2, 14))
    assert told.is_workday(date(2026, 2, 15))
