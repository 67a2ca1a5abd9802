"""Residents who speak to staff themselves, at a counter or on the telephone: kept as if they had written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assistant.messages import Channel, ConversationState
from assistant.store import residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Conversation, Message, Ticket
from assistant.store.turns import FAMILIES, sealed_json
from assistant.store.upsert import insert_once

CHANNEL = "counter"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said, in a conversation of its own."""

    message_id: str
    conversation_id: str
    resident_id: str


def keep(
    session: Session,
    vault: Vault,
    *,
    key: str,
    number: str | None,
    text: str,
    state: ConversationState,
    now: datetime,
) -> Spoken | None:
    """Keep what a resident said, once for each `key`; None when it is kept already.

    Without a number there is no way to write to the resident, as with a terminal in a hall.
    """
    resident = residents.ensure(session, vault, number or f"counter:{key}", now)
    conversation_id, message_id = new_id(), new_id()
    message = {
        "id": message_id,
        "conversation_id": conversation_id,
        "channel": CHANNEL,
        "provider_id": key,
        "recipient": "",
        "language": state.language,
        "region": state.region,
        "body": vault.seal(text),
        "received_at": now,
        "created_at": now,
        "status": "answered",
        "lease_until": now,
        "takes": 1,
    }
    conversation = {
        "id": conversation_id,
        "resident_id": resident.id,
        "family": CHANNEL if number else FAMILIES[Channel.KIOSK],
        "state": sealed_json(vault, state.to_json()),
        "version": 0,
        "started_at": now,
        "last_at": now,
    }
    with session.begin_nested() as both:
        insert_once(session, Conversation, conversation)
        if not insert_once(session, Message, message):
            both.rollback()
            return None
    return Spoken(message_id, conversation_id, resident.id)


def link_ticket(session: Session, ticket_id: str, case_id: str) -> None:
    """Whoever holds this ticket is there for that case."""
    session.execute(
        update(Ticket).where(Ticket.id == ticket_id, Ticket.case_id.is_(None)).values(case_id=case_id)
    )
