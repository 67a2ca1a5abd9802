"""The tables of what goes out: to residents, and to other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base
from assistant.store.columns import Id, Position, new_id


class Delivery(Base):
    """One message or call on its way out. `text` is sealed; NULL once purged.

    `medium` is "text" or "call". `purpose` says what it is for: "reply", "turn", "notice", "follow_up",
    "reminder", "callback" or "code". What is `unasked` waits for the hours in which residents may be
    disturbed.
    `staff_id` is the member who is rung first in a call that joins two people.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "next_at",
            sqlite_where=sql("status IN ('due', 'sending')"),
            postgresql_where=sql("status IN ('due', 'sending')"),
        ),
        Index(
            "ix_outbox_dead",
            "updated_at",
            sqlite_where=sql("status IN ('failed', 'undelivered')"),
            postgresql_where=sql("status IN ('failed', 'undelivered')"),
        ),
        Index(None, "resident_id", "status"),
        Index(None, "provider_id"),
        Index(None, "case_id"),
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
    medium: Mapped[str] = mapped_column(String(8), default="text", server_default="text")
    purpose: Mapped[str] = mapped_column(String(12), default="reply", server_default="reply")
    unasked: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    language: Mapped[str] = mapped_column(String(8), default="zh", server_default="zh")
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))
    set_aside_at: Mapped[datetime | None]
    set_aside_by: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))


class ApiKey(Base):
    """Another system that may call the interface. `key_hash` is SHA-256 of a key of 256 random bits."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class ApiRequest(Base):
    """What was answered to a request that changed something, by the key that the caller gave it.

    `response` is sealed. `fingerprint` is the keyed hash of what was asked.
    """

    __tablename__ = "api_requests"

    key_id: Mapped[str] = mapped_column(Id, ForeignKey("api_keys.id"), primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(128), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    response: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(index=True)


class CaseLink(Base):
    """The name of a case in another system."""

    __tablename__ = "case_links"
    __table_args__ = (UniqueConstraint("key_id", "external_id"), Index(None, "case_id"))

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    key_id: Mapped[str] = mapped_column(Id, ForeignKey("api_keys.id"))
    external_id: Mapped[str] = mapped_column(String(128))
    case_id: Mapped[str] = mapped_column(Id, ForeignKey("cases.id"))


class Webhook(Base):
    """An address of another system that is told what happens to cases. `secret` is sealed.

    `told_to` is the position of the last event for which a delivery was made out.
    """

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    url: Mapped[str] = mapped_column(String(500))
    secret: Mapped[bytes]
    events: Mapped[list[str] | None]
    told_to: Mapped[int] = mapped_column(Position)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WebhookDelivery(Base):
    """One event on its way to one webhook."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_position"),
        Index(
            "ix_webhook_deliveries_waiting",
            "next_at",
            sqlite_where=sql("status IN ('due', 'sending')"),
            postgresql_where=sql("status IN ('due', 'sending')"),
        ),
    )

    position: Mapped[int] = mapped_column(Position, primary_key=True, autoincrement=True)
    webhook_id: Mapped[str] = mapped_column(Id, ForeignKey("webhooks.id"))
    event_position: Mapped[int] = mapped_column(Position, ForeignKey("case_events.position"))
    payload: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    error: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
