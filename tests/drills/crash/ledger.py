"""What the database holds after the drill, to be compared with what residents and the provider saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from assistant.cases.kinds import Kind
from assistant.store.crypto import Vault
from assistant.store.models import Case, CaseEvent, Delivery, Message, Resident


@dataclass(frozen=True, slots=True)
class Sent:
    """One row of the outbox."""

    reference: str
    number: str
    text: str
    status: str
    provider_id: str | None


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it was recorded. `takes` counts the turns begun for it."""

    id: str
    status: str
    takes: int


def outbox(session: Session, vault: Vault) -> list[Sent]:
    rows = session.execute(
        select(
            Delivery.reference, Resident.address, Delivery.text, Delivery.status, Delivery.provider_id
        ).join(Resident, Resident.id == Delivery.resident_id)
    )
    return [
        Sent(row.reference, vault.open(row.address), vault.open(row.text), row.status, row.provider_id)
        for row in rows
    ]


def opened_cases(session: Session, vault: Vault) -> Mapping[str, str]:
    """The resident's number by the number of each case that has been opened, as its events say."""
    rows = session.execute(
        select(Case.number, Resident.address)
        .join(Resident, Resident.id == Case.resident_id)
        .where(exists().where(CaseEvent.case_id == Case.id, CaseEvent.kind == Kind.OPENED.value))
    )
    return {row.number: vault.open(row.address) for row in rows}


def messages(session: Session) -> Mapping[str, Heard]:
    """The messages by their ids at the provider."""
    rows = session.execute(select(Message.provider_id, Message.id, Message.status, Message.takes))
    return {row.provider_id: Heard(row.id, row.status, row.takes) for row in rows}


def is_settled(session: Session) -> bool:
    """Whether nothing waits to be answered, pushed or sent."""
    waiting = select(
        exists().where(Delivery.status.in_(("due", "sending")))
        | exists().where(Message.status == "received")
        | exists().where(Message.push_since.is_not(None))
    )
    return not session.execute(waiting).scalar_one()
