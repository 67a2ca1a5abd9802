"""The tables of cases and of what is arranged for them. Words are only ever in columns of sealed bytes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base
from assistant.store.columns import Id, Position, new_id


class Case(Base):
    """Something a person must see to: what its events add up to, kept so that queues can be read.

    `priority` is the lane: 0 danger, 1 for people of
    65 and over and those who asked for the lane, 2 everybody else. `avoided` are members of the staff who are
    not to take it again. `code` is sealed: with the number it opens the status elsewhere. `practice_for` is
    the member of the staff for whose practice the case was made up.

    The `…_due` are the ends of the limits that run, the `…_alarm` what was noted of them since `clock_since`,
    the last opening (0 nothing, 1 warned, 2 breached); `breaches` adds up 1 for take, 2 for reply and 4 for
    resolve, for ever. `alarm_at` is when the limits are to be looked at next; `paused_at` is set while the
    case waits for the resident. The `…_s` are the working seconds that a step took.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ix_cases_open_conversation",
            "conversation_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "status", "waiting_since"),
        Index(
            "ix_cases_open_queue",
            "priority",
            "waiting_since",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_cases_open_owner",
            "owner_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_cases_alarm",
            "alarm_at",
            sqlite_where=text("alarm_at IS NOT NULL"),
            postgresql_where=text("alarm_at IS NOT NULL"),
        ),
        Index(
            "ix_cases_follow_up",
            "follow_up_at",
            sqlite_where=text("follow_up_at IS NOT NULL"),
            postgresql_where=text("follow_up_at IS NOT NULL"),
        ),
        Index(None, "resident_id", "opened_at"),
        Index(None, "opened_at"),
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
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    kind: Mapped[str] = mapped_column(String(16), default="question", server_default="question")
    priority: Mapped[int] = mapped_column(default=2, server_default="2")
    channel: Mapped[str] = mapped_column(String(8), default="sms", server_default="sms")
    dialect: Mapped[str | None] = mapped_column(String(16))
    code: Mapped[bytes | None]
    owner_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))
    owner_active_at: Mapped[datetime | None]
    department: Mapped[str | None] = mapped_column(String(32))
    accepted: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    binding: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    sent_back: Mapped[int] = mapped_column(default=0, server_default="0")
    undecided: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    escalated: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    extensions: Mapped[int] = mapped_column(default=0, server_default="0")
    reopened: Mapped[int] = mapped_column(default=0, server_default="0")
    avoided: Mapped[list[str] | None]
    merged_into: Mapped[str | None] = mapped_column(Id, ForeignKey("cases.id"))
    practice_for: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))
    taken_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    rated_at: Mapped[datetime | None]
    rating: Mapped[str | None] = mapped_column(String(8))
    solved: Mapped[bool | None]
    follow_up_at: Mapped[datetime | None]
    follow_ups: Mapped[int] = mapped_column(default=0, server_default="0")
    paused_at: Mapped[datetime | None]
    take_due: Mapped[datetime | None]
    reply_due: Mapped[datetime | None]
    resolve_due: Mapped[datetime | None]
    take_alarm: Mapped[int] = mapped_column(default=0, server_default="0")
    reply_alarm: Mapped[int] = mapped_column(default=0, server_default="0")
    resolve_alarm: Mapped[int] = mapped_column(default=0, server_default="0")
    alarm_at: Mapped[datetime | None]
    clock_since: Mapped[datetime | None]
    breaches: Mapped[int] = mapped_column(default=0, server_default="0")
    take_s: Mapped[int | None]
    reply_s: Mapped[int | None]
    resolve_s: Mapped[int | None]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


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


class Presence(Base):
    """Who has the page of a case open, and since when something is being written there."""

    __tablename__ = "presences"

    case_id: Mapped[str] = mapped_column(Id, ForeignKey("cases.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff_members.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)
    writing_at: Mapped[datetime | None]


class Slot(Base):
    """A time at which residents can come, or be visited. `kind` is "appointment" or "home_visit"."""

    __tablename__ = "slots"
    __table_args__ = (UniqueConstraint("office", "kind", "starts_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    closed: Mapped[bool] = mapped_column(default=False)


class Booking(Base):
    """A case's place in a slot; a case has at most one that is not cancelled. `details` is sealed JSON."""

    __tablename__ = "bookings"
    __table_args__ = (
        Index(
            "uq_bookings_live_case",
            "case_id",
            unique=True,
            sqlite_where=text("cancelled_at IS NULL"),
            postgresql_where=text("cancelled_at IS NULL"),
        ),
        Index(None, "slot_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    slot_id: Mapped[str] = mapped_column(Id, ForeignKey("slots.id"))
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("cases.id"))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))
    details: Mapped[bytes | None]
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(16))


class Ticket(Base):
    """Somebody who waits in a hall. `lane` is 1 for people of 65 and over, 2 for everybody else."""

    __tablename__ = "tickets"
    __table_args__ = (UniqueConstraint("office", "day", "serial"), Index(None, "office", "day", "status"))

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    office: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    serial: Mapped[int]
    lane: Mapped[int]
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("cases.id"))
    booking_id: Mapped[str | None] = mapped_column(Id, ForeignKey("bookings.id"))
    service: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(12))
    issued_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    calls: Mapped[int] = mapped_column(default=0)
    counter: Mapped[str | None] = mapped_column(String(16))
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))
    ended_at: Mapped[datetime | None]
