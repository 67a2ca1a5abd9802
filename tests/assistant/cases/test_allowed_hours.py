from __future__ import annotations

from datetime import datetime, time

import pytest

from assistant.cases.allowed_hours import next_allowed
from assistant.rendering.moments import LOCAL_TIME

DAY = [(time(8), time(21))]
CALLS = [(time(9), time(11, 30)), (time(14, 30), time(20))]
NIGHT = [(time(22), time(6))]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=LOCAL_TIME)


@pytest.mark.parametrize(
    ("windows", "moment", "allowed"),
    [
        (DAY, at(2, 7, 59), at(2, 8)),
        (DAY, at(2, 8), at(2, 8)),
        (DAY, at(2, 20, 59), at(2, 20, 59)),
        (DAY, at(2, 21), at(3, 8)),
        (DAY, at(2, 23, 59), at(3, 8)),
        (DAY, at(3, 0), at(3, 8)),
        (CALLS, at(2, 12), at(2, 14, 30)),
        (CALLS, at(2, 20), at(3, 9)),
        (NIGHT, at(2, 23), at(2, 23)),
        (NIGHT, at(3, 2), at(3, 2)),
        (NIGHT, at(3, 6), at(3, 22)),
        ([(time(8), time(0))], at(2, 23, 59), at(2, 23, 59)),
    ],
)
def test_residents_are_left_alone_outside_the_hours(
    windows: list[tuple[time, time]], moment: datetime, allowed: datetime
) -> None:
    assert next_allowed(moment, windows) == allowed


def test_some_hour_must_be_allowed() -> None:
    with pytest.raises(ValueError, match="no hour"):
        next_allowed(at(2, 9), [])
