"""What became of messages on their way out: marked by whoever claimed them, and reported by the provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assistant.store.crypto import Vault
from assistant.store.models import Delivery, Resident
from assistant.store.outbox import UNCLEAR, Claimed, noted_error

Report = Literal["sent", "delivered", "undelivered", "failed"]
"""What a provider says became of a message that it accepted; the last three are final."""

_FINAL = ("delivered", "undelivered", "failed")


@dataclass(frozen=True, slots=True)
class Reported:
    """A message that a provider reported on; `changed` is False when that was known already."""

    reference: str
    case_id: str | None
    purpose: str
    changed: bool


def mark_sent(session: Session, claimed: Claimed, provider_id: str, now: datetime) -> bool:
    """The provider accepted it. That holds even when the claim has run out, or a report came first.

    Whether it was not known yet.
    """
    session.execute(
        update(Delivery)
        .where(Delivery.position == claimed.position)
        .values(provider_id=provider_id, updated_at=now)
    )
    row = session.execute(
        update(Delivery)
        .where(Delivery.position == claimed.position, Delivery.status.in_(("due", "sending", "held")))
        .values(status="sent", error=None)
        .returning(Delivery.position)
    ).first()
    return row is not None


def mark_retry(session: Session, claimed: Claimed, error: str, again_at: datetime, now: datetime) -> bool:
    """False when the claim has been lost to another worker, or a report came first; then nothing changes."""
    noted = noted_error(error, uncertain=claimed.uncertain)
    return _settle(session, claimed, "due", noted, now, next_at=again_at)


def mark_failed(session: Session, claimed: Claimed, error: str, now: datetime) -> bool:
    """As `mark_retry`, for good."""
    noted = noted_error(error, uncertain=claimed.uncertain)
    return _settle(session, claimed, "failed", noted, now, next_at=now)


def mark_held(session: Session, claimed: Claimed, now: datetime) -> bool:
    """As `mark_retry`, until the resident wants messages again."""
    doubt = UNCLEAR if claimed.uncertain else None
    return _settle(session, claimed, "held", doubt, now, next_at=now)


def mark_withdrawn(session: Session, claimed: Claimed, now: datetime) -> bool:
    """As `mark_retry`: nobody wants it any more."""
    return _settle(session, claimed, "withdrawn", None, now, next_at=now)


def known_ids(session: Session, claimed: Claimed) -> frozenset[str]:
    """The provider's ids of everything else that went to the same resident, or rang the same member."""
    here = select(Delivery.staff_id).where(Delivery.position == claimed.position).scalar_subquery()
    found = session.scalars(
        select(Delivery.provider_id).where(
            or_(Delivery.resident_id == claimed.resident_id, Delivery.staff_id == here),
            Delivery.position != claimed.position,
            Delivery.provider_id.is_not(None),
        )
    )
    return frozenset(one for one in found if one is not None)


def addressee(session: Session, vault: Vault, reference: str) -> tuple[str, str] | None:
    """The address and the language of the resident to whom something goes; None for an unknown reference.

    Raises SealBroken when the key is missing.
    """
    row = session.execute(
        select(Resident.address, Delivery.language)
        .join(Resident, Resident.id == Delivery.resident_id)
        .where(Delivery.reference == reference)
    ).first()
    return (vault.open(row.address), row.language) if row else None


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
    Final reports stay: one that arrives late or out of order changes nothing, and neither does one on an
    earlier sending of a message that went out again under another id.
    """
    found = Delivery.provider_id == provider_id
    if reference is not None:
        found = or_(found, Delivery.reference == reference)
    row = session.execute(
        select(
            Delivery.position,
            Delivery.reference,
            Delivery.case_id,
            Delivery.purpose,
            Delivery.status,
            Delivery.provider_id,
        )
        .where(found)
        .order_by(Delivery.position)
        .limit(1)
        .with_for_update()
    ).first()
    if row is None:
        return None
    same = row.provider_id in (None, provider_id)
    changed = same and row.status not in _FINAL and row.status != status
    if changed:
        session.execute(
            update(Delivery)
            .where(Delivery.position == row.position)
            .values(status=status, provider_id=provider_id, error=error, updated_at=now)
        )
    return Reported(row.reference, row.case_id, row.purpose, changed)


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
