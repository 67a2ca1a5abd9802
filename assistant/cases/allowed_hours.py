"""When residents may be written to or rung without having asked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from assistant.rendering.moments import LOCAL_TIME

Window = tuple[time, time]


def next_allowed(at: datetime, windows: Sequence[Window]) -> datetime:
    """`at` itself inside one of the windows of a day, else when the next one begins.

    A window that ends at or before its start goes on past midnight. Raises ValueError without windows.
    """
    if not windows:
        raise ValueError("there is no hour in which residents may be reached")
    today = at.astimezone(LOCAL_TIME).date()
    spans = sorted(
        _span(datetime.combine(today + timedelta(days=day), opens, LOCAL_TIME), closes)
        for day in (-1, 0, 1)
        for opens, closes in windows
    )
    return next(max(at, start) for start, end in spans if at < end)


def _span(start: datetime, closes: time) -> tuple[datetime, datetime]:
    end = datetime.combine(start.date(), closes, LOCAL_TIME)
    return start, end if end > start else end + timedelta(days=1)
