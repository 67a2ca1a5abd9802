"""Messages on their way out. The table is the queue: rows are claimed for a while, sent, and marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, exists, func, or_, select, type_coerce, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Session, aliased

from assistant.messages import Channel
from assistant.store.columns import UtcDateTime
from assistant.store.crypto import SealBroken, Vault
from assistant.store.models import Delivery, Resident
from assistant.store.staff import phone_of
from assistant.store.upsert import insert_once

SEALED_PAUSE = timedelta(hours=1)

CERTAIN = frozenset({"rate_limited", "seal_broken"})
"""Errors after which the provider certainly does not hold the message."""

UNCLEAR = "unclear"
"""Before an error, or in its place: an attempt before it ended without a clear answer."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that the caller alone may send until its claim runs out.

    `attempt` counts from 1. `uncertain` says that an earlier attempt ended without a clear answer, so the
    provider may hold the message already; it was put in line at `since`. `wanted` is False when the resident
    has opted out. `staff_number` is rung first in a call that joins two people.
    """

    position: int
    reference: str
    resident_id: str
    case_id: str | None
    channel: Channel
    address: str
    text: str
    attempt: int
    uncertain: bool
    wanted: bool
    medium: str = "text"
    purpose: str = "reply"
    language: str = "zh"
    since: datetime | None = None
    staff_number: str | None = None


def enqueue(
    session: Session,
    vault: Vault,
    resident_id: str,
    channel: Channel,
    text: str,
    reference: str,
    *,
    now: datetime,
    case_id: str | None = None,
    medium: str = "text",
    purpose: str = "reply",
    unasked: bool = False,
    language: str = "zh",
    staff_id: str | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Put a message or a call in line, once for each reference. Returns whether it was new.

    What is `unasked` waits for the hours in which residents may be disturbed.
    """
    return insert_once(
        session,
        Delivery,
        {
            "reference": reference,
            "resident_id": resident_id,
            "case_id": case_id,
            "channel": channel.value,
            "text": vault.seal(text),
            "status": "due",
            "attempts": 0,
            "next_at": max(now, not_before) if not_before else now,
            "medium": medium,
            "purpose": purpose,
            "unasked": unasked,
            "language": language,
            "staff_id": staff_id,
            "created_at": now,
            "updated_at": now,
        },
    )


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Positions of what may be claimed now, locked, oldest first; rows that another worker holds are skipped.

    Messages to one resident go in the order in which they were written: only the first of them is due. What
    nobody asked for may wait for its hours and keeps no other back. A claimed row is due again when its
    claim has run out.
    """
    earlier = aliased(Delivery)
    waiting = exists().where(
        earlier.resident_id == Delivery.resident_id,
        earlier.medium == Delivery.medium,
        earlier.position < Delivery.position,
        earlier.status.in_(("due", "sending")),
        earlier.unasked.is_(False),
    )
    return list(
        session.scalars(
            select(Delivery.position)
            .where(sql("outbox.status IN ('due', 'sending')"), Delivery.next_at <= now, ~waiting)
            .order_by(Delivery.next_at, Delivery.position)
            .limit(limit)
            .with_for_update(skip_locked=True, of=Delivery)
        )
    )


def oldest_waiting(session: Session, now: datetime) -> datetime | None:
    """Since when the message waits that has waited longest; None when none waits.

    What waits for its hour, as a reminder does, waits for nobody until then.
    """
    waiting = sql("outbox.status IN ('due', 'sending')")
    untried = Delivery.attempts == 0
    since = func.min(case((untried, Delivery.next_at), else_=Delivery.created_at))
    found: datetime | None = session.execute(
        select(type_coerce(since, UtcDateTime())).where(waiting, ~(untried & (Delivery.next_at > now)))
    ).scalar_one()
    return found


def any_due(session: Session, now: datetime) -> bool:
    """Whether something may be due, without waiting for anybody who writes."""
    waiting = exists().where(sql("outbox.status IN ('due', 'sending')"), Delivery.next_at <= now)
    return bool(session.execute(select(waiting)).scalar_one())


def claim(
    session: Session,
    vault: Vault,
    now: datetime,
    limit: int,
    lease: timedelta,
    allowed: Callable[[str, datetime], datetime] | None = None,
) -> list[Claimed]:
    """Take what is due. Commit before sending: the claim, not the transaction, keeps others away.

    A message whose key is missing is put off, so that it neither is lost nor keeps others waiting; so is what
    nobody asked for, until the next moment `allowed` for its medium. Doubt outlives being put off.
    """
    claimed: list[Claimed] = []
    while len(claimed) < limit and (positions := due(session, now, limit - len(claimed))):
        claimed += filter(None, (_claimed(session, vault, now, one, lease, allowed) for one in positions))
    return claimed


def _claimed(
    session: Session,
    vault: Vault,
    now: datetime,
    position: int,
    lease: timedelta,
    allowed: Callable[[str, datetime], datetime] | None,
) -> Claimed | None:
    """One row, taken or put off."""
    row = session.execute(
        select(
            Delivery.reference,
            Delivery.resident_id,
            Delivery.case_id,
            Delivery.channel,
            Delivery.text,
            Delivery.attempts,
            Delivery.status,
            Delivery.error,
            Delivery.medium,
            Delivery.purpose,
            Delivery.language,
            Delivery.unasked,
            Delivery.staff_id,
            Delivery.created_at,
            Resident.address,
            Resident.messages_wanted,
        )
        .join(Resident, Resident.id == Delivery.resident_id)
        .where(Delivery.position == position)
    ).one()
    here = update(Delivery).where(Delivery.position == position)
    uncertain = row.status == "sending" or not (row.error is None or row.error in CERTAIN)
    opens_at = allowed(row.medium, now) if allowed and row.unasked else now
    if opens_at > now:
        error = UNCLEAR if row.status == "sending" else row.error
        session.execute(here.values(status="due", next_at=opens_at, error=error, updated_at=now))
        return None
    try:
        address, text = vault.open(row.address), vault.open(row.text)
        staff_number = phone_of(session, vault, row.staff_id) if row.staff_id else None
    except SealBroken as error:
        noted = noted_error(error.code, uncertain=uncertain)
        session.execute(here.values(next_at=now + SEALED_PAUSE, error=noted, updated_at=now))
        return None
    session.execute(
        here.values(status="sending", next_at=now + lease, attempts=row.attempts + 1, updated_at=now)
    )
    return Claimed(
        position=position,
        reference=row.reference,
        resident_id=row.resident_id,
        case_id=row.case_id,
        channel=Channel(row.channel),
        address=address,
        text=text,
        attempt=row.attempts + 1,
        uncertain=uncertain,
        wanted=row.messages_wanted,
        medium=row.medium,
        purpose=row.purpose,
        language=row.language,
        since=row.created_at,
        staff_number=staff_number,
    )


def noted_error(error: str, *, uncertain: bool) -> str:
    """What is kept of an error: a clear one must not hide that an attempt before it was not."""
    return f"{UNCLEAR}_{error}" if uncertain and error in CERTAIN else error


def withdraw(session: Session, reference: str, now: datetime) -> bool:
    """Take a message out of line that the provider cannot hold. False for any other, and for an unknown one.

    What is going out at this moment, and what may have gone out, stays.
    """
    row = session.execute(
        update(Delivery)
        .where(
            Delivery.reference == reference,
            Delivery.status.in_(("due", "held")),
            or_(Delivery.error.is_(None), Delivery.error.in_(CERTAIN)),
        )
        .values(status="withdrawn", updated_at=now)
        .returning(Delivery.position)
    ).first()
    return row is not None
