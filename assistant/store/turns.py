"""The two transactions of a turn: a message recorded once, and its result kept if nobody was faster."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Row, Table, bindparam, exists, select, update
from sqlalchemy.orm import Session

from assistant.messages import Channel, Inbound, TurnResult
from assistant.state import ConversationState
from assistant.store import residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Conversation, Message
from assistant.store.upsert import insert_once

SILENCE = timedelta(hours=24)
"""After this long without a word a resident starts afresh, under a new conversation id."""
SILENCE_AT_TERMINALS = timedelta(minutes=10)
"""The same at a terminal, where it is somebody else by then."""

FAMILIES = {Channel.SMS: "text", Channel.PHONE: "voice", Channel.KIOSK: "screen"}
SHARED_TERMINALS = frozenset({Channel.KIOSK})
"""Channels whose address is a place that many residents use: nothing is carried from one to the next."""

Status = Literal["new", "in_progress", "answered"]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message in the store.

    `status` says who answers it: "new" the caller, "in_progress" someone else at this moment, "answered"
    nobody any more; then `result` is what was said, None once purged.
    """

    message_id: str
    conversation_id: str
    resident_id: str
    state: ConversationState
    version: int
    status: Status
    result: TurnResult | None = None


# Building a statement costs more than running it; every turn runs these, so each is built once.
_messages = cast(Table, Message.__table__)
_conversations = cast(Table, Conversation.__table__)
_KNOWN = select(
    _messages.c.id,
    _messages.c.conversation_id,
    _messages.c.status,
    _messages.c.result,
    _conversations.c.resident_id,
    _conversations.c.state,
    _conversations.c.version,
).join_from(_messages, _conversations)
_MESSAGE = _KNOWN.where(_messages.c.id == bindparam("message_id"))
_SAME_MESSAGE = _KNOWN.where(
    _messages.c.channel == bindparam("channel"), _messages.c.provider_id == bindparam("provider_id")
)
_CURRENT = (
    select(_conversations.c.id, _conversations.c.state, _conversations.c.version)
    .where(
        _conversations.c.resident_id == bindparam("resident_id"),
        _conversations.c.family == bindparam("family"),
        _conversations.c.last_at > bindparam("since"),
    )
    .order_by(_conversations.c.last_at.desc())
    .limit(1)
)
_MOVE = (
    _conversations.update()
    .where(
        _conversations.c.id == bindparam("here"),
        _conversations.c.version == bindparam("seen"),
        exists().where(_messages.c.id == bindparam("message_id"), _messages.c.status == "received"),
    )
    .returning(_conversations.c.family)
)
_ANSWER = _messages.update().where(_messages.c.id == bindparam("message_id")).values(status="answered")


def record_inbound(
    session: Session, vault: Vault, inbound: Inbound, now: datetime, lease: timedelta
) -> Recorded:
    """Keep a message once, and lease it to the caller when nobody answers or has answered it.

    The pair of channel and provider id decides what is the same message. A lease that ran out is given anew.
    """
    resident = residents.ensure(session, vault, inbound.address, now)
    identity = {"channel": inbound.channel.value, "provider_id": inbound.provider_id}
    known = session.execute(_SAME_MESSAGE, identity).first()
    if known is None:
        conversation_id, state, version = _conversation(session, vault, resident, inbound, now)
        message = {
            "id": new_id(),
            "conversation_id": conversation_id,
            **identity,
            "recipient": inbound.recipient,
            "language": inbound.language,
            "region": inbound.region,
            "body": vault.seal(inbound.text),
            "received_at": inbound.received_at,
            "created_at": now,
            "status": "received",
            "lease_until": now + lease,
            "takes": 1,
        }
        if insert_once(session, Message, message):
            return Recorded(str(message["id"]), conversation_id, resident.id, state, version, "new")
        known = session.execute(_SAME_MESSAGE, identity).one()
    return _recorded(session, vault, known, now, lease)


def reload(session: Session, vault: Vault, recorded: Recorded) -> Recorded:
    """The same message over the conversation as it stands now, for a caller whom `finish_turn` refused.

    "new" means that the caller still holds it and decides again; "answered" that someone else was faster.
    """
    row = session.execute(_MESSAGE, {"message_id": recorded.message_id}).one()
    if row.status != "received":
        return _over(vault, row, "answered")
    return _over(vault, row, "new")


