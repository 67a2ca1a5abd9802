"""Messages on their way out. The table is the queue: rows are claimed for a while, sent, and marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Session, aliased

from assistant.messages import Channel
from assistant.store.crypto import SealBroken, Vault
from assistant.store.models import Delivery, Resident
from assistant.store.upsert import insert_once

Report = Literal["sent", "delivered", "undelivered", "failed"]
"""What a provider says became of a message that it accepted; the last three are final."""

SEALED_PAUSE = timedelta(hours=1)

_FINAL = ("delivered", "undelivered", "failed")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that the caller alone may send until its claim runs out.

    `attempt` counts from 1. `uncertain` says that an earlier claim ran out unmarked, so the provider may hold
    the message already. `wanted` is False when the resident has opted out.
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


@dataclass(frozen=True, slots=True)
class Reported:
    """A message that a provider reported on; `changed` is False when that was known already."""

    reference: str
    case_id: str | None
    changed: bool


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
) -> bool:
    """Put a message in line, once for each reference. Returns whether it was new."""
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
            "next_at": now,
            "created_at": now,
            "updated_at": now,
        },
    )


def due(session: Session, now: datetime, limit: int) -> list[int]:
    """Positions of what may be claimed now, locked, oldest first; rows that another worker holds are skipped.

    Messages to one resident go in the order in which they were written, so only the first of them is due. A
    claimed row is due again when its claim has run out.
    """
    earlier = aliased(Delivery)
    waiting = exists().where(
        earlier.resident_id == Delivery.resident_id,
        earlier.position < Delivery.position,
        earlier.status.in_(("due", "sending")),
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


def oldest_waiting(session: Session) -> datetime | None:
    """Since when the message waits that has waited longest; None when none waits."""
    waiting = sql("outbox.status IN ('due', 'sending')")
    return session.execute(select(func.min(Delivery.created_at)).where(waiting)).scalar_one()


def any_due(session: Session, now: datetime) -> bool:
    """Whether something may be due, without waiting for anybody who writes."""
    waiting = exists().where(sql("outbox.status IN ('due', 'sending')"), Delivery.next_at <= now)
    return bool(session.execute(select(waiting)).scalar_one())


def claim(session: Session, vault: Vault, now: datetime, limit: int, lease: timedelta) -> list[Claimed]:
    """Take what is due. Commit before sending: the claim, not the transaction, keeps others away.

    A message whose key is missing is put off, so that it neither is lost nor keeps others waiting.
    """
    claimed = []
    for position in due(session, now, limit):
        row = session.execute(
            select(
                Delivery.reference,
                Delivery.resident_id,
                Delivery.case_id,
                Delivery.channel,
                Delivery.text,
                Delivery.attempts,
                Delivery.status,
                Resident.address,
                Resident.messages_wanted,
            )
            .join(Resident, Resident.id == Delivery.resident_id)
            .where(Delivery.position == position)
        ).one()
        here = update(Delivery).where(Delivery.position == position)
        try:
            address, text = vault.open(row.address), vault.open(row.text)
        except SealBroken as error:
            session.execute(here.values(next_at=now + SEALED_PAUSE, error=error.code, updated_at=now))
            continue
        session.execute(
            here.values(status="sending", next_at=now + lease, attempts=row.attempts + 1, updated_at=now)
        )
        claimed.append(
            Claimed(
                position=position,
                reference=row.reference,
                resident_id=row.resident_id,
                case_id=row.case_id,
                channel=Channel(row.channel),
                address=address,
                text=text,
                attempt=row.attempts + 1,
                uncertain=row.status == "sending",
                wanted=row.messages_wanted,
            )
        )
    return claimed


def mark_sent(session: Session, claimed: Claimed, provider_id: str, now: datetime) -> None:
    """The provider accepted it. That holds even when the claim has run out, or a report came first."""
    session.execute(
        update(Delivery)
        .where(Delivery.position == claimed.position)
        .values(provider_id=provider_id, updated_at=now)
    )
    session.execute(
        update(Delivery)
        .where(Delivery.position == claimed.position, Delivery.status.in_(("due", "sending", "held")))
        .values(status="sent", error=None)
    )


def mark_retry(session: Session, claimed: Claimed, error: str, again_at: datetime, now: datetime) -> bool:
    """False when the claim has been lost to another worker, or a report came first; then nothing changes."""
    return _settle(session, claimed, "due", error, now, next_at=again_at)


def mark_failed(session: Session, claimed: Claimed, error: str, now: datetime) -> bool:
    """As `mark_retry`, for good."""
    return _settle(session, claimed, "failed", error, now, next_at=now)


def mark_held(session: Session, claimed: Claimed, now: datetime) -> bool:
    """As `mark_retry`, until the resident wants messages again."""
    return _settle(session, claimed, "held", None, now, next_at=now)


def record_status(
    session: Session,
    provider_id: str,
    status: Report,
    now: datetime,
    *,
    error: str | None = None,
    reference: str | None = None,
) -> Reported | None:
    """Note what the provider reports. None when neither the provider id nor the reference is known.

    A report can overtake the answer to our own request; then only the reference finds the message.
    Final reports stay: one that arrives late or out of order changes nothing.
    """
    found = Delivery.provider_id == provider_id
    if reference is not None:
        found = or_(found, Delivery.reference == reference)
    row = session.execute(
        select(Delivery.position, Delivery.reference, Delivery.case_id, Delivery.status)
        .where(found)
        .order_by(Delivery.position)
        .limit(1)
        .with_for_update()
    ).first()
    if row is None:
        return None
    changed = row.status not in _FINAL and row.status != status
    if changed:
        session.execute(
            update(Delivery)
            .where(Delivery.position == row.position)
            .values(status=status, provider_id=provider_id, error=error, updated_at=now)
        )
    return Reported(row.reference, row.case_id, changed)


def _settle(
    session: Session, claimed: Claimed, status: str, error: str | None, now: datetime, *, next_at: datetime
) -> bool:
    row = session.execute(
        update(Delivery)
        .where(
            Delivery.position == claimed.position,
            Delivery.status == "sending",
            Delivery.attempts == claimed.attempt,
        )
        .values(status=status, error=error, next_at=next_at, updated_at=now)
        .returning(Delivery.position)
    ).first()
    return row is not None
