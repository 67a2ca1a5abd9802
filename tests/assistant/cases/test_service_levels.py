from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from assistant.cases.service_levels import Limit, due, extend, remaining, resumed, standing, warn_at
from assistant.cases.working_time import Hours, WorkingTime
from assistant.rendering.moments import LOCAL_TIME

HALL = WorkingTime(Hours.weekdays((time(8, 30), time(12)), (time(14, 30), time(17, 30))))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In March 2026; the second is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=LOCAL_TIME)


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        (Limit(15, "minutes"), at(1, 3), at(1, 3, 15)),
        (Limit(30, "working_minutes"), at(1, 3), at(2, 9)),
        (Limit(30, "working_minutes"), at(2, 11, 45), at(2, 14, 45)),
        (Limit(1, "working_days"), at(2, 9), at(3, 17, 30)),
        (Limit(5, "working_days"), at(2, 9), at(9, 17, 30)),
    ],
)
def test_a_limit_ends_by_the_clock_or_in_working_time(limit: Limit, start: datetime, end: datetime) -> None:
    assert due(limit, start, HALL) == end


def test_danger_pauses_by_the_clock_and_everything_else_in_working_time() -> None:
    danger, ordinary = Limit(15, "minutes"), Limit(15, "working_minutes")
    left = remaining(at(2, 17, 40), at(2, 17, 20), danger, HALL)
    assert left == timedelta(minutes=20)
    assert resumed(left, at(2, 23), danger, HALL) == at(2, 23, 20)
    left = remaining(at(3, 8, 40), at(2, 17, 20), ordinary, HALL)
    assert left == timedelta(minutes=20)
    assert resumed(left, at(2, 23), ordinary, HALL) == at(3, 8, 50)


def test_a_limit_is_warned_of_after_four_fifths() -> None:
    assert warn_at(at(2, 9), at(2, 9, 30), Limit(30, "working_minutes"), HALL) == at(2, 9, 24)
    assert warn_at(at(2, 11, 30), at(2, 15), Limit(60, "working_minutes"), HALL) == at(2, 14, 48)
    assert warn_at(at(2, 9), at(2, 9), Limit(1, "minutes"), HALL) == at(2, 9)


@pytest.mark.parametrize(
    ("now", "verdict"),
    [(at(2, 9, 23), "fine"), (at(2, 9, 24), "warned"), (at(2, 9, 29), "warned"), (at(2, 9, 30), "breached")],
)
def test_where_a_limit_stands(now: datetime, verdict: str) -> None:
    assert standing(now, at(2, 9, 24), at(2, 9, 30)) == verdict


def test_an_extension_adds_working_days() -> None:
    assert extend(at(6, 17, 30), 2, HALL) == at(10, 17, 30)
