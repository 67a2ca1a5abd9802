"""Words of residents that reach us by others: staff, other systems, and those that are made up for practice.

They are kept as messages are, in conversations as they are, so that everything else finds them there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.messages import TurnResult
from assistant.state import ConversationState
from assistant.store import conversations, residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Message
from assistant.store.turns import sealed_json
from assistant.store.upsert import insert_once


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A message in a conversation of its own."""

    message_id: str
    conversation_id: str
    resident_id: str


def keep(
    session: Session,
    vault: Vault,
    *,
    channel: str,
    family: str,
    provider_id: str,
    address: str,
    text: str,
    state: ConversationState,
    now: datetime,
) -> PassedOn | None:
    """Keep what somebody of this address said, once for each pair of channel and provider id.

    None when it is kept already. Each has a conversation of its own: another matter is another case.
    """
    with session.begin_nested() as both:
        conversation_id, resident_id = begin(session, vault, family, address, state, now)
        message_id = say(session, vault, channel, conversation_id, provider_id, text, state, now)
        if message_id is None:
            both.rollback()
            return None
    return PassedOn(message_id, conversation_id, resident_id)


def begin(
    session: Session, vault: Vault, family: str, address: str, state: ConversationState, now: datetime
) -> tuple[str, str]:
    """A conversation of the resident of an address: its id, and the resident's."""
    resident = residents.ensure(session, vault, address, now)
    return conversations.begin(session, vault, resident.id, family, state, now), resident.id


def say(
    session: Session,
    vault: Vault,
    channel: str,
    conversation_id: str,
    provider_id: str,
    text: str,
    state: ConversationState,
    now: datetime,
    result: TurnResult | None = None,
) -> str | None:
    """One message that waits for no turn, with what was answered, if anything was; its id.

    None when the pair of channel and provider id is there already.
    """
    message = {
        "id": new_id(),
        "conversation_id": conversation_id,
        "channel": channel,
        "provider_id": provider_id,
        "recipient": "",
        "language": state.language,
        "region": state.region,
        "body": vault.seal(text),
        "received_at": now,
        "created_at": now,
        "status": "answered",
        "lease_until": now,
        "takes": 1,
        "result": sealed_json(vault, result.to_json()) if result else None,
        "answered_at": now if result else None,
    }
    return str(message["id"]) if insert_once(session, Message, message) else None
