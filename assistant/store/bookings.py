"""Places of cases in slots, as rows.

A booking is live until it is cancelled, or the slot has come and somebody said whether it was kept. One that
was kept or missed makes way for a further one of the same case by `set_aside`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assistant.store.columns import new_id
from assistant.store.models import Booking, Case, Resident, Slot
from assistant.store.upsert import insert_once


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking with what is read of its case and its slot. `address` and `details` are sealed."""

    id: str
    slot_id: str
    office: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    closed: bool
    outcome: str | None
    details: bytes | None
    number: str
    service: str | None
    language: str
    dialect: str | None
    address: bytes


def create(
    session: Session, slot_id: str, case_id: str, staff_id: str | None, details: bytes | None, now: datetime
) -> str | None:
    """The id of the new booking; None when the case has one that was not cancelled."""
    booking_id = new_id()
    values = {
        "id": booking_id,
        "slot_id": slot_id,
        "case_id": case_id,
        "staff_id": staff_id,
        "details": details,
        "booked_at": now,
    }
    return booking_id if insert_once(session, Booking, values) else None


def current(session: Session, case_id: str) -> Booking | None:
    """The booking of a case that was not cancelled; it may be over."""
    return session.execute(
        select(Booking)
        .where(Booking.case_id == case_id, Booking.cancelled_at.is_(None))
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def latest(session: Session, case_id: str) -> Booking | None:
    """The booking that a case got last, whatever became of it."""
    return session.execute(
        select(Booking)
        .where(Booking.case_id == case_id)
        .order_by(Booking.booked_at.desc(), Booking.id)
        .limit(1)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def find(session: Session, booking_id: str) -> Booking | None:
    return session.execute(
        select(Booking).where(Booking.id == booking_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()


def set_details(session: Session, booking_id: str, details: bytes) -> None:
    session.execute(
        update(Booking)
        .where(Booking.id == booking_id)
        .values(details=details)
        .execution_options(synchronize_session=False)
    )


def cancel(session: Session, booking_id: str, now: datetime) -> bool:
    """False when it is not live any more."""
    return _end(session, booking_id, cancelled_at=now)


def finish(session: Session, booking_id: str, outcome: str, now: datetime) -> bool:
    """Note that it was "kept" or "missed". False when it is not live any more."""
    return _end(session, booking_id, outcome=outcome, done_at=now)


def set_aside(session: Session, booking_id: str, now: datetime) -> None:
    """Let a booking that is over make way for another one; its outcome stays."""
    session.execute(
        update(Booking)
        .where(Booking.id == booking_id, Booking.done_at.is_not(None), Booking.cancelled_at.is_(None))
        .values(cancelled_at=now)
        .execution_options(synchronize_session=False)
    )


def in_slots(session: Session, slot_ids: Iterable[str]) -> list[Booked]:
    """Who is or was booked in these slots, but for bookings that were cancelled; in order of time."""
    wanted = set(slot_ids)
    if not wanted:
        return []
    rows = session.execute(
        select(
            Booking.id,
            Booking.slot_id,
            Slot.office,
            Slot.kind,
            Slot.starts_at,
            Slot.ends_at,
            Slot.closed,
            Booking.outcome,
            Booking.details,
            Case.number,
            Case.service,
            Case.language,
            Case.dialect,
            Resident.address,
        )
        .join(Slot, Slot.id == Booking.slot_id)
        .join(Case, Case.id == Booking.case_id)
        .join(Resident, Resident.id == Case.resident_id)
        .where(Booking.slot_id.in_(wanted), or_(Booking.cancelled_at.is_(None), Booking.outcome.is_not(None)))
        .order_by(Slot.starts_at, Slot.kind, Booking.booked_at, Booking.id)
    ).all()
    return [Booked(*tuple(row)) for row in rows]


def _end(session: Session, booking_id: str, **values: object) -> bool:
    ended = session.execute(
        update(Booking)
        .where(Booking.id == booking_id, Booking.cancelled_at.is_(None), Booking.done_at.is_(None))
        .values(**values)
        .returning(Booking.id)
        .execution_options(synchronize_session=False)
    )
    return ended.first() is not None
