"""How long a step of a case may take. Pure arithmetic over working time.

Limits follow Tianjin's rule of 2025 for its hotline: danger is taken within 15 minutes, what concerns
supplies within 30 minutes, everything else within one working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.cases.working_time import WorkingTime

WARNED_AT = 0.8
"""The share of a limit after which it is warned of."""

Unit = Literal["minutes", "working_minutes", "working_days"]
Verdict = Literal["fine", "warned", "breached"]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many minutes by the clock, minutes of working time, or working days."""

    amount: int
    unit: Unit

    @property
    def always(self) -> bool:
        """Whether the limit runs day and night."""
        return self.unit == "minutes"


@dataclass(frozen=True, slots=True)
class Levels:
    """The limits of one kind of case: until it is taken, first answered, and resolved."""

    take: Limit
    reply: Limit
    resolve: Limit


def due(limit: Limit, start: datetime, calendar: WorkingTime) -> datetime:
    """When a limit ends that begins at `start`."""
    if limit.unit == "working_days":
        return calendar.end_of_day(start, limit.amount)
    return _later(limit, start, timedelta(minutes=limit.amount), calendar)


def remaining(due_at: datetime, paused_at: datetime, limit: Limit, calendar: WorkingTime) -> timedelta:
    """What is left of a limit at the moment from which it stands still; nothing when it was over."""
    return _spent(limit, paused_at, due_at, calendar)


def resumed(left: timedelta, at: datetime, limit: Limit, calendar: WorkingTime) -> datetime:
    """The new end of a limit that goes on at `at`."""
    return _later(limit, at, left, calendar)


def extend(due_at: datetime, days: int, calendar: WorkingTime) -> datetime:
    """The end of a limit put off by working days."""
    return calendar.end_of_day(due_at, days)


def warn_at(
    start: datetime, due_at: datetime, limit: Limit, calendar: WorkingTime, share: float = WARNED_AT
) -> datetime:
    """When `share` of a limit that runs from `start` to `due_at` is used up."""
    return _later(limit, start, _spent(limit, start, due_at, calendar) * share, calendar)


def standing(now: datetime, warn: datetime, due_at: datetime) -> Verdict:
    if now >= due_at:
        return "breached"
    return "warned" if now >= warn else "fine"


def _later(limit: Limit, start: datetime, spent: timedelta, calendar: WorkingTime) -> datetime:
    return start + spent if limit.always else calendar.add(start, spent)


def _spent(limit: Limit, start: datetime, end: datetime, calendar: WorkingTime) -> timedelta:
    return max(timedelta(0), end - start) if limit.always else calendar.between(start, end)
