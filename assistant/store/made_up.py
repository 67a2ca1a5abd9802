"""Residents and conversations that are made up, for practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.messages import ConversationState, TurnResult
from assistant.store import residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Conversation, Message
from assistant.store.turns import sealed_json
from assistant.store.upsert import insert_once

CHANNEL = "practice"


@dataclass(frozen=True, slots=True)
class MadeUp:
    id: str
    resident_id: str


def conversation(
    session: Session, vault: Vault, member_id: str, state: ConversationState, now: datetime
) -> MadeUp:
    """A conversation of a resident who does not exist."""
    conversation_id = new_id()
    resident = residents.ensure(session, vault, f"practice:{member_id}:{conversation_id}", now)
    values = {
        "id": conversation_id,
        "resident_id": resident.id,
        "family": "text",
        "state": sealed_json(vault, state.to_json()),
        "version": 0,
        "started_at": now,
        "last_at": now,
    }
    insert_once(session, Conversation, values)
    return MadeUp(conversation_id, resident.id)


def say(
    session: Session,
    vault: Vault,
    conversation_id: str,
    name: str,
    text: str,
    now: datetime,
    result: TurnResult | None = None,
) -> str | None:
    """One message, once for each name; its id, None when it was there already."""
    message_id = new_id()
    values = {
        "id": message_id,
        "conversation_id": conversation_id,
        "channel": CHANNEL,
        "provider_id": name,
        "recipient": "",
        "body": vault.seal(text),
        "received_at": now,
        "created_at": now,
        "status": "answered",
        "lease_until": now,
        "takes": 1,
        "result": sealed_json(vault, result.to_json()) if result else None,
        "answered_at": now if result else None,
    }
    return message_id if insert_once(session, Message, values) else None
