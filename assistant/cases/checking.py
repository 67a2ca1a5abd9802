"""Whether the rows of the cases say what their events say: what the figures rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.cases import clocks, metrics
from assistant.cases.kinds import CaseKind, Kind
from assistant.cases.metrics import Measure, Outcome
from assistant.cases.states import NotAllowed
from assistant.cases.town import Town
from assistant.cases.working_time import WorkingTime
from assistant.store import case_replay
from assistant.store.models import Case, CaseEvent

_BATCH = 500
EVENTS = "events"
"""Stands for the columns of a case whose events cannot have happened one after the other."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A case whose row is not what its events add up to, in these columns."""

    number: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check came to. `left_out` cases were opened before events told the kind of the case."""

    cases: int
    left_out: int
    differing: tuple[Differing, ...]


def check(session: Session, town: Town) -> Checked:
    """Hold every case against its events."""
    measure = measure_by(town)
    count = left_out = 0
    wrong: list[Differing] = []
    for case, events in _all(session):
        if events and events[0].kind == Kind.OPENED and "kind" not in events[0].detail:
            left_out += 1
            continue
        count += 1
        if columns := _differing(case, events, measure):
            wrong.append(Differing(case.number, columns))
    return Checked(count, left_out, tuple(sorted(wrong, key=lambda one: one.number)))


def measure_by(town: Town) -> Measure:
    """Counts as the limits and the office hours of the town say."""
    calendars: dict[str | None, WorkingTime] = {}

    def measure(step: str, kind: CaseKind, region: str | None, start: datetime, end: datetime) -> int:
        if region not in calendars:
            calendars[region] = town.calendar(town.office_for(region).id)
        return clocks.measured(getattr(town.levels(kind), step), calendars[region], start, end)

    return measure


def _all(session: Session) -> Iterator[tuple[Case, list[CaseEvent]]]:
    last = ""
    while batch := case_replay.batch(session, last, _BATCH):
        events = case_replay.events_of(session, [case.id for case in batch])
        for case in batch:
            yield case, events[case.id]
        last = batch[-1].id
        session.expunge_all()


def _differing(case: Case, events: list[CaseEvent], measure: Measure) -> tuple[str, ...]:
    try:
        told = metrics.from_events(events, measure, case.region)
    except (NotAllowed, ValueError, KeyError):
        return (EVENTS,)
    names = (one.name for one in fields(Outcome))
    return tuple(name for name in names if getattr(case, name) != getattr(told, name))
