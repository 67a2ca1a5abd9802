"""What is kept of one resident: counted, and erased on request.

What is erased at once is everything but what an open case needs. Once such a case is closed, and the resident
has been silent for a day, the purge erases the rest. Without an open case the number leads to nobody any
more from the moment of the request; it is itself erased a day later, because the last reply may still be on
its way to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from assistant.store import calls, resident_needs, residents
from assistant.store.crypto import Vault
from assistant.store.erased import AWAY, erase_cases, nothing
from assistant.store.erasing import blank, remove
from assistant.store.models import (
    Case,
    Conversation,
    Delivery,
    Handover,
    Message,
    Resident,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What there is, by kind; `facts`, `messages` and `cases` are counts, `cases` of those that are open."""

    number: bool
    place: bool
    preferences: bool
    facts: int
    needs: bool
    messages: int
    cases: int


def kept(session: Session, vault: Vault, resident_id: str) -> Kept:
    """Raises NoResultFound for an unknown resident, SealBroken when the key is missing."""
    row = session.execute(select(Resident).where(Resident.id == resident_id)).scalar_one()
    words = select(func.count()).where(
        Message.conversation_id.in_(_conversations(resident_id)), Message.body.is_not(None)
    )
    return Kept(
        number=vault.open(row.address) != "",
        place=row.language is not None or row.region is not None,
        preferences=row.preferences is not None,
        facts=len(residents.opened_facts(vault, row.facts)) if row.facts is not None else 0,
        needs=row.needs is not None,
        messages=int(session.execute(words).scalar_one()),
        cases=open_cases(session, resident_id),
    )


def open_cases(session: Session, resident_id: str) -> int:
    """How many cases of a resident are not closed."""
    return int(session.execute(select(func.count()).where(*_open(resident_id))).scalar_one())


def erase(
    session: Session, vault: Vault, resident_id: str, conversation_id: str, message_id: str, now: datetime
) -> Mapping[str, int]:
    """Erase what is kept of a resident, as far as no open case needs it; how many rows of each kind.

    The message that asks for it, and the state of its conversation, are left to the turn under way. It must
    hold no row of another conversation: the resident is locked first.
    """
    residents.lock(session, resident_id)
    busy = select(Case.conversation_id).where(Case.closed_at.is_(None))
    mine = _conversations(resident_id, conversation_id)
    closed = select(Case.id).where(Case.resident_id == resident_id, Case.closed_at.is_not(None))
    counts = {
        "messages": blank(
            session,
            Message,
            Message.id,
            None,
            Message.conversation_id.in_(mine),
            Message.conversation_id.not_in(busy),
            Message.id != message_id,
            Message.status != "received",
            Message.body.is_not(None) | Message.result.is_not(None),
            body=None,
            result=None,
            push_since=None,
        ),
        # Another turn under way would put back what it knows: the version tells it to begin again.
        "conversations": blank(
            session,
            Conversation,
            Conversation.id,
            None,
            Conversation.id.in_(mine),
            Conversation.id != conversation_id,
            Conversation.purged_at.is_(None),
            state=nothing(vault),
            version=Conversation.version + 1,
        ),
        "texts": _erase_texts(session, resident_id, now),
        "cases": erase_cases(session, closed, None),
        "handovers": remove(
            session, Handover, Handover.code_lookup, None, Handover.resident_id == resident_id
        ),
    }
    resident_needs.forget(session, resident_id)
    calls.forget_patience(session, resident_id)
    values = {} if open_cases(session, resident_id) else {"address_lookup": f"{AWAY}{resident_id}"}
    session.execute(
        update(Resident)
        .where(Resident.id == resident_id)
        .values(
            language=None,
            region=None,
            facts=None,
            facts_at=None,
            preferences=None,
            preferences_at=None,
            keeps_preferences=None,
            erased_at=now,
            **values,
        )
    )
    return counts


def _erase_texts(session: Session, resident_id: str, now: datetime) -> int:
    """Erase what was written to a resident outside open cases; what was not sent yet is not sent any more."""
    about_open = select(Case.id).where(Case.closed_at.is_(None))
    here = (
        Delivery.resident_id == resident_id,
        or_(Delivery.case_id.is_(None), Delivery.case_id.not_in(about_open)),
        Delivery.status != "sending",
    )
    blank(
        session,
        Delivery,
        Delivery.position,
        None,
        *here,
        Delivery.status.in_(("due", "held")),
        status="withdrawn",
        updated_at=now,
    )
    return blank(session, Delivery, Delivery.position, None, *here, Delivery.text.is_not(None), text=None)


def _conversations(resident_id: str, *others: str) -> Select[str]:
    """The conversations of a resident, at terminals those in which a case of the resident was opened."""
    of_cases = select(Case.conversation_id).where(Case.resident_id == resident_id)
    return select(Conversation.id).where(
        or_(
            Conversation.resident_id == resident_id,
            Conversation.id.in_(of_cases),
            Conversation.id.in_(others),
        )
    )


def _open(resident_id: str) -> tuple[ColumnElement[bool], ...]:
    return Case.resident_id == resident_id, Case.closed_at.is_(None)
