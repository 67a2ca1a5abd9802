"""Conversations of residents: the one that goes on, else a new one with what is kept of the resident."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from assistant.messages import Channel, Inbound
from assistant.state import ConversationState
from assistant.store import residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Conversation
from assistant.store.upsert import insert_once

SILENCE = timedelta(hours=24)
"""After this long without a word a resident starts afresh, under a new conversation id."""
SILENCE_AT_TERMINALS = timedelta(minutes=10)
"""The same at a terminal, where it is somebody else by then."""

FAMILIES = {Channel.SMS: "text", Channel.PHONE: "voice", Channel.KIOSK: "screen"}
SHARED_TERMINALS = frozenset({Channel.KIOSK})
"""Channels whose address is a place that many residents use: nothing is carried from one to the next."""

SHARED_FAMILIES = frozenset(FAMILIES[channel] for channel in SHARED_TERMINALS)

_LINES_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another conversation of the same resident."""

    id: str
    state: ConversationState


# Building a statement costs more than running it; every turn runs this one.
_conversations = cast(Table, Conversation.__table__)
_CURRENT = (
    select(_conversations.c.id, _conversations.c.state, _conversations.c.version, _conversations.c.last_at)
    .where(
        _conversations.c.resident_id == bindparam("resident_id"),
        _conversations.c.family == bindparam("family"),
        _conversations.c.last_at > bindparam("since"),
    )
    .order_by(_conversations.c.last_at.desc())
    .limit(1)
)


def current(
    session: Session, vault: Vault, resident: residents.KnownResident, inbound: Inbound, now: datetime
) -> tuple[str, ConversationState, int]:
    """The conversation that a message belongs to, begun if need be: its id, its state and its version."""
    family, shared = FAMILIES[inbound.channel], inbound.channel in SHARED_TERMINALS
    silence = SILENCE_AT_TERMINALS if shared else SILENCE
    spoken_since = {"resident_id": resident.id, "family": family, "since": now - silence}
    found = session.execute(_CURRENT, spoken_since).first()
    if found:
        preferred = (None, None) if shared else (resident.preferences, resident.preferences_at)
        return found.id, opened_state(vault, found.state, found.last_at, *preferred), found.version
    state = _first_state(vault, resident, shared=shared)
    state = state.with_(language=inbound.language or state.language, region=inbound.region or state.region)
    return begin(session, vault, resident.id, family, state, now), state, 0


def begin(
    session: Session, vault: Vault, resident_id: str, family: str, state: ConversationState, now: datetime
) -> str:
    """The id of a conversation that begins with `state`."""
    values = {
        "id": new_id(),
        "resident_id": resident_id,
        "family": family,
        "state": sealed_json(vault, state.to_json()),
        "version": 0,
        "started_at": now,
        "last_at": now,
    }
    insert_once(session, Conversation, values)
    return str(values["id"])


def _first_state(vault: Vault, resident: residents.KnownResident, *, shared: bool) -> ConversationState:
    """Nothing is kept of what is said at a shared terminal, unless a code says whose words they are."""
    if shared:
        return ConversationState(facts_kept=False, preferences_kept=False)
    state = ConversationState(region=resident.region, preferences_kept=resident.keeps_preferences)
    state = state.with_(language=resident.language or state.language)
    if resident.facts is not None:
        state = state.with_(facts=residents.opened_facts(vault, resident.facts), facts_kept=True)
    if resident.preferences is not None:
        state = state.with_(preferences=residents.opened_preferences(vault, resident.preferences))
    return state


def others(
    session: Session, vault: Vault, resident_id: str, conversation_id: str, family: str, since: datetime
) -> list[Earlier]:
    """The conversations of a resident since then on other lines of the resident's own, the latest first."""
    lines = {FAMILIES[channel] for channel in FAMILIES} - SHARED_FAMILIES - {family}
    rows = session.execute(
        select(Conversation.id, Conversation.state)
        .where(
            Conversation.resident_id == resident_id,
            Conversation.id != conversation_id,
            Conversation.family.in_(sorted(lines)),
            Conversation.last_at > since,
            Conversation.purged_at.is_(None),
        )
        .order_by(Conversation.last_at.desc())
        .limit(_LINES_LOOKED_AT)
    )
    return [Earlier(row.id, ConversationState.from_json(json.loads(vault.open(row.state)))) for row in rows]


def locked(session: Session, vault: Vault, conversation_id: str) -> Earlier | None:
    """A conversation that nobody else changes until the transaction ends; its resident is locked first."""
    whose = select(Conversation.resident_id).where(Conversation.id == conversation_id)
    resident_id = session.execute(whose).scalar_one_or_none()
    if resident_id is None:
        return None
    residents.lock(session, resident_id)
    here = select(Conversation.state).where(Conversation.id == conversation_id)
    sealed = session.execute(here.with_for_update(key_share=True)).scalar_one()
    return Earlier(conversation_id, ConversationState.from_json(json.loads(vault.open(sealed))))


def replace_state(session: Session, vault: Vault, conversation_id: str, state: ConversationState) -> None:
    """Give a conversation another state; a turn that is under way in it begins again."""
    session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(state=sealed_json(vault, state.to_json()), version=Conversation.version + 1, task_at=None)
        .execution_options(synchronize_session=False)
    )


def opened_state(
    vault: Vault, sealed: bytes, last_at: datetime, preferences: bytes | None, preferences_at: datetime | None
) -> ConversationState:
    """A stored state, with what the resident prefers since its last turn by what was said elsewhere."""
    state = ConversationState.from_json(json.loads(vault.open(sealed)))
    if preferences is None or preferences_at is None or preferences_at <= last_at:
        return state
    return state.with_(preferences=residents.opened_preferences(vault, preferences), preferences_kept=True)


def sealed_json(vault: Vault, data: dict[str, Any]) -> bytes:
    return vault.seal(json.dumps(data, ensure_ascii=False))
