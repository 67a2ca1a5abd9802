"""How cases went, as rows for the supervisor's figures. Cases of practice are never among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from assistant.store.models import Case, CaseEvent

_REAL = Case.practice_for.is_(None)
_SENT = ("dispatched", "decided")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases to look at: those opened from `start` on and before `end`, and what narrows them down.

    `department` means cases that were ever sent there.
    """

    start: datetime
    end: datetime
    service: str | None = None
    region: str | None = None
    channel: str | None = None
    kind: str | None = None
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One case as the figures see it; the fields are the columns of `Case`."""

    opened_at: datetime
    status: str
    kind: str
    channel: str
    service: str | None
    region: str | None
    take_s: int | None
    reply_s: int | None
    resolve_s: int | None
    breaches: int
    reopened: int
    follow_ups: int
    rating: str | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What residents of some cases answered when they were asked, `number` times the same.

    `solved` is None when they did not say whether it was. A case that was opened again can have several.
    """

    service: str | None
    region: str | None
    channel: str
    rating: str
    solved: bool | None
    number: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One case for a list, without anything that tells whose it is."""

    number: str
    kind: str
    status: str
    service: str | None
    region: str | None
    channel: str
    department: str | None
    opened_at: datetime
    taken_at: datetime | None
    replied_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    take_s: int | None
    reply_s: int | None
    resolve_s: int | None
    breaches: int
    reopened: int
    sent_back: int
    rating: str | None
    solved: bool | None


@dataclass(frozen=True, slots=True)
class Passed:
    """How often cases were passed to a department, sent back by it, and finished there."""

    department: str
    sent: int
    sent_back: int
    finished: int


@dataclass(frozen=True, slots=True)
class Choices:
    """The services and districts that cases of some time are about."""

    services: tuple[str, ...]
    regions: tuple[str, ...]


def measured(session: Session, wanted: Wanted) -> list[Measured]:
    columns = [getattr(Case, name) for name in Measured.__slots__]
    return [Measured(*row) for row in session.execute(select(*columns).where(*_opened(wanted)))]


def answers(session: Session, wanted: Wanted) -> list[Answers]:
    """What residents answered, once for each time that their case was resolved: the last that they said."""
    later = aliased(CaseEvent)
    following = (
        select(later.kind)
        .where(
            later.case_id == CaseEvent.case_id,
            later.position > CaseEvent.position,
            later.kind.in_(("rated", "resolved")),
        )
        .order_by(later.position)
        .limit(1)
        .correlate(CaseEvent)
        .scalar_subquery()
    )
    said = (
        select(
            Case.service,
            Case.region,
            Case.channel,
            CaseEvent.detail["rating"].as_string().label("rating"),
            CaseEvent.detail["solved"].as_boolean().label("solved"),
        )
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.kind == "rated", func.coalesce(following, "") != "rated", *_opened(wanted))
        .subquery()
    )
    rows: Sequence[Any] = session.execute(select(*said.c, func.count()).group_by(*said.c)).all()
    return [Answers(*row) for row in rows]


def listed(session: Session, wanted: Wanted) -> list[Listed]:
    """In the order in which they were opened."""
    return _list(session, select(*_listed()).where(*_opened(wanted)))


def breached(session: Session, wanted: Wanted, limit: int) -> list[Listed]:
    """Cases of which a limit was passed, in the order in which they were opened."""
    return _list(session, select(*_listed()).where(*_opened(wanted), Case.breaches > 0).limit(limit))


def passed(session: Session, wanted: Wanted) -> list[Passed]:
    """What happened between the desk and each department with the cases."""
    place = func.coalesce(CaseEvent.detail["to"].as_string(), CaseEvent.detail["from"].as_string())
    moved = (
        select(place.label("place"), CaseEvent.kind)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.kind.in_((*_SENT, "sent_back", "finished")), place.is_not(None), *_opened(wanted))
        .subquery()
    )
    rows: Sequence[Any] = session.execute(select(*moved.c, func.count()).group_by(*moved.c)).all()
    found: dict[str, dict[str, int]] = {}
    for department, kind, number in rows:
        found.setdefault(department, {})[kind] = number
    return [
        Passed(
            department,
            sent=sum(counts.get(kind, 0) for kind in _SENT),
            sent_back=counts.get("sent_back", 0),
            finished=counts.get("finished", 0),
        )
        for department, counts in sorted(found.items())
    ]


def choices(session: Session, start: datetime, end: datetime) -> Choices:
    rows = session.execute(
        select(Case.service, Case.region).where(*_opened(Wanted(start, end))).distinct()
    ).all()
    return Choices(
        services=tuple(sorted({service for service, _ in rows if service})),
        regions=tuple(sorted({region for _, region in rows if region})),
    )


def _listed() -> list[Any]:
    return [getattr(Case, name) for name in Listed.__slots__]


def _list(session: Session, statement: Select[Any]) -> list[Listed]:
    return [Listed(*row) for row in session.execute(statement.order_by(Case.opened_at, Case.number))]


def _opened(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [Case.opened_at >= wanted.start, Case.opened_at < wanted.end, *narrowed(wanted)]


def narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What `wanted` asks for besides its time."""
    conditions: list[ColumnElement[bool]] = [_REAL]
    for name in ("service", "region", "channel", "kind"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(getattr(Case, name) == value)
    if wanted.department is not None:
        sent = aliased(CaseEvent)
        conditions.append(
            exists().where(
                sent.case_id == Case.id,
                sent.kind.in_(_SENT),
                sent.detail["to"].as_string() == wanted.department,
            )
        )
    return conditions
