"""The two transactions of a turn: a message recorded once, and its result kept if nobody was faster."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, exists, select, update
from sqlalchemy.orm import Session

from assistant.messages import Channel, ConversationState, Inbound, TurnResult
from assistant.store import residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Conversation, Message
from assistant.store.upsert import insert_once

SILENCE = timedelta(hours=24)
"""After this long without a word a resident starts afresh, under a new conversation id."""

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


def record_inbound(
    session: Session, vault: Vault, inbound: Inbound, now: datetime, lease: timedelta
) -> Recorded:
    """Keep a message once, and lease it to the caller when nobody answers or has answered it.

    The pair of channel and provider id decides what is the same message. A lease that ran out is given anew.
    """
    resident = residents.ensure(session, vault, inbound.address, now)
    channel = inbound.channel.value
    same_message = _known().where(Message.channel == channel, Message.provider_id == inbound.provider_id)
    known = session.execute(same_message).first()
    if known is None:
        conversation_id, state, version = _conversation(session, vault, resident, inbound, now)
        message = {
            "id": new_id(),
            "conversation_id": conversation_id,
            "channel": channel,
            "provider_id": inbound.provider_id,
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
        known = session.execute(same_message).one()
    return _recorded(session, vault, known, now, lease)


def reload(session: Session, vault: Vault, recorded: Recorded) -> Recorded:
    """The same message over the conversation as it stands now, for a caller whom `finish_turn` refused.

    "new" means that the caller still holds it and decides again; "answered" that someone else was faster.
    """
    row = session.execute(_known().where(Message.id == recorded.message_id)).one()
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
    open_here = exists().where(Message.id == recorded.message_id, Message.status == "received")
    moved = session.execute(
        update(Conversation)
        .where(
            Conversation.id == recorded.conversation_id, Conversation.version == recorded.version, open_here
        )
        .values(state=sealed_json(vault, state.to_json()), version=recorded.version + 1, last_at=now)
        .returning(Conversation.family)
        .execution_options(synchronize_session=False)
    ).first()
    if moved is None:
        return False
    session.execute(
        update(Message)
        .where(Message.id == recorded.message_id)
        .values(
            status="answered",
            answered_at=now,
            result=sealed_json(vault, result.to_json()),
            outcome=result.outcome.value,
            service=result.service,
            aspect=result.aspect,
            engine=result.engine.value,
        )
        .execution_options(synchronize_session=False)
    )
    if changed and moved.family not in {FAMILIES[channel] for channel in SHARED_TERMINALS}:
        residents.remember(session, recorded.resident_id, language=state.language, region=state.region)
    return True


def result_of(session: Session, vault: Vault, message_id: str) -> TurnResult | None:
    """What was answered to a message, marked as repeated; None while it is not, or once it is purged."""
    sealed = session.execute(select(Message.result).where(Message.id == message_id)).scalar_one_or_none()
    return _result(vault, sealed)


def _known() -> Any:
    return select(
        Message.id,
        Message.conversation_id,
        Message.status,
        Message.lease_until,
        Message.result,
        Conversation.resident_id,
        Conversation.state,
        Conversation.version,
    ).join(Conversation, Conversation.id == Message.conversation_id)


def _recorded(session: Session, vault: Vault, row: Row[Any], now: datetime, lease: timedelta) -> Recorded:
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


def _over(vault: Vault, row: Row[Any], status: Status) -> Recorded:
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
    family = FAMILIES[inbound.channel]
    current = session.execute(
        select(Conversation.id, Conversation.state, Conversation.version)
        .where(
            Conversation.resident_id == resident.id,
            Conversation.family == family,
            Conversation.last_at > now - SILENCE,
        )
        .order_by(Conversation.last_at.desc())
        .limit(1)
    ).first()
    if current:
        return current.id, ConversationState.from_json(json.loads(vault.open(current.state))), current.version
    state = ConversationState()
    if inbound.channel not in SHARED_TERMINALS:
        state = state.with_(language=resident.language or state.language, region=resident.region)
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
