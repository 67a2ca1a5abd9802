"""Messages whose turn never ended, and replies that can no longer go back on the request that asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import exists, select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from assistant.messages import Channel, Inbound, TurnResult
from assistant.state import ConversationState
from assistant.store.crypto import Vault
from assistant.store.models import Conversation, Message, Resident
from knowledge.article import Language


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A message that nobody answers. `takes` counts the turns begun for it."""

    message_id: str
    conversation_id: str
    resident_id: str
    inbound: Inbound
    state: ConversationState
    takes: int


@dataclass(frozen=True, slots=True)
class Unpushed:
    """A reply to be pushed; `result` is None once purged."""

    message_id: str
    resident_id: str
    channel: Channel
    result: TurnResult | None


def unanswered(
    session: Session, vault: Vault, *, before: datetime, now: datetime, limit: int
) -> list[Unanswered]:
    """Messages that came before `before` and whose lease has run out at `now`, the oldest first."""
    rows = session.execute(
        select(Message, Conversation.resident_id, Conversation.state, Resident.address)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(Resident, Resident.id == Conversation.resident_id)
        .where(sql("messages.status = 'received'"), Message.created_at <= before, Message.lease_until <= now)
        .order_by(Message.created_at)
        .limit(limit)
    ).all()
    found = []
    for message, resident_id, state, address in rows:
        inbound = Inbound(
            channel=Channel(message.channel),
            provider_id=message.provider_id,
            address=vault.open(address),
            text=vault.open(cast(bytes, message.body)),
            received_at=message.received_at,
            recipient=message.recipient,
            language=cast(Language | None, message.language),
            region=message.region,
        )
        opened = ConversationState.from_json(json.loads(vault.open(state)))
        found.append(
            Unanswered(message.id, message.conversation_id, resident_id, inbound, opened, message.takes)
        )
    return found


def push_later(session: Session, message_ids: Sequence[str], now: datetime) -> None:
    """Note that whatever is answered to these messages is to be pushed."""
    session.execute(
        update(Message)
        .where(Message.id.in_(message_ids), Message.push_since.is_(None))
        .values(push_since=now)
    )


def any_unpushed(session: Session) -> bool:
    """Whether there is a reply to push, without waiting for anybody who writes."""
    waiting = exists().where(Message.push_since.is_not(None), Message.status == "answered")
    return bool(session.execute(select(waiting)).scalar_one())


def unpushed(session: Session, vault: Vault, limit: int) -> list[Unpushed]:
    """Answered messages whose reply is to be pushed, locked; those that another worker holds are left out."""
    rows = session.execute(
        select(Message.id, Message.channel, Message.result, Conversation.resident_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.push_since.is_not(None), Message.status == "answered")
        .order_by(Message.push_since, Message.created_at)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Message)
    ).all()
    return [
        Unpushed(
            row.id,
            row.resident_id,
            Channel(row.channel),
            TurnResult.from_json(json.loads(vault.open(row.result))) if row.result is not None else None,
        )
        for row in rows
    ]


def pushed(session: Session, message_id: str) -> None:
    session.execute(update(Message).where(Message.id == message_id).values(push_since=None))


def give_up(session: Session, message_id: str) -> bool:
    """No turn is begun for this message any more. False when it has been answered or given up meanwhile."""
    row = session.execute(
        update(Message)
        .where(Message.id == message_id, Message.status == "received")
        .values(status="given_up", push_since=None)
        .returning(Message.id)
    ).first()
    return row is not None
