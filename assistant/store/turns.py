"""The two transactions of a turn: a message recorded once, and its result kept if nobody was faster."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import Row, Table, bindparam, exists, select, update
from sqlalchemy.orm import Session

from assistant.messages import Inbound, TurnResult
from assistant.state import ConversationState
from assistant.store import residents
from assistant.store.columns import new_id
from assistant.store.conversations import (
    FAMILIES,
    SHARED_FAMILIES,
    SHARED_TERMINALS,
    SILENCE,
    SILENCE_AT_TERMINALS,
    current,
    opened_state,
    sealed_json,
)
from assistant.store.crypto import Vault
from assistant.store.models import Conversation, Message, Resident
from assistant.store.upsert import insert_once

__all__ = [
    "FAMILIES",
    "SHARED_TERMINALS",
    "SILENCE",
    "SILENCE_AT_TERMINALS",
    "Recorded",
    "finish_turn",
    "record_inbound",
    "reload",
    "result_of",
    "sealed_json",
]

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
_residents = cast(Table, Resident.__table__)
_KNOWN = select(
    _messages.c.id,
    _messages.c.conversation_id,
    _messages.c.status,
    _messages.c.result,
    _conversations.c.resident_id,
    _conversations.c.state,
    _conversations.c.version,
    _conversations.c.family,
    _conversations.c.last_at,
    _residents.c.preferences,
    _residents.c.preferences_at,
).select_from(_messages.join(_conversations).join(_residents))
_MESSAGE = _KNOWN.where(_messages.c.id == bindparam("message_id"))
_SAME_MESSAGE = _KNOWN.where(
    _messages.c.channel == bindparam("channel"), _messages.c.provider_id == bindparam("provider_id")
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
        conversation_id, state, version = current(session, vault, resident, inbound, now)
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
    *,
    remembered: bool = True,
) -> bool:
    """Keep the result of a turn and the state after it, and for the resident what the next one starts with.

    Of somebody who had everything erased, nothing is `remembered`. Returns False, having changed nothing
    itself, when the conversation moved since it was recorded or the message is answered already: the caller
    rolls back what else it wrote, and begins again from `reload`.
    """
    before, owner = recorded.state, state.owner or recorded.resident_id
    changed = remembered and (state.language, state.region) != (before.language, before.region)
    preferred = remembered and bool(state.preferences_kept) and state.preferences != before.preferences
    if changed or preferred:
        residents.lock(session, owner)
    moved = session.execute(
        _MOVE,
        {
            "here": recorded.conversation_id,
            "message_id": recorded.message_id,
            "seen": recorded.version,
            "state": sealed_json(vault, state.to_json()),
            "version": recorded.version + 1,
            "last_at": now,
            "task_at": now if state.task is not None else None,
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
    if changed and moved.family not in SHARED_FAMILIES:
        residents.remember(session, recorded.resident_id, language=state.language, region=state.region)
    if preferred and (state.owner or moved.family not in SHARED_FAMILIES):
        residents.change_preferences(session, vault, owner, state.preferences, now)
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
    preferred = (row.preferences, row.preferences_at) if row.family not in SHARED_FAMILIES else (None, None)
    return Recorded(
        row.id,
        row.conversation_id,
        row.resident_id,
        opened_state(vault, row.state, row.last_at, *preferred),
        row.version,
        status,
        _result(vault, row.result) if status == "answered" else None,
    )


def _result(vault: Vault, sealed: bytes | None) -> TurnResult | None:
    if sealed is None:
        return None
    return replace(TurnResult.from_json(json.loads(vault.open(sealed))), repeated=True)
