"""Who has the page of a case open, and who is writing there. One row for a case and a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.store.models import Presence
from assistant.store.upsert import dialect_of, insert

LASTS = timedelta(seconds=30)
"""A page says every ten seconds that it is open; one that is silent for so long was closed."""


@dataclass(frozen=True, slots=True)
class Present:
    """A member who has a case before them; `writing` while a reply is being written."""

    staff_id: str
    writing: bool


def seen(session: Session, case_id: str, staff_id: str, now: datetime, *, writing: bool) -> None:
    """Note that a member has the page open."""
    values = {"seen_at": now, "writing_at": now if writing else None}
    statement = insert(dialect_of(session), Presence).values(case_id=case_id, staff_id=staff_id, **values)
    session.execute(
        statement.on_conflict_do_update(index_elements=[Presence.case_id, Presence.staff_id], set_=values)
    )


def gone(session: Session, case_id: str, staff_id: str) -> None:
    """Note that a member has left the page, or sent what was being written."""
    session.execute(delete(Presence).where(Presence.case_id == case_id, Presence.staff_id == staff_id))


def others(session: Session, case_id: str, staff_id: str, now: datetime) -> Sequence[Present]:
    """Who else has the case before them, those who are writing first."""
    rows = session.execute(
        select(Presence.staff_id, Presence.writing_at)
        .where(
            Presence.case_id == case_id,
            Presence.staff_id != staff_id,
            Presence.seen_at >= now - LASTS,
        )
        .order_by(Presence.staff_id)
    )
    found = [Present(row.staff_id, _lasts(row.writing_at, now)) for row in rows]
    return sorted(found, key=lambda present: not present.writing)


def forget(session: Session, now: datetime) -> None:
    """Drop what is noted of pages that were closed without a word."""
    session.execute(delete(Presence).where(Presence.seen_at < now - LASTS))


def _lasts(at: datetime | None, now: datetime) -> bool:
    return at is not None and at >= now - LASTS
