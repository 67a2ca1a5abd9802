"""What is open at this moment, for the supervisor's board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from assistant.store.case_queue import HELD, OPEN, QUEUED
from assistant.store.models import Case
from assistant.store.outcomes import Wanted, narrowed


@dataclass(frozen=True, slots=True)
class Load:
    """What is open at this moment. `by_owner` holds member and number of cases, the most first."""

    open: int
    queued: int
    for_resident: int
    with_department: int
    overdue: int
    oldest: datetime | None
    by_owner: tuple[tuple[str, int], ...]


def load(session: Session, wanted: Wanted, now: datetime) -> Load:
    """What is open now; the time in which `wanted` looks does not matter for it."""
    here = (Case.closed_at.is_(None), Case.status.in_(OPEN), *narrowed(wanted))
    by_status = {
        status: (number, oldest)
        for status, number, oldest in session.execute(
            select(Case.status, func.count(), func.min(Case.waiting_since)).where(*here).group_by(Case.status)
        )
    }
    owners = session.execute(
        select(Case.owner_id, func.count())
        .where(*here, Case.status.in_((*HELD, "with_department")), Case.owner_id.is_not(None))
        .group_by(Case.owner_id)
        .order_by(func.count().desc(), Case.owner_id)
    )
    late = or_(*(due <= now for due in (Case.take_due, Case.reply_due, Case.resolve_due)))
    overdue = session.execute(select(func.count()).where(*here, Case.paused_at.is_(None), late)).scalar_one()
    counts = {status: number for status, (number, _) in by_status.items()}
    waits = [by_status[status][1] for status in QUEUED if status in by_status]
    return Load(
        open=sum(counts.values()),
        queued=sum(counts.get(status, 0) for status in QUEUED),
        for_resident=counts.get("waiting_resident", 0),
        with_department=counts.get("with_department", 0),
        overdue=overdue,
        oldest=min(waits, default=None),
        by_owner=tuple((str(owner), number) for owner, number in owners),
    )
