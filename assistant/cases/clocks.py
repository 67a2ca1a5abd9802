"""The limits of a case: how long until it is taken, first answered and resolved.

They stand still while the case waits for the resident. What is late goes to a supervisor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from assistant.cases import service_levels
from assistant.cases.kinds import BREACHES, OPEN, REPLIED, TAKEN, CaseKind, Kind, Status
from assistant.cases.service_levels import Limit
from assistant.cases.states import ENDS_WAITING, Happened, Standing
from assistant.cases.work import Work
from assistant.cases.working_time import WorkingTime
from assistant.store import cases as rows
from assistant.store.models import Case

FINE, WARNED, BREACHED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Running:
    """A limit that runs. `due` is its end."""

    step: str
    limit: Limit
    due: datetime
    alarm: int


def follow(work: Work, case: Case, before: Standing, event: Happened) -> None:
    """Start, stop, pause and set the limits as `event` demands; the row is in its status after it."""
    status = Status(case.status)
    calendar = calendar_of(work, case)
    _note_late(work, case, event)
    if event.kind is Kind.OPENED or (status is Status.REOPENED and before.status is not Status.REOPENED):
        _start(work, case, calendar)
    if event.kind in TAKEN:
        _taken(work, case, calendar)
    if event.kind in REPLIED and case.replied_at is None:
        case.replied_at = work.now
        case.reply_s = measured(_limit(work, case, "reply"), calendar, case.opened_at, work.now)
    if event.kind in REPLIED:
        case.reply_due = None
    if event.kind is Kind.RESOLVED:
        case.resolve_s = _worked(work, case, calendar)
    if event.kind is Kind.CHANGED:
        _set(work, case, [one.step for one in running(work, case)], calendar)
    if event.kind is Kind.EXTENDED and case.resolve_due is not None:
        case.resolve_due = service_levels.extend(case.resolve_due, event.days, calendar)
        case.resolve_alarm = FINE
    _pause(work, case, before, calendar)
    if status not in OPEN:
        case.take_due = case.reply_due = case.resolve_due = None
    set_alarm(work, case)


def _note_late(work: Work, case: Case, event: Happened) -> None:
    """A step that ends after its limit, before anybody looked, has broken it all the same."""
    ended = {
        "take": event.kind in TAKEN,
        "reply": event.kind in REPLIED,
        "resolve": event.kind is Kind.RESOLVED,
    }
    for step, is_over in ended.items():
        due = getattr(case, f"{step}_due")
        late = is_over and due is not None and case.paused_at is None and work.now > due
        if late and getattr(case, f"{step}_alarm") != BREACHED:
            mark_broken(case, step)
            rows.add_event(work.session, case.id, Kind.BREACHED.value, work.now, detail={"step": step})


def mark_broken(case: Case, step: str) -> None:
    """The limit of a step is passed, now and for ever."""
    setattr(case, f"{step}_alarm", BREACHED)
    case.breaches |= BREACHES[step]


def running(work: Work, case: Case) -> Iterator[Running]:
    """The limits that run now; none while the case waits for the resident."""
    if case.paused_at is not None:
        return
    for step in BREACHES:
        due = getattr(case, f"{step}_due")
        if due is not None:
            yield Running(step, _limit(work, case, step), due, getattr(case, f"{step}_alarm"))


def set_alarm(work: Work, case: Case) -> None:
    """Note when the limits are to be looked at next."""
    moments = {
        one.due if one.alarm == WARNED else warning(work, case, one)
        for one in running(work, case)
        if one.alarm != BREACHED
    }
    case.alarm_at = min(moments, default=None)


def warning(work: Work, case: Case, one: Running) -> datetime:
    """From when on a limit is near its end."""
    since = case.clock_since or case.opened_at
    return service_levels.warn_at(since, one.due, one.limit, calendar_of(work, case))


def calendar_of(work: Work, case: Case) -> WorkingTime:
    return work.town.calendar(work.town.office_for(case.region).id)


def measured(limit: Limit, calendar: WorkingTime, start: datetime, end: datetime) -> int:
    """Seconds between two moments as the limit counts them: all of them, or those in working time."""
    spent = end - start if limit.always else calendar.between(start, end)
    return int(spent.total_seconds())


def _start(work: Work, case: Case, calendar: WorkingTime) -> None:
    case.clock_since, case.paused_at = work.now, None
    _set(work, case, BREACHES, calendar)


def _set(work: Work, case: Case, steps: Iterable[str], calendar: WorkingTime) -> None:
    since = case.clock_since or case.opened_at
    for step in steps:
        setattr(case, f"{step}_due", service_levels.due(_limit(work, case, step), since, calendar))
        setattr(case, f"{step}_alarm", FINE)


def _taken(work: Work, case: Case, calendar: WorkingTime) -> None:
    if case.taken_at is None:
        case.taken_at = work.now
        case.take_s = measured(_limit(work, case, "take"), calendar, case.opened_at, work.now)
    case.take_due = None


def _pause(work: Work, case: Case, before: Standing, calendar: WorkingTime) -> None:
    waits = case.status == Status.WAITING_FOR_RESIDENT
    if waits and case.paused_at is None:
        case.paused_at = work.now
    elif not waits and case.paused_at is not None:
        for step in BREACHES:
            due = getattr(case, f"{step}_due")
            if due is not None:
                limit = _limit(work, case, step)
                left = service_levels.remaining(due, case.paused_at, limit, calendar)
                setattr(case, f"{step}_due", service_levels.resumed(left, work.now, limit, calendar))
        case.paused_at = None


def _worked(work: Work, case: Case, calendar: WorkingTime) -> int:
    """Seconds from the opening until now, without the time in which the case waited for the resident."""
    limit = _limit(work, case, "resolve")
    spent = measured(limit, calendar, case.opened_at, work.now)
    for start, end in pauses(work, case):
        spent -= measured(limit, calendar, start, end)
    return max(0, spent)


def pauses(work: Work, case: Case) -> Iterator[tuple[datetime, datetime]]:
    """From when to when the case waited for the resident, up to now."""
    since: datetime | None = None
    for event in rows.events(work.session, case.id):
        if event.kind == Kind.WAITED and since is None:
            since = event.at
        elif event.kind in ENDS_WAITING and since is not None:
            yield since, event.at
            since = None
    if since is not None:
        yield since, work.now


def _limit(work: Work, case: Case, step: str) -> Limit:
    limit: Limit = getattr(work.town.levels(CaseKind(case.kind)), step)
    return limit
