"""Words are kept for a time and then erased; what happened, when, and of which kind stays for reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from assistant.state import ConversationState
from assistant.store import api_requests, presence, sittings, webhook_deliveries
from assistant.store.crypto import Vault
from assistant.store.models import (
    Booking,
    Case,
    CaseEvent,
    Conversation,
    Delivery,
    Handover,
    Message,
    Resident,
)
from assistant.store.turns import sealed_json

SITTINGS_KEPT = timedelta(days=30)


def purge(session: Session, vault: Vault, before: datetime, limit: int) -> int:
    """Erase words older than `before`, at most `limit` rows of each table; returns how many rows changed.

    A conversation with an open case keeps its words until the case has been closed for as long. Messages that
    still wait to be sent are kept. What waited to be taken over is removed whole.
    """
    kept = exists().where(
        Case.conversation_id == Conversation.id, (Case.closed_at.is_(None)) | (Case.closed_at > before)
    )
    over = select(Conversation.id).where(Conversation.last_at <= before, ~kept)
    closed = select(Case.id).where(Case.closed_at <= before)
    empty = sealed_json(vault, ConversationState().to_json())
    return (
        _erase(
            session,
            Message,
            Message.id,
            limit,
            (Message.body.is_not(None) | Message.result.is_not(None)) & (Message.status != "received"),
            Message.conversation_id.in_(over),
            body=None,
            result=None,
        )
        + _erase(
            session,
            Conversation,
            Conversation.id,
            limit,
            Conversation.purged_at.is_(None),
            Conversation.id.in_(over),
            state=empty,
            purged_at=before,
        )
        + _erase(session, Case, Case.id, limit, Case.summary.is_not(None), Case.id.in_(closed), summary=None)
        + _erase(
            session,
            CaseEvent,
            CaseEvent.position,
            limit,
            CaseEvent.body.is_not(None),
            CaseEvent.case_id.in_(closed),
            body=None,
        )
        + _erase(
            session,
            Delivery,
            Delivery.position,
            limit,
            Delivery.text.is_not(None),
            (Delivery.updated_at <= before) & Delivery.status.not_in(("due", "sending", "held")),
            text=None,
        )
        + _erase(
            session,
            Resident,
            Resident.id,
            limit,
            Resident.facts.is_not(None),
            Resident.facts_at <= before,
            facts=None,
            facts_at=None,
        )
        + _erase(
            session,
            Resident,
            Resident.id,
            limit,
            Resident.needs.is_not(None),
            ~exists().where(Conversation.resident_id == Resident.id, Conversation.last_at > before),
            needs=None,
        )
        + _erase(
            session,
            Booking,
            Booking.id,
            limit,
            Booking.details.is_not(None),
            Booking.case_id.in_(closed),
            details=None,
        )
        + _remove(session, Handover, Handover.code_lookup, limit, Handover.expires_at <= before)
    )


def tidy(session: Session, now: datetime, limit: int) -> int:
    """Remove what only ever matters for a while: sign-ins and presence, all of them; answers kept for a
    repetition and what other systems were told, at most `limit` of each, and returns how many of these.
    """
    sittings.forget(session, now - SITTINGS_KEPT)
    presence.forget(session, now)
    answers: int = api_requests.forget(session, now, limit)
    told: int = webhook_deliveries.forget(session, now, limit)
    return answers + told


def _erase(session: Session, model: Any, key: Any, limit: int, *conditions: Any, **values: Any) -> int:
    rows = select(key).where(*conditions).limit(limit)
    erased = session.execute(
        update(model)
        .where(key.in_(rows))
        .values(**values)
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return len(erased.all())


def _remove(session: Session, model: Any, key: Any, limit: int, *conditions: Any) -> int:
    rows = select(key).where(*conditions).limit(limit)
    removed = session.execute(
        delete(model).where(key.in_(rows)).returning(key).execution_options(synchronize_session=False)
    )
    return len(removed.all())
