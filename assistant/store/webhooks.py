"""Other systems that are told what happens to cases. Cases of practice are never told of."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from assistant.errors import AssistantError
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Case, CaseEvent, Webhook, WebhookDelivery
from assistant.store.upsert import insert_once

SECRET_BYTES = 32
LOOKED_BACK = 1000
"""So many positions below the last one told are looked at again.

Positions are given before transactions end: on PostgreSQL one can appear after those that follow it. It is
told of late then, but never before what happened earlier to the same case, which is locked while it changes.
"""


class WebhookNameTaken(AssistantError):
    code = "webhook_name_taken"


class NoSuchWebhook(AssistantError):
    code = "no_such_webhook"


@dataclass(frozen=True, slots=True)
class Hook:
    """An address that is told. `events` are the kinds it wants, None for all of them."""

    id: str
    name: str
    url: str
    events: tuple[str, ...] | None
    told_to: int
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Untold:
    """An event for which a webhook has no delivery yet."""

    event: CaseEvent
    case: Case


def create(
    session: Session, vault: Vault, name: str, url: str, events: Collection[str] | None, now: datetime
) -> tuple[Hook, str]:
    """A webhook that is told what happens from now on, and its secret, which is shown only once.

    Raises WebhookNameTaken.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    values = {
        "id": new_id(),
        "name": name,
        "url": url,
        "secret": vault.seal(secret),
        "events": sorted(set(events)) if events is not None else None,
        "told_to": last_event(session),
        "created_at": now,
    }
    if not insert_once(session, Webhook, values):
        raise WebhookNameTaken("a webhook has this name already, or had it once")
    return _hook(session.get_one(Webhook, values["id"])), secret


def list_hooks(session: Session) -> tuple[Hook, ...]:
    """Every webhook there ever was, by name."""
    return tuple(_hook(row) for row in session.scalars(select(Webhook).order_by(Webhook.name)))


def live(session: Session) -> tuple[Hook, ...]:
    return tuple(hook for hook in list_hooks(session) if hook.ended_at is None)


def named(session: Session, name: str) -> Hook:
    """Raises NoSuchWebhook."""
    row = session.execute(select(Webhook).where(Webhook.name == name)).scalar_one_or_none()
    if row is None:
        raise NoSuchWebhook("no webhook has this name")
    return _hook(row)


def end(session: Session, hook_id: str, now: datetime) -> None:
    """Tell it nothing more; what waits to be told is dropped."""
    session.execute(
        update(Webhook).where(Webhook.id == hook_id, Webhook.ended_at.is_(None)).values(ended_at=now)
    )
    session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == hook_id, WebhookDelivery.status.in_(("due", "sending")))
        .values(status="ended", updated_at=now)
    )


def lock(session: Session, hook_id: str) -> Hook | None:
    """The webhook, locked; None when another process makes out its deliveries, or it has ended."""
    row = session.execute(
        select(Webhook)
        .where(Webhook.id == hook_id, Webhook.ended_at.is_(None))
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    return _hook(row) if row is not None else None


def last_event(session: Session) -> int:
    """The position of the newest event that can be seen."""
    return int(session.execute(select(func.coalesce(func.max(CaseEvent.position), 0))).scalar_one())


def any_untold(session: Session, hook: Hook) -> bool:
    statement = select(CaseEvent.position).join(Case, Case.id == CaseEvent.case_id).where(_untold(hook))
    return session.execute(statement.limit(1)).first() is not None


def untold(session: Session, hook: Hook, limit: int) -> list[Untold]:
    """Events that the webhook wants and has no delivery of, the earliest first."""
    rows = session.execute(
        select(CaseEvent, Case)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(_untold(hook))
        .order_by(CaseEvent.position)
        .limit(limit)
    )
    return [Untold(event, case) for event, case in rows]


def tell(
    session: Session, hook_id: str, event_position: int, payload: dict[str, object], now: datetime
) -> bool:
    """Put a delivery in line, once for each event. Returns whether it was new."""
    return insert_once(
        session,
        WebhookDelivery,
        {
            "webhook_id": hook_id,
            "event_position": event_position,
            "payload": payload,
            "status": "due",
            "attempts": 0,
            "next_at": now,
            "created_at": now,
            "updated_at": now,
        },
    )


def told_to(session: Session, hook_id: str, position: int) -> None:
    """Note up to which position deliveries are made out."""
    session.execute(
        update(Webhook).where(Webhook.id == hook_id, Webhook.told_to < position).values(told_to=position)
    )


def _untold(hook: Hook) -> ColumnElement[bool]:
    """What happened before the webhook was made is not told."""
    since_made = or_(CaseEvent.position > hook.told_to, CaseEvent.at > hook.created_at)
    condition = and_(
        CaseEvent.position > hook.told_to - LOOKED_BACK,
        since_made,
        Case.practice_for.is_(None),
        ~exists().where(
            WebhookDelivery.webhook_id == hook.id, WebhookDelivery.event_position == CaseEvent.position
        ),
    )
    return and_(condition, CaseEvent.kind.in_(hook.events)) if hook.events is not None else condition


def _hook(row: Webhook) -> Hook:
    return Hook(
        id=row.id,
        name=row.name,
        url=row.url,
        events=tuple(row.events) if row.events is not None else None,
        told_to=row.told_to,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
