"""What residents said in calls: messages whose id begins with that of the call."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.messages import Channel
from assistant.store.calls import CallRow
from assistant.store.conversations import FAMILIES
from assistant.store.models import CaseEvent, Conversation, Message


@dataclass(frozen=True, slots=True)
class SaidInCall:
    """One thing that a resident said in a call; `outcome` is None until it was answered."""

    provider_id: str
    message_id: str
    conversation_id: str
    outcome: str | None


def said_in(session: Session, call: CallRow) -> list[SaidInCall]:
    """What the resident said in a call, in order: the numbers stand behind the call's id."""
    rows = session.execute(
        select(Message.provider_id, Message.id, Message.conversation_id, Message.outcome)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Conversation.resident_id == call.resident_id,
            Conversation.family == FAMILIES[Channel.PHONE],
            Message.created_at >= call.began_at,
            Message.provider_id.startswith(f"{call.call_sid}:", autoescape=True),
        )
    )
    said = [SaidInCall(*row) for row in rows]
    return sorted(said, key=lambda one: number_of_turn(one.provider_id))


def number_of_turn(provider_id: str) -> int:
    """Of the id of a message that was said in a call; 0 where there is none."""
    number = provider_id.rpartition(":")[2]
    return int(number) if number.isdecimal() else 0


def next_turn(session: Session, call: CallRow) -> int:
    """The number of what is said next, from 1; what was said and never told of has had its own."""
    said = said_in(session, call)
    return max(call.turns, number_of_turn(said[-1].provider_id) if said else 0) + 1


def case_wanted_by(session: Session, message_id: str) -> tuple[str, str] | None:
    """The case that a message opened or was added to, and for what reason."""
    event = session.execute(
        select(CaseEvent.case_id, CaseEvent.detail)
        .where(CaseEvent.message_id == message_id, CaseEvent.kind.in_(("opened", "asked_again")))
        .limit(1)
    ).first()
    return (event.case_id, str(event.detail.get("reason", ""))) if event is not None else None
