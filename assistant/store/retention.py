"""Words are kept for a time and then erased; what happened, when, and of which kind stays for reports."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assistant.store import api_requests, calls, data_requests, presence, sittings, webhook_deliveries
from assistant.store.crypto import Vault
from assistant.store.erased import erase_cases, nothing
from assistant.store.erasing import blank, remove
from assistant.store.models import (
    Call,
    Case,
    Conversation,
    Delivery,
    Handover,
    Message,
    Resident,
)

SITTINGS_KEPT = timedelta(days=30)


def purge(session: Session, vault: Vault, before: datetime, limit: int) -> int:
    """Erase words older than `before`, at most `limit` rows of each table; returns how many rows changed.

    A conversation with an open case keeps its words until the case has been closed for as long. Messages that
    still wait to be sent are kept. What waited to be taken over is removed whole. Of a resident who has not
    been in touch since then, the number stays, with whether it may be written to.
    """
    kept = exists().where(
        Case.conversation_id == Conversation.id, (Case.closed_at.is_(None)) | (Case.closed_at > before)
    )
    over = select(Conversation.id).where(Conversation.last_at <= before, ~kept)
    closed = select(Case.id).where(Case.closed_at <= before)
    return (
        blank(
            session,
            Message,
            Message.id,
            limit,
            (Message.body.is_not(None) | Message.result.is_not(None)) & (Message.status != "received"),
            Message.conversation_id.in_(over),
            body=None,
            result=None,
        )
        + blank(
            session,
            Conversation,
            Conversation.id,
            limit,
            Conversation.purged_at.is_(None),
            Conversation.id.in_(over),
            state=nothing(vault),
            purged_at=before,
        )
        + erase_cases(session, closed, limit)
        + blank(
            session,
            Delivery,
            Delivery.position,
            limit,
            Delivery.text.is_not(None),
            (Delivery.updated_at <= before) & Delivery.status.not_in(("due", "sending", "held")),
            text=None,
        )
        + blank(
            session,
            Resident,
            Resident.id,
            limit,
            Resident.facts.is_not(None),
            Resident.facts_at <= before,
            facts=None,
            facts_at=None,
        )
        + blank(
            session,
            Resident,
            Resident.id,
            limit,
            Resident.preferences.is_not(None)
            | Resident.keeps_preferences.is_not(None)
            | Resident.language.is_not(None)
            | Resident.region.is_not(None),
            ~exists().where(Conversation.resident_id == Resident.id, Conversation.last_at > before),
            language=None,
            region=None,
            preferences=None,
            preferences_at=None,
            keeps_preferences=None,
        )
        + blank(
            session,
            Resident,
            Resident.id,
            limit,
            Resident.needs.is_not(None),
            ~exists().where(Conversation.resident_id == Resident.id, Conversation.last_at > before),
            needs=None,
        )
        + blank(
            session,
            Call,
            Call.id,
            limit,
            Call.patience_ms.is_not(None),
            Call.began_at <= before,
            patience_ms=None,
        )
        + remove(session, Handover, Handover.code_lookup, limit, Handover.expires_at <= before)
    )


def tidy(session: Session, now: datetime, limit: int) -> int:
    """Remove what only ever matters for a while: sign-ins and presence, all of them; answers kept for a
    repetition, what other systems were told and requests about data, at most `limit` of each, and returns
    how many of these.
    """
    sittings.forget(session, now - SITTINGS_KEPT)
    presence.forget(session, now)
    calls.forget_answers(session, now)
    answers: int = api_requests.forget(session, now, limit)
    told: int = webhook_deliveries.forget(session, now, limit)
    return answers + told + data_requests.forget(session, now, limit)
