"""Conversations in which a task was left in the middle, as rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.messages import Channel
from assistant.state import ConversationState
from assistant.store.crypto import Vault
from assistant.store.models import Conversation, Message


@dataclass(frozen=True, slots=True)
class Left:
    """`message_id` and `channel` are those of what the resident said last."""

    conversation_id: str
    resident_id: str
    message_id: str
    channel: Channel
    state: ConversationState


def take_next(session: Session, vault: Vault, before: datetime) -> Left | None:
    """The next one in which nothing was said since `before`; nobody else gets it. None without any."""
    row = session.execute(
        select(Conversation.id, Conversation.resident_id, Conversation.state)
        .where(Conversation.task_at <= before)
        .order_by(Conversation.task_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    session.execute(update(Conversation).where(Conversation.id == row.id).values(task_at=None))
    last = session.execute(
        select(Message.id, Message.channel)
        .where(Message.conversation_id == row.id)
        .order_by(Message.received_at.desc(), Message.id)
        .limit(1)
    ).one()
    state = ConversationState.from_json(json.loads(vault.open(row.state)))
    return Left(row.id, row.resident_id, last.id, Channel(last.channel), state)
