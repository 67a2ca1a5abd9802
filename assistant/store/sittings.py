"""Sign-ins, from the first request to the end. The browser holds a token, the table only its SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from assistant.store.models import StaffMember, StaffSitting

LONGEST = timedelta(hours=20)
"""A working day; limits of 20 hours and more need no warning on screen (WCAG 2.2.1)."""
IDLE = timedelta(minutes=60)
"""Without a request for so long, whoever signed in is taken to have left the desk: long enough for a call to
a resident or a case that is read with care, so that nobody loses words half written."""
SEEN_EVERY = timedelta(minutes=1)
"""A request is noted at most so often, so that reading pages does not write."""


@dataclass(frozen=True, slots=True)
class OpenSitting:
    """A sign-in that lasts. `id` is no secret: it is the hash of what the browser holds."""

    id: str
    staff_id: str
    began_at: datetime
    seen_at: datetime


def begin(session: Session, staff_id: str, now: datetime) -> str:
    """The token for the browser, kept nowhere else."""
    token = secrets.token_urlsafe(32)
    session.add(StaffSitting(id=id_of(token), staff_id=staff_id, began_at=now, seen_at=now))
    session.flush()
    return token


def id_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find(session: Session, sitting_id: str, now: datetime) -> OpenSitting | None:
    """None once it has ended, lasted too long, or been idle."""
    row = session.execute(
        select(StaffSitting).where(StaffSitting.id == sitting_id, *_lasting(now))
    ).scalar_one_or_none()
    return _open(row) if row else None


def seen(session: Session, sitting_id: str, now: datetime) -> None:
    """Note that its member is there."""
    session.execute(
        update(StaffSitting)
        .where(StaffSitting.id == sitting_id, StaffSitting.ended_at.is_(None), StaffSitting.seen_at < now)
        .values(seen_at=now)
    )


def end(session: Session, sitting_id: str, now: datetime) -> None:
    session.execute(
        update(StaffSitting)
        .where(StaffSitting.id == sitting_id, StaffSitting.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_all(session: Session, staff_id: str, now: datetime) -> None:
    """Sign a member out everywhere."""
    session.execute(
        update(StaffSitting)
        .where(StaffSitting.staff_id == staff_id, StaffSitting.ended_at.is_(None))
        .values(ended_at=now)
    )


def lasting(session: Session, now: datetime) -> tuple[OpenSitting, ...]:
    """Who is signed in, of the active members, last seen first."""
    rows = session.execute(
        select(StaffSitting)
        .join(StaffMember, StaffMember.id == StaffSitting.staff_id)
        .where(StaffMember.active, *_lasting(now))
        .order_by(StaffSitting.seen_at.desc(), StaffSitting.id)
    ).scalars()
    return tuple(_open(row) for row in rows)


def forget(session: Session, before: datetime) -> None:
    """Delete those that began before then."""
    session.execute(delete(StaffSitting).where(StaffSitting.began_at < before))


def _lasting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        StaffSitting.ended_at.is_(None),
        StaffSitting.began_at > now - LONGEST,
        StaffSitting.seen_at > now - IDLE,
    )


def _open(row: StaffSitting) -> OpenSitting:
    return OpenSitting(row.id, row.staff_id, row.began_at, row.seen_at)
