"""Which cases are where: queues, and what is due to happen to them. Cases of practice are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import Session

from assistant.store.models import Case, CaseEvent

QUEUED = ("received", "reopened")
HELD = ("claimed", "in_progress", "waiting_resident")
OPEN = (*QUEUED, *HELD, "with_department")
_REAL = Case.practice_for.is_(None)
_UNSEEN = Case.closed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of cases shows. `view` is mine, waiting, overdue, supervisor, department, open or done;
    "unfinished" is everything that is not closed yet.

    `member` is whose cases "mine" are; `department` whose "department" shows. `practice_for` shows the
    made-up cases of a member instead of real ones.
    """

    view: str
    now: datetime
    member: str | None = None
    department: str | None = None
    service: str | None = None
    region: str | None = None
    kind: str | None = None
    practice_for: str | None = None


def listed(session: Session, wanted: Filter, limit: int, offset: int = 0) -> Sequence[Case]:
    """Cases of a list, what is most pressing first; what is over, the latest first."""
    order: tuple[Any, ...] = (Case.priority, Case.waiting_since)
    if wanted.view == "overdue":
        order = (Case.resolve_due, Case.priority)
    if wanted.view == "done":
        order = (Case.resolved_at.desc(), Case.opened_at.desc())
    statement = select(Case).where(*_conditions(wanted)).order_by(*order, Case.number)
    return session.scalars(statement.limit(limit).offset(offset)).all()


def count(session: Session, wanted: Filter) -> int:
    return int(
        session.execute(select(func.count()).select_from(Case).where(*_conditions(wanted))).scalar_one()
    )


def waiting(session: Session, limit: int) -> list[Case]:
    """Cases that nobody has, the most pressing lane first, in it the longest wait."""
    return list(
        session.scalars(
            select(Case)
            .where(_UNSEEN, Case.status.in_(QUEUED), _REAL)
            .order_by(Case.priority, Case.waiting_since, Case.number)
            .limit(limit)
        )
    )


def before(session: Session, case: Case) -> int:
    """How many wait in the queue before this case."""
    earlier = or_(
        Case.priority < case.priority,
        (Case.priority == case.priority) & (Case.waiting_since < case.waiting_since),
    )
    condition = (_UNSEEN, Case.status.in_(QUEUED), _REAL, Case.id != case.id, earlier)
    return int(session.execute(select(func.count()).select_from(Case).where(*condition)).scalar_one())


def lock_if_free(session: Session, case_id: str) -> Case | None:
    """The case, locked; None when somebody else works on it at this moment."""
    return session.execute(
        select(Case)
        .where(Case.id == case_id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def held_by(session: Session) -> dict[str, int]:
    """How many cases each member has that are open and not with a department."""
    rows = session.execute(
        select(Case.owner_id, func.count())
        .where(_UNSEEN, Case.status.in_(HELD), _REAL, Case.owner_id.is_not(None))
        .group_by(Case.owner_id)
    )
    return {str(owner): number for owner, number in rows}


def touch(session: Session, case_id: str, member_id: str, now: datetime) -> None:
    """Note that the owner is at work on the case."""
    session.execute(
        update(Case)
        .where(Case.id == case_id, Case.owner_id == member_id)
        .values(owner_active_at=now)
        .execution_options(synchronize_session=False)
    )


def silent_since(session: Session, before: datetime) -> Sequence[str]:
    """Cases whose owner did nothing with them since `before`."""
    return session.scalars(
        select(Case.id)
        .where(
            _UNSEEN,
            Case.status.in_(("claimed", "in_progress")),
            Case.owner_active_at <= before,
            Case.undecided.is_(False),
            _REAL,
        )
        .order_by(Case.owner_active_at)
    ).all()


def alarming(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Cases whose limits are to be looked at."""
    return session.scalars(
        select(Case.id)
        .where(Case.alarm_at.is_not(None), Case.alarm_at <= now, _REAL)
        .order_by(Case.alarm_at)
        .limit(limit)
    ).all()


def to_follow_up(session: Session, now: datetime, limit: int) -> Sequence[str]:
    """Cases whose resident is to be asked whether it helped."""
    return session.scalars(
        select(Case.id)
        .where(Case.follow_up_at.is_not(None), Case.follow_up_at <= now, _REAL)
        .order_by(Case.follow_up_at)
        .limit(limit)
    ).all()


def followed_up_before(session: Session, before: datetime) -> Sequence[str]:
    return session.scalars(
        select(Case.id).where(
            _UNSEEN,
            Case.status == "followed_up",
            func.coalesce(Case.rated_at, Case.resolved_at) <= before,
        )
    ).all()


def of_resident(session: Session, resident_id: str, since: datetime) -> Sequence[Case]:
    """The cases of a resident opened since then, the latest first."""
    return session.scalars(
        select(Case)
        .where(Case.resident_id == resident_id, Case.opened_at >= since, _REAL)
        .order_by(Case.opened_at.desc())
    ).all()


def version(session: Session) -> int:
    """Grows with everything that happens to any case."""
    return int(session.execute(select(func.coalesce(func.max(CaseEvent.position), 0))).scalar_one())


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = [_REAL if wanted.practice_for is None else Case.practice_for == wanted.practice_for]
    if wanted.view == "unfinished":
        conditions.append(_UNSEEN)
    elif wanted.view == "done":
        conditions.append(Case.status.in_(("resolved", "followed_up", "closed", "cancelled")))
    else:
        conditions += [_UNSEEN, Case.status.in_(OPEN)]
    by_view: dict[str, ColumnElement[bool]] = {
        "mine": Case.owner_id == wanted.member,
        "waiting": Case.status.in_(QUEUED),
        "overdue": or_(*(due <= wanted.now for due in (Case.take_due, Case.reply_due, Case.resolve_due)))
        & Case.paused_at.is_(None),
        "supervisor": or_(Case.escalated, Case.undecided),
        "department": (Case.status == "with_department")
        & (Case.department == wanted.department if wanted.department is not None else true()),
    }
    if wanted.view in by_view:
        conditions.append(by_view[wanted.view])
    if wanted.service is not None:
        conditions.append(Case.service == wanted.service)
    if wanted.region is not None:
        conditions.append(Case.region == wanted.region)
    if wanted.kind is not None:
        conditions.append(Case.kind == wanted.kind)
    return conditions
