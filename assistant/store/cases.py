"""Cases and their events, as rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assistant.messages import Channel, TurnResult
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Case, CaseEvent, Conversation, Message
from assistant.store.models import Sequence as SequenceRow
from assistant.store.turns import FAMILIES
from assistant.store.upsert import dialect_of, insert, insert_once


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message of a resident with its result; what was purged is None."""

    message_id: str
    at: datetime
    text: str | None
    result: TurnResult | None
    answered_at: datetime | None


def next_index(session: Session) -> int:
    """Counts cases from 0. Others who ask wait until this transaction ends."""
    statement = insert(dialect_of(session), SequenceRow).values(name="case", value=0)
    statement = statement.on_conflict_do_update(
        index_elements=[SequenceRow.name], set_={"value": SequenceRow.value + 1}
    )
    return int(session.execute(statement.returning(SequenceRow.value)).scalar_one())


def create(session: Session, values: dict[str, Any]) -> str | None:
    """The id of the new case; None when its message has one already."""
    case_id = new_id()
    return case_id if insert_once(session, Case, {"id": case_id, **values}) else None


def find(session: Session, number: str, *, lock: bool = False) -> Case | None:
    return _one(session, Case.number == number, lock)


def by_id(session: Session, case_id: str, *, lock: bool = False) -> Case | None:
    return _one(session, Case.id == case_id, lock)


def open_in(session: Session, conversation_id: str) -> Case | None:
    """The open case of a conversation, locked; of several the latest."""
    return next(iter(all_open_in(session, conversation_id)), None)


def lock_conversation(session: Session, conversation_id: str) -> None:
    """Let no two messages of one conversation open cases at once. On SQLite every writer is alone already."""
    session.execute(
        select(Conversation.id).where(Conversation.id == conversation_id).with_for_update(key_share=True)
    )


def all_open_in(session: Session, conversation_id: str) -> Sequence[Case]:
    """The open cases of a conversation, locked, the latest first."""
    return session.scalars(
        select(Case)
        .where(Case.conversation_id == conversation_id, Case.closed_at.is_(None))
        .order_by(Case.opened_at.desc(), Case.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def asked_for_by(session: Session, message_id: str) -> Case | None:
    """The case that a message opened or was added to."""
    return session.execute(
        select(Case)
        .join(CaseEvent, CaseEvent.case_id == Case.id)
        .where(CaseEvent.message_id == message_id)
        .limit(1)
    ).scalar_one_or_none()


def add_event(
    session: Session,
    case_id: str,
    kind: str,
    at: datetime,
    *,
    staff_id: str | None = None,
    message_id: str | None = None,
    reference: str | None = None,
    detail: dict[str, Any] | None = None,
    body: bytes | None = None,
) -> bool:
    """Append what happened. False when the same message or reference is there already."""
    return insert_once(
        session,
        CaseEvent,
        {
            "case_id": case_id,
            "kind": kind,
            "at": at,
            "staff_id": staff_id,
            "message_id": message_id,
            "reference": reference,
            "detail": detail or {},
            "body": body,
        },
    )


def opened_by(session: Session, channel: str, provider_id: str) -> Case | None:
    """The case that a message of a channel opened."""
    return session.execute(
        select(Case)
        .join(Message, Message.id == Case.message_id)
        .where(Message.channel == channel, Message.provider_id == provider_id)
    ).scalar_one_or_none()


def has_reference(session: Session, reference: str) -> bool:
    return bool(session.execute(select(exists().where(CaseEvent.reference == reference))).scalar_one())


def of_reference(session: Session, reference: str) -> Case | None:
    """The case to which the event with this reference happened."""
    found = select(CaseEvent.case_id).where(CaseEvent.reference == reference).scalar_subquery()
    return session.execute(select(Case).where(Case.id == found)).scalar_one_or_none()


def came_from_terminal(session: Session, conversation_id: str, resident_id: str) -> bool:
    """Whether the resident is known by a terminal in a hall alone."""
    return bool(
        session.execute(
            select(
                exists().where(
                    Conversation.id == conversation_id,
                    Conversation.family == FAMILIES[Channel.KIOSK],
                    Conversation.resident_id == resident_id,
                )
            )
        ).scalar_one()
    )


def events(session: Session, case_id: str) -> Sequence[CaseEvent]:
    return session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.position)
    ).all()


def spoken(session: Session, vault: Vault, conversation_id: str, limit: int) -> list[Spoken]:
    """The last messages of a conversation, oldest first."""
    rows = session.execute(
        select(Message.id, Message.created_at, Message.body, Message.result, Message.answered_at)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.created_at.desc(), Message.received_at.desc(), Message.id)
        .limit(limit)
    ).all()
    return [
        Spoken(
            message_id=row.id,
            at=row.created_at,
            text=vault.open(row.body) if row.body is not None else None,
            result=TurnResult.from_json(json.loads(vault.open(row.result)))
            if row.result is not None
            else None,
            answered_at=row.answered_at,
        )
        for row in reversed(rows)
    ]


def _one(session: Session, condition: Any, lock: bool) -> Case | None:
    statement = select(Case).where(condition).execution_options(populate_existing=True)
    return session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()
