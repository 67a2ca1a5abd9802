"""A time as the tables of these tests write it: days, hours, "any", the problem; a span with a slash."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from knowledge.spoken.times import When

THURSDAY_AT_TEN = datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def shown(when: When | None) -> str | None:
    if when is None:
        return None
    hours = "" if when.start is None else f"{when.start:%H:%M}"
    if when.end is not None:
        hours += f"/{when.end:%H:%M}"
    words = (_days(when.first, when.last), hours, "any" if when.any_time else "", when.problem or "")
    return " ".join(word for word in words if word)


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        assert first is last
        return ""
    return _day(first) if first == last else f"{_day(first)}/{_day(last)}"


def _day(day: date) -> str:
    return f"{day:%m-%d}" if day.year == THURSDAY_AT_TEN.year else day.isoformat()


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026, in which the 26th is a Thursday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))
