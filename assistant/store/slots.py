"""Times at which residents can come, or be visited, as rows. Places in them are taken by compare-and-set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.store.columns import new_id
from assistant.store.models import Slot
from assistant.store.upsert import insert_once


def add(
    session: Session, office: str, kind: str, starts_at: datetime, ends_at: datetime, capacity: int
) -> bool:
    """False when the office has a slot of that kind at that time already; it stays as it is."""
    return insert_once(
        session,
        Slot,
        {
            "id": new_id(),
            "office": office,
            "kind": kind,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "capacity": capacity,
            "taken": 0,
            "closed": False,
        },
    )


def find(session: Session, slot_id: str) -> Slot | None:
    return session.execute(
        select(Slot).where(Slot.id == slot_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()


def lock(session: Session, slot_ids: Iterable[str]) -> None:
    """Hold several slots until the transaction ends, always in the same order, so that no two wait for
    each other."""
    session.execute(select(Slot.id).where(Slot.id.in_(set(slot_ids))).order_by(Slot.id).with_for_update())


def take(session: Session, slot_id: str) -> bool:
    """Take one place. False when none is left, or the slot is closed or unknown."""
    taken = session.execute(
        update(Slot)
        .where(Slot.id == slot_id, Slot.taken < Slot.capacity, Slot.closed.is_(False))
        .values(taken=Slot.taken + 1)
        .returning(Slot.id)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


def give_back(session: Session, slot_id: str) -> None:
    """Free one place that was taken."""
    session.execute(
        update(Slot)
        .where(Slot.id == slot_id, Slot.taken > 0)
        .values(taken=Slot.taken - 1)
        .execution_options(synchronize_session=False)
    )


def set_closed(session: Session, slot_id: str, closed: bool) -> bool:
    """Whether anything changed. Places taken in a closed slot stay taken until they are moved."""
    changed = session.execute(
        update(Slot)
        .where(Slot.id == slot_id, Slot.closed.is_(not closed))
        .values(closed=closed)
        .returning(Slot.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def free(
    session: Session, office: str, kind: str, start: datetime, end: datetime, limit: int
) -> Sequence[Slot]:
    """The slots of an office with a free place that begin after `start` and before `end`, the next first."""
    return session.scalars(
        select(Slot)
        .where(
            Slot.office == office,
            Slot.kind == kind,
            Slot.starts_at > start,
            Slot.starts_at < end,
            Slot.taken < Slot.capacity,
            Slot.closed.is_(False),
        )
        .order_by(Slot.starts_at)
        .limit(limit)
        .execution_options(populate_existing=True)
    ).all()


def between(
    session: Session, office: str, start: datetime, end: datetime, kind: str | None = None
) -> Sequence[Slot]:
    """The slots of an office that begin from `start` on and before `end`, in order of time."""
    statement = select(Slot).where(Slot.office == office, Slot.starts_at >= start, Slot.starts_at < end)
    if kind is not None:
        statement = statement.where(Slot.kind == kind)
    return session.scalars(
        statement.order_by(Slot.starts_at, Slot.kind).execution_options(populate_existing=True)
    ).all()
