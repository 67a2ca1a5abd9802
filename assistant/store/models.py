"""The tables. Residents' numbers and words are only ever in columns of sealed bytes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base
from assistant.store.call_models import Call, CallTurn
from assistant.store.case_models import Booking, Case, CaseEvent, Presence, Slot, Ticket
from assistant.store.columns import Id, new_id
from assistant.store.outbox_models import ApiKey, ApiRequest, CaseLink, Delivery, Webhook, WebhookDelivery
from assistant.store.staff_models import CannedPhrase, StaffMember, StaffSitting

__all__ = [
    "ApiKey",
    "ApiRequest",
    "Base",
    "Booking",
    "Call",
    "CallTurn",
    "CannedPhrase",
    "Case",
    "CaseEvent",
    "CaseLink",
    "Conversation",
    "Counter",
    "DataRequest",
    "Delivery",
    "Gap",
    "Handover",
    "Heartbeat",
    "KnowledgeTask",
    "Message",
    "Presence",
    "Resident",
    "Sequence",
    "Slot",
    "StaffMember",
    "StaffSitting",
    "Ticket",
    "Webhook",
    "WebhookDelivery",
]


class Resident(Base):
    """One address. `address` is sealed, `address_lookup` its keyed hash.

    `facts` is sealed JSON: the answers to interviews that the resident lets us keep, since `facts_at`.
    `direct_lane` is set once the resident is known to be 65 or over, or has chosen it: such cases go before
    others. `needs` is sealed JSON: what to mind when speaking with the resident.
    `preferences` is sealed JSON, how the resident wants to be spoken to, since `preferences_at`;
    `keeps_preferences` whether the resident lets us keep that, NULL while nobody has asked.
    Once all was erased on request, at `erased_at`, no number leads here: see `store.my_data`.
    """

    __tablename__ = "residents"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    address: Mapped[bytes]
    address_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    region: Mapped[str | None] = mapped_column(String(12))
    messages_wanted: Mapped[bool] = mapped_column(default=True)
    messages_wanted_since: Mapped[datetime | None]
    facts: Mapped[bytes | None]
    facts_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    direct_lane: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    needs: Mapped[bytes | None]
    preferences: Mapped[bytes | None]
    preferences_at: Mapped[datetime | None]
    keeps_preferences: Mapped[bool | None]
    erased_at: Mapped[datetime | None] = mapped_column(index=True)


class Conversation(Base):
    """One resident on one family of channels, until a day of silence. `state` is sealed JSON.

    `task_at` is when the resident last said something while a task was under way; NULL once there is none,
    or somebody was told of it.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        Index(None, "resident_id", "family", "last_at"),
        Index(
            "ix_conversations_task",
            "task_at",
            sqlite_where=text("task_at IS NOT NULL"),
            postgresql_where=text("task_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    resident_id: Mapped[str] = mapped_column(Id, ForeignKey("residents.id"))
    family: Mapped[str] = mapped_column(String(8))
    state: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    purged_at: Mapped[datetime | None]
    task_at: Mapped[datetime | None]


class Message(Base):
    """One message of a resident and what became of it.

    `body` and `result` are sealed, and NULL once purged. `takes` counts how often a turn was begun for it.
    `push_since` is set while its reply can no longer go back on the request that brought it.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel", "provider_id"),
        Index(None, "conversation_id", "created_at"),
        Index(
            "ix_messages_unanswered",
            "created_at",
            sqlite_where=text("status = 'received'"),
            postgresql_where=text("status = 'received'"),
        ),
        Index(
            "ix_messages_to_push",
            "push_since",
            sqlite_where=text("push_since IS NOT NULL"),
            postgresql_where=text("push_since IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversations.id"))
    channel: Mapped[str] = mapped_column(String(8))
    provider_id: Mapped[str] = mapped_column(String(128))
    recipient: Mapped[str] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(8))
    region: Mapped[str | None] = mapped_column(String(12))
    body: Mapped[bytes | None]
    received_at: Mapped[datetime]
    created_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(12))
    lease_until: Mapped[datetime]
    takes: Mapped[int] = mapped_column(default=1)
    push_since: Mapped[datetime | None]
    result: Mapped[bytes | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    service: Mapped[str | None] = mapped_column(String(64))
    aspect: Mapped[str | None] = mapped_column(String(24))
    engine: Mapped[str | None] = mapped_column(String(8))
    answered_at: Mapped[datetime | None]


class Counter(Base):
    """How often something happened on one day, UTC."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class Handover(Base):
    """What a resident can go on with elsewhere, under a code of which the keyed hash is kept.

    `state` is sealed JSON. `taken_by` is the message that brought the code: it opens once.
    """

    __tablename__ = "handovers"

    code_lookup: Mapped[str] = mapped_column(String(64), primary_key=True)
    resident_id: Mapped[str] = mapped_column(Id, ForeignKey("residents.id"))
    state: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    taken_by: Mapped[str | None] = mapped_column(Id)


class DataRequest(Base):
    """A resident asked what is kept, or for it to be erased. Holds no word: it stays as evidence.

    `step` is "show" or "erase". `outcome` is "waiting" until `expires_at`, then "shown", "erased",
    "declined", "dropped" or "refused". `code_lookup` is the keyed hash of the code that was texted, `tries`
    how often a wrong one was given. `erased` says how many rows of each kind were erased.
    """

    __tablename__ = "data_requests"
    __table_args__ = (Index(None, "resident_id", "at"), Index(None, "conversation_id", "outcome"))

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    resident_id: Mapped[str] = mapped_column(Id, ForeignKey("residents.id"))
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversations.id"))
    channel: Mapped[str] = mapped_column(String(8))
    step: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    code_lookup: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    erased: Mapped[dict[str, Any]]


class Gap(Base):
    """How many questions of one anonymous cluster were not answered on one day, UTC."""

    __tablename__ = "gaps"

    cluster: Mapped[str] = mapped_column(String(96), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class KnowledgeTask(Base):
    """A rule that has ended and that residents ask for; `region` is empty for the nationwide one.

    `asked` counts how often it was asked for since it ended.
    """

    __tablename__ = "knowledge_tasks"
    __table_args__ = (UniqueConstraint("service", "aspect", "region", "ended_on"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    service: Mapped[str] = mapped_column(String(64))
    aspect: Mapped[str] = mapped_column(String(24))
    region: Mapped[str] = mapped_column(String(12))
    ended_on: Mapped[date]
    asked: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))


class Sequence(Base):
    """The last number given out under a name."""

    __tablename__ = "sequences"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int]


class Heartbeat(Base):
    """When a process was last seen alive."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]