def finish_turn(
    session: Session,
    vault: Vault,
    recorded: Recorded,
    state: ConversationState,
    result: TurnResult,
    now: datetime,
) -> bool:
    """Keep the result of a turn and the state after it.

    Returns False, having changed nothing itself, when the conversation moved since it was recorded or the
    message is answered already: the caller rolls back what else it wrote, and begins again from `reload`.
    """
    preferences = (state.language, state.region)
    changed = preferences != (recorded.state.language, recorded.state.region)
    if changed:
        residents.lock(session, recorded.resident_id)
    moved = session.execute(
        _MOVE,
        {
            "here": recorded.conversation_id,
            "message_id": recorded.message_id,
            "seen": recorded.version,
            "state": sealed_json(vault, state.to_json()),
            "version": recorded.version + 1,
            "last_at": now,
        },
    ).first()
    if moved is None:
        return False
    session.execute(
        _ANSWER,
        {
            "message_id": recorded.message_id,
            "answered_at": now,
            "result": sealed_json(vault, result.to_json()),
            "outcome": result.outcome.value,
            "service": result.service,
            "aspect": result.aspect,
            "engine": result.engine.value,
        },
    )
    if changed and moved.family not in {FAMILIES[channel] for channel in SHARED_TERMINALS}:
        residents.remember(session, recorded.resident_id, language=state.language, region=state.region)
    return True


def result_of(session: Session, vault: Vault, message_id: str) -> TurnResult | None:
    """What was answered to a message, marked as repeated; None while it is not, or once it is purged."""
    sealed = session.execute(select(Message.result).where(Message.id == message_id)).scalar_one_or_none()
    return _result(vault, sealed)


def _recorded(
    session: Session, vault: Vault, row: Row[*tuple[Any, ...]], now: datetime, lease: timedelta
) -> Recorded:
    if row.status != "received":
        return _over(vault, row, "answered")
    leased = session.execute(
        update(Message)
        .where(Message.id == row.id, Message.status == "received", Message.lease_until <= now)
        .values(lease_until=now + lease, takes=Message.takes + 1)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    ).first()
    return _over(vault, row, "new" if leased else "in_progress")


def _over(vault: Vault, row: Row[*tuple[Any, ...]], status: Status) -> Recorded:
    return Recorded(
        row.id,
        row.conversation_id,
        row.resident_id,
        ConversationState.from_json(json.loads(vault.open(row.state))),
        row.version,
        status,
        _result(vault, row.result) if status == "answered" else None,
    )


def _conversation(
    session: Session, vault: Vault, resident: residents.KnownResident, inbound: Inbound, now: datetime
) -> tuple[str, ConversationState, int]:
    family, shared = FAMILIES[inbound.channel], inbound.channel in SHARED_TERMINALS
    silence = SILENCE_AT_TERMINALS if shared else SILENCE
    spoken_since = {"resident_id": resident.id, "family": family, "since": now - silence}
    current = session.execute(_CURRENT, spoken_since).first()
    if current:
        return current.id, ConversationState.from_json(json.loads(vault.open(current.state))), current.version
    # Nothing is kept of what is answered at a terminal, unless a code says whose answers they are.
    state = ConversationState(facts_kept=False if shared else None)
    if not shared:
        state = state.with_(language=resident.language or state.language, region=resident.region)
    if not shared and resident.facts is not None:
        state = state.with_(facts=json.loads(vault.open(resident.facts)), facts_kept=True)
    state = state.with_(language=inbound.language or state.language, region=inbound.region or state.region)
    values = {
        "id": new_id(),
        "resident_id": resident.id,
        "family": family,
        "state": sealed_json(vault, state.to_json()),
        "version": 0,
        "started_at": now,
        "last_at": now,
    }
    insert_once(session, Conversation, values)
    return str(values["id"]), state, 0


def _result(vault: Vault, sealed: bytes | None) -> TurnResult | None:
    if sealed is None:
        return None
    return replace(TurnResult.from_json(json.loads(vault.open(sealed))), repeated=True)


def sealed_json(vault: Vault, data: dict[str, Any]) -> bytes:
    return vault.seal(json.dumps(data, ensure_ascii=False))
