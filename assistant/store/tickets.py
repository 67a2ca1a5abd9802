"""Those who wait in halls, as rows. A ticket is waiting, called, absent, done or left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assistant.store.columns import new_id
from assistant.store.models import Booking, Case, Slot, Ticket
from assistant.store.upsert import insert_once


@dataclass(frozen=True, slots=True)
class Held:
    """A ticket with the number of its case and the time for which it is booked."""

    id: str
    serial: int
    lane: int
    service: str | None
    status: str
    issued_at: datetime
    called_at: datetime | None
    calls: int
    counter: str | None
    case_number: str | None
    booking_id: str | None
    booked_for: datetime | None


def issue(
    session: Session,
    office: str,
    day: date,
    lane: int,
    now: datetime,
    *,
    service: str | None = None,
    case_id: str | None = None,
    booking_id: str | None = None,
) -> str:
    """The id of a ticket with the next serial of that office on that day, from 1.

    Whoever loses the race for a serial takes the one after it.
    """
    values: dict[str, Any] = {
        "id": new_id(),
        "office": office,
        "day": day,
        "lane": lane,
        "case_id": case_id,
        "booking_id": booking_id,
        "service": service,
        "status": "waiting",
        "issued_at": now,
        "calls": 0,
    }
    last = select(func.max(Ticket.serial)).where(Ticket.office == office, Ticket.day == day)
    while True:
        serial = (session.execute(last).scalar_one() or 0) + 1
        if insert_once(session, Ticket, values | {"serial": serial}):
            return str(values["id"])


def lock_day(session: Session, office: str, day: date) -> None:
    """Keep others from calling in this office until the transaction ends."""
    session.execute(
        select(Ticket.id)
        .where(Ticket.office == office, Ticket.day == day)
        .order_by(Ticket.serial)
        .limit(1)
        .with_for_update()
    )


def find(session: Session, ticket_id: str) -> Ticket | None:
    return session.execute(
        select(Ticket).where(Ticket.id == ticket_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()


def of_booking(session: Session, booking_id: str) -> Ticket | None:
    """The ticket for which somebody with a booking checked in and that is not over."""
    return session.execute(
        select(Ticket)
        .where(Ticket.booking_id == booking_id, Ticket.status.in_(("waiting", "called", "absent")))
        .limit(1)
    ).scalar_one_or_none()


def move(session: Session, ticket_id: str, before: str, status: str, **values: object) -> bool:
    """Change the status by compare-and-set. False when it is not `before` any more."""
    moved = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.status == before)
        .values(status=status, **values)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    return moved.first() is not None


def call_again(session: Session, ticket_id: str) -> bool:
    """Count one more call. False when it is not being called."""
    called = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.status == "called")
        .values(calls=Ticket.calls + 1)
        .returning(Ticket.id)
        .execution_options(synchronize_session=False)
    )
    return called.first() is not None


def with_status(session: Session, office: str, day: date, status: str) -> list[Held]:
    """In the order in which they were issued."""
    rows = session.execute(
        select(
            Ticket.id,
            Ticket.serial,
            Ticket.lane,
            Ticket.service,
            Ticket.status,
            Ticket.issued_at,
            Ticket.called_at,
            Ticket.calls,
            Ticket.counter,
            Case.number,
            Ticket.booking_id,
            Slot.starts_at,
        )
        .outerjoin(Case, Case.id == Ticket.case_id)
        .outerjoin(Booking, Booking.id == Ticket.booking_id)
        .outerjoin(Slot, Slot.id == Booking.slot_id)
        .where(Ticket.office == office, Ticket.day == day, Ticket.status == status)
        .order_by(Ticket.serial)
    ).all()
    return [Held(*tuple(row)) for row in rows]


def at_counter(session: Session, office: str, day: date, counter: str) -> Sequence[Ticket]:
    """What a counter called and has not ended; the latest first."""
    return session.scalars(
        select(Ticket)
        .where(
            Ticket.office == office, Ticket.day == day, Ticket.status == "called", Ticket.counter == counter
        )
        .order_by(Ticket.called_at.desc(), Ticket.serial.desc())
        .execution_options(populate_existing=True)
    ).all()


def last_lanes(session: Session, office: str, day: date, limit: int) -> list[int]:
    """The lanes of those without a booking who were called last, the latest first."""
    return list(
        session.scalars(
            select(Ticket.lane)
            .where(
                Ticket.office == office,
                Ticket.day == day,
                Ticket.booking_id.is_(None),
                Ticket.called_at.is_not(None),
            )
            .order_by(Ticket.called_at.desc(), Ticket.serial.desc())
            .limit(limit)
        )
    )


def link(session: Session, ticket_id: str, case_id: str) -> None:
    """Whoever holds this ticket is there for that case."""
    session.execute(
        update(Ticket).where(Ticket.id == ticket_id, Ticket.case_id.is_(None)).values(case_id=case_id)
    )
