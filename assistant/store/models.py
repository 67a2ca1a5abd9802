"""The tables. Residents' numbers and words are only ever in columns of sealed bytes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from assistant.store.columns import Id, Position, UtcDateTime, new_id


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime(),
        date: Date(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
    }


class Resident(Base):
    """One address. `address` is sealed, `address_lookup` its keyed hash.

    `facts` is sealed JSON: the answers to interviews that the resident lets us keep, since `facts_at`.
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


class Conversation(Base):
    """One resident on one family of channels, until a day of silence. `state` is sealed JSON."""

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "resident_id", "family", "last_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    resident_id: Mapped[str] = mapped_column(Id, ForeignKey("residents.id"))
    family: Mapped[str] = mapped_column(String(8))
    state: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    purged_at: Mapped[datetime | None]


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


class StaffMember(Base):
    __tablename__ = "staff_members"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Case(Base):
    """Something a person must see to. A conversation has at most one that is not closed."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "uq_cases_open_conversation",
            "conversation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "status", "waiting_since"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    conversation_id: Mapped[str] = mapped_column(Id, ForeignKey("conversations.id"))
    resident_id: Mapped[str] = mapped_column(Id, ForeignKey("residents.id"))
    message_id: Mapped[str] = mapped_column(Id, ForeignKey("messages.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    service: Mapped[str | None] = mapped_column(String(64))
    region: Mapped[str | None] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(8))
    summary: Mapped[bytes | None]
    opened_at: Mapped[datetime]
    waiting_since: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class CaseEvent(Base):
    """What happened to a case. Rows are only added; triggers refuse the rest, but for the purge of `body`."""

    __tablename__ = "case_events"
    __table_args__ = (
        UniqueConstraint("kind", "message_id"),
        UniqueConstraint("reference"),
        Index(None, "case_id", "position"),
    )

    position: Mapped[int] = mapped_column(Position, primary_key=True, autoincrement=True)
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("cases.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(24))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))
    message_id: Mapped[str | None] = mapped_column(Id, ForeignKey("messages.id"))
    reference: Mapped[str | None] = mapped_column(String(128))
    detail: Mapped[dict[str, Any]]
    body: Mapped[bytes | None]


class Delivery(Base):
    """One message on its way out. `text` is sealed; NULL once purged."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "next_at",
            sqlite_where=text("status IN ('due', 'sending')"),
            postgresql_where=text("status IN ('due', 'sending')"),
        ),
        Index(None, "resident_id", "status"),
        Index(None, "provider_id"),
    )

    position: Mapped[int] = mapped_column(Position, primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(String(128), unique=True)
    resident_id: Mapped[str] = mapped_column(Id, ForeignKey("residents.id"))
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("cases.id"))
    channel: Mapped[str] = mapped_column(String(8))
    text: Mapped[bytes | None]
    status: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    provider_id: Mapped[str | None] = mapped_column(String(128))
    error: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


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
