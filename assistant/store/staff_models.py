"""The tables of the staff, of their sign-ins and of the phrases that they keep."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base
from assistant.store.columns import Id, new_id


class StaffMember(Base):
    """Somebody who signs in.

    `services`, `dialects` and `districts` say whose cases suit the member; none given means all. `phone` is
    sealed: where the member is rung first for a call to a resident. `subject` is the identity at the town's
    sign-in service. `on_duty_since` is set while cases may be assigned to the member by themselves.
    """

    __tablename__ = "staff_members"
    __table_args__ = (
        Index(
            "uq_staff_members_subject",
            "subject",
            unique=True,
            sqlite_where=text("subject IS NOT NULL"),
            postgresql_where=text("subject IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str] = mapped_column(String(256))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(16), default="agent", server_default="agent")
    shown_name: Mapped[str | None] = mapped_column(String(32))
    office: Mapped[str | None] = mapped_column(String(32))
    department: Mapped[str | None] = mapped_column(String(32))
    services: Mapped[list[str] | None]
    dialects: Mapped[list[str] | None]
    districts: Mapped[list[str] | None]
    most_open: Mapped[int | None]
    on_duty_since: Mapped[datetime | None]
    phone: Mapped[bytes | None]
    subject: Mapped[str | None] = mapped_column(String(255))


class StaffSitting(Base):
    """One sign-in, from one browser, until it ends. `id` is the hash of what the cookie holds."""

    __tablename__ = "staff_sittings"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(Id, ForeignKey("staff_members.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CannedPhrase(Base):
    """Words that staff send again and again. `staff_id` is None for those that everybody shares."""

    __tablename__ = "canned_phrases"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    staff_id: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"), index=True)
    title: Mapped[str] = mapped_column(String(64))
    zh: Mapped[str] = mapped_column(String(500))
    en: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
