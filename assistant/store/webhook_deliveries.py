"""What is on its way to webhooks. The table is the queue, as that of messages is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Session, aliased

from assistant.store.crypto import SealBroken, Vault
from assistant.store.models import CaseEvent, Webhook, WebhookDelivery
from assistant.store.outbox import SEALED_PAUSE
from assistant.store.webhooks import LOOKED_BACK

KEPT_FOR = timedelta(days=30)

_WAITING = sql("webhook_deliveries.status IN ('due', 'sending')")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that the caller alone may post until its claim runs out. `attempt` counts from 1."""

    position: int
    webhook_id: str
    url: str
    secret: str
    payload: Mapping[str, Any]
    attempt: int


@dataclass(frozen=True, slots=True)
class Dead:
    """An event that a webhook was not told of, for good. `error` is a code."""

    position: int
    webhook: str
    event_position: int
    kind: str
    case_id: str
    error: str | None
    attempts: int
    died_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How many deliveries of a webhook wait, and how many are dead; since when the oldest waits."""

    waiting: int
    dead: int
    oldest: datetime | None


def any_due(session: Session, now: datetime) -> bool:
    """Whether something may be due, without waiting for anybody who writes."""
    waiting = exists().where(_WAITING, WebhookDelivery.next_at <= now)
    return bool(session.execute(select(waiting)).scalar_one())


def claim(session: Session, vault: Vault, now: datetime, lease: timedelta) -> Claimed | None:
    """Take the delivery that is due first. Commit before posting.

    A webhook is told in the order of the events, so only its first that waits is due. One whose key is
    missing is put off.
    """
    earlier = aliased(WebhookDelivery, name="earlier")
    held_up = exists().where(
        earlier.webhook_id == WebhookDelivery.webhook_id,
        earlier.event_position < WebhookDelivery.event_position,
        sql("earlier.status IN ('due', 'sending')"),
    )
    found = session.execute(
        select(WebhookDelivery, Webhook.url, Webhook.secret)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(_WAITING, WebhookDelivery.next_at <= now, ~held_up)
        .order_by(WebhookDelivery.next_at, WebhookDelivery.position)
        .limit(1)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
    ).first()
    if found is None:
        return None
    row, url, sealed = found
    row.updated_at = now
    try:
        secret = vault.open(sealed)
    except SealBroken as error:
        row.next_at, row.error = now + SEALED_PAUSE, error.code
        return None
    row.status, row.next_at, row.attempts = "sending", now + lease, row.attempts + 1
    session.flush()
    return Claimed(row.position, row.webhook_id, url, secret, row.payload, row.attempts)


def mark_sent(session: Session, claimed: Claimed, now: datetime) -> None:
    """The receiver has it. That holds even when the claim has run out."""
    session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.position == claimed.position, WebhookDelivery.status != "ended")
        .values(status="sent", error=None, updated_at=now)
    )


def mark_retry(session: Session, claimed: Claimed, error: str, again_at: datetime, now: datetime) -> bool:
    """False when the claim has been lost to another process; then nothing changes."""
    return _settle(session, claimed, now, status="due", error=error, next_at=again_at)


def mark_dead(session: Session, claimed: Claimed, error: str, now: datetime) -> bool:
    """As `mark_retry`, for good."""
    return _settle(session, claimed, now, status="dead", error=error)


def dead(session: Session, limit: int = 100) -> list[Dead]:
    """What webhooks that have not ended were not told of, the latest first."""
    rows = session.execute(
        select(WebhookDelivery, Webhook.name, CaseEvent.kind, CaseEvent.case_id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .join(CaseEvent, CaseEvent.position == WebhookDelivery.event_position)
        .where(WebhookDelivery.status == "dead", Webhook.ended_at.is_(None))
        .order_by(WebhookDelivery.updated_at.desc(), WebhookDelivery.position.desc())
        .limit(limit)
    )
    return [
        Dead(
            position=row.position,
            webhook=name,
            event_position=row.event_position,
            kind=kind,
            case_id=case_id,
            error=row.error,
            attempts=row.attempts,
            died_at=row.updated_at,
        )
        for row, name, kind, case_id in rows
    ]


def try_again(
    session: Session, now: datetime, *, webhook_id: str | None = None, position: int | None = None
) -> int:
    """Put dead deliveries in line again, all of a webhook or a single one; returns how many."""
    if webhook_id is None and position is None:
        raise ValueError("say which webhook or which delivery")
    ended = select(Webhook.id).where(Webhook.ended_at.is_not(None))
    conditions = [WebhookDelivery.status == "dead", WebhookDelivery.webhook_id.not_in(ended)]
    if webhook_id is not None:
        conditions.append(WebhookDelivery.webhook_id == webhook_id)
    if position is not None:
        conditions.append(WebhookDelivery.position == position)
    again = session.execute(
        update(WebhookDelivery)
        .where(*conditions)
        .values(status="due", attempts=0, next_at=now, updated_at=now)
        .returning(WebhookDelivery.position)
        .execution_options(synchronize_session=False)
    )
    return len(again.all())


def standings(session: Session) -> dict[str, Standing]:
    """By the id of each webhook that has a delivery."""
    waiting = WebhookDelivery.status.in_(("due", "sending"))
    rows = session.execute(
        select(
            WebhookDelivery.webhook_id,
            func.count().filter(waiting),
            func.count().filter(WebhookDelivery.status == "dead"),
            func.min(WebhookDelivery.created_at).filter(waiting),
        ).group_by(WebhookDelivery.webhook_id)
    )
    return {webhook_id: Standing(due, lost, oldest) for webhook_id, due, lost, oldest in rows}


def forget(session: Session, now: datetime, limit: int) -> int:
    """Remove what was told longer ago than `KEPT_FOR`; returns how many.

    What is looked at again for events without a delivery stays, or it would be told again.
    """
    old = (
        select(WebhookDelivery.position)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(
            WebhookDelivery.status.in_(("sent", "ended")),
            WebhookDelivery.updated_at <= now - KEPT_FOR,
            WebhookDelivery.event_position <= Webhook.told_to - LOOKED_BACK,
        )
        .limit(limit)
    )
    removed = session.execute(
        delete(WebhookDelivery)
        .where(WebhookDelivery.position.in_(old))
        .returning(WebhookDelivery.position)
        .execution_options(synchronize_session=False)
    )
    return len(removed.all())


def _settle(session: Session, claimed: Claimed, now: datetime, **values: Any) -> bool:
    row = session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.position == claimed.position,
            WebhookDelivery.status == "sending",
            WebhookDelivery.attempts == claimed.attempt,
        )
        .values(**values, updated_at=now)
        .returning(WebhookDelivery.position)
        .execution_options(synchronize_session=False)
    ).first()
    return row is not None
