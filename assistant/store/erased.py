"""What was left when residents had everything erased, because an open case or the last reply needed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.orm import Session

from assistant.state import ConversationState
from assistant.store.conversations import SILENCE, sealed_json
from assistant.store.crypto import Vault
from assistant.store.erasing import blank
from assistant.store.models import Booking, Case, CaseEvent, Conversation, Delivery, Message, Resident

AWAY, _GONE = "erased:", "gone:"
"""How `address_lookup` begins once no number leads to a resident, and once the number itself is erased."""
_WAITING = ("due", "sending")


def purge_erased(session: Session, vault: Vault, now: datetime, limit: int) -> int:
    """Erase what was left when residents had everything erased, once nobody needs it; returns how many rows.

    At most `limit` rows of each table. It is run with the purge of what is past its time.
    """
    silent = now - SILENCE
    gone = select(Resident.id).where(Resident.erased_at.is_not(None))
    before = (Case.resident_id == Resident.id) & (Case.opened_at <= Resident.erased_at)
    closed = select(Case.id).join(Resident, before).where(Case.closed_at.is_not(None))
    ended = select(Case.conversation_id).join(Resident, before).where(Case.closed_at.is_not(None))
    busy = select(Case.conversation_id).where(Case.closed_at.is_(None))
    begun = select(Conversation.id).join(Resident, Resident.id == Conversation.resident_id)
    over = select(Conversation.id).where(
        Conversation.id.in_(begun.where(Conversation.started_at <= Resident.erased_at))
        | Conversation.id.in_(ended),
        Conversation.last_at <= silent,
        Conversation.id.not_in(busy),
    )
    erased = erase_cases(session, closed, limit)
    erased += blank(
        session,
        Message,
        Message.id,
        limit,
        Message.body.is_not(None) | Message.result.is_not(None),
        Message.status != "received",
        Message.conversation_id.in_(over),
        body=None,
        result=None,
    )
    erased += blank(
        session,
        Conversation,
        Conversation.id,
        limit,
        Conversation.purged_at.is_(None),
        Conversation.id.in_(over),
        state=nothing(vault),
        purged_at=now,
    )
    erased += blank(
        session,
        Delivery,
        Delivery.position,
        limit,
        Delivery.text.is_not(None),
        Delivery.resident_id.in_(gone),
        Delivery.status.not_in(_WAITING),
        Delivery.updated_at <= silent,
        Delivery.case_id.in_(closed)
        | (
            Delivery.case_id.is_(None)
            & exists().where(Resident.id == Delivery.resident_id, Resident.erased_at >= Delivery.created_at)
        ),
        text=None,
    )
    return erased + _erase_numbers(session, vault, silent, limit)


def _erase_numbers(session: Session, vault: Vault, silent: datetime, limit: int) -> int:
    """Erase the numbers of those who asked for it, have not come back, and to whom nothing is on its way."""
    found = session.scalars(
        select(Resident.id)
        .where(
            Resident.erased_at <= silent,
            Resident.address_lookup.not_like(f"{_GONE}%"),
            ~exists().where(Case.resident_id == Resident.id, Case.closed_at.is_(None)),
            ~exists().where(Delivery.resident_id == Resident.id, Delivery.status.in_(_WAITING)),
            ~exists().where(Conversation.resident_id == Resident.id, Conversation.last_at > silent),
            or_(
                Resident.address_lookup.like(f"{AWAY}%"),
                ~exists().where(
                    Conversation.resident_id == Resident.id, Conversation.started_at > Resident.erased_at
                ),
            ),
        )
        .limit(limit)
    ).all()
    for resident_id in found:
        session.execute(
            update(Resident)
            .where(Resident.id == resident_id)
            .values(address=vault.seal(""), address_lookup=f"{_GONE}{resident_id}")
        )
    return len(found)


def erase_cases(session: Session, closed: Select[str], limit: int | None) -> int:
    """Erase the words of cases; what happened to them, and when, stays."""
    return (
        blank(session, Case, Case.id, limit, Case.summary.is_not(None), Case.id.in_(closed), summary=None)
        + blank(
            session,
            CaseEvent,
            CaseEvent.position,
            limit,
            CaseEvent.body.is_not(None),
            CaseEvent.case_id.in_(closed),
            body=None,
        )
        + blank(
            session,
            Booking,
            Booking.id,
            limit,
            Booking.details.is_not(None),
            Booking.case_id.in_(closed),
            details=None,
        )
    )


def nothing(vault: Vault) -> bytes:
    """The state of a conversation of which nothing is remembered."""
    return sealed_json(vault, ConversationState().to_json())
