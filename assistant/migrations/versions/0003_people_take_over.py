"""people who take cases over: kinds, owners, limits, calendar, hall, other systems"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("key_hash", name="uq_api_keys_key_hash"),
        sa.UniqueConstraint("name", name="uq_api_keys_name"),
    )
    op.create_table(
        "slots",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
        sa.UniqueConstraint("office", "kind", "starts_at", name="uq_slots_office_kind_starts_at"),
    )
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=True),
        sa.Column("told_to", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
        sa.UniqueConstraint("name", name="uq_webhooks_name"),
    )
    op.create_table(
        "api_requests",
        sa.Column("key_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("idempotency_key", sa.String(length=128), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_api_requests_key_id"),
        sa.PrimaryKeyConstraint("key_id", "idempotency_key", name="pk_api_requests"),
    )
    op.create_index("ix_api_requests_created_at", "api_requests", ["created_at"], unique=False)
    op.create_table(
        "canned_phrases",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("title", sa.String(length=64), nullable=False),
        sa.Column("zh", sa.String(length=500), nullable=False),
        sa.Column("en", sa.String(length=500), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name="fk_canned_phrases_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_phrases"),
    )
    op.create_index("ix_canned_phrases_staff_id", "canned_phrases", ["staff_id"], unique=False)
    op.create_table(
        "staff_sittings",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name="fk_staff_sittings_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_sittings"),
    )
    op.create_index("ix_staff_sittings_staff_id", "staff_sittings", ["staff_id"], unique=False)
    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("slot_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("booked_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_bookings_case_id"),
        sa.ForeignKeyConstraint(["slot_id"], ["slots.id"], name="fk_bookings_slot_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name="fk_bookings_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
    )
    op.create_index("ix_bookings_slot_id", "bookings", ["slot_id"], unique=False)
    op.create_index(
        "uq_bookings_live_case",
        "bookings",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_table(
        "case_links",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("key_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_links_case_id"),
        sa.ForeignKeyConstraint(["key_id"], ["api_keys.id"], name="fk_case_links_key_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_links"),
        sa.UniqueConstraint("key_id", "external_id", name="uq_case_links_key_id_external_id"),
    )
    op.create_index("ix_case_links_case_id", "case_links", ["case_id"], unique=False)
    op.create_table(
        "presences",
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("writing_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_presences_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name="fk_presences_staff_id"),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name="pk_presences"),
    )
    op.create_index("ix_presences_seen_at", "presences", ["seen_at"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("office", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("booking_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("service", sa.String(length=64), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("called_at", UtcDateTime(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("counter", sa.String(length=16), nullable=True),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name="fk_tickets_booking_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_tickets_case_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name="fk_tickets_staff_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("office", "day", "serial", name="uq_tickets_office_day_serial"),
    )
    op.create_index("ix_tickets_office_day_status", "tickets", ["office", "day", "status"], unique=False)
    op.create_table(
        "webhook_deliveries",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("webhook_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("event_position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_position"], ["case_events.position"], name="fk_webhook_deliveries_event_position"
        ),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="fk_webhook_deliveries_webhook_id"),
        sa.PrimaryKeyConstraint("position", name="pk_webhook_deliveries"),
        sa.UniqueConstraint(
            "webhook_id", "event_position", name="uq_webhook_deliveries_webhook_id_event_position"
        ),
    )
    op.create_index(
        "ix_webhook_deliveries_waiting",
        "webhook_deliveries",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('due', 'sending')"),
        postgresql_where=sa.text("status IN ('due', 'sending')"),
    )
    op.add_column("cases", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("cases", sa.Column("kind", sa.String(length=16), server_default="question", nullable=False))
    op.add_column("cases", sa.Column("priority", sa.Integer(), server_default="2", nullable=False))
    op.add_column("cases", sa.Column("channel", sa.String(length=8), server_default="sms", nullable=False))
    op.add_column("cases", sa.Column("dialect", sa.String(length=16), nullable=True))
    op.add_column("cases", sa.Column("code", sa.LargeBinary(), nullable=True))
    _add_reference("cases", "owner_id", "staff_members")
    op.add_column("cases", sa.Column("owner_active_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("department", sa.String(length=32), nullable=True))
    op.add_column(
        "cases", sa.Column("accepted", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column(
        "cases", sa.Column("binding", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("cases", sa.Column("sent_back", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "cases", sa.Column("undecided", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column(
        "cases", sa.Column("escalated", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("cases", sa.Column("extensions", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("reopened", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("avoided", sa.JSON(), nullable=True))
    _add_reference("cases", "merged_into", "cases")
    _add_reference("cases", "practice_for", "staff_members")
    op.add_column("cases", sa.Column("taken_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("replied_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("resolved_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("rated_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("rating", sa.String(length=8), nullable=True))
    op.add_column("cases", sa.Column("solved", sa.Boolean(), nullable=True))
    op.add_column("cases", sa.Column("follow_up_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("follow_ups", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("paused_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("take_due", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("reply_due", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("resolve_due", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("take_alarm", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("reply_alarm", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("resolve_alarm", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("alarm_at", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("clock_since", UtcDateTime(), nullable=True))
    op.add_column("cases", sa.Column("breaches", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cases", sa.Column("take_s", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("reply_s", sa.Integer(), nullable=True))
    op.add_column("cases", sa.Column("resolve_s", sa.Integer(), nullable=True))
    op.create_index(
        "ix_cases_alarm",
        "cases",
        ["alarm_at"],
        unique=False,
        sqlite_where=sa.text("alarm_at IS NOT NULL"),
        postgresql_where=sa.text("alarm_at IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_follow_up",
        "cases",
        ["follow_up_at"],
        unique=False,
        sqlite_where=sa.text("follow_up_at IS NOT NULL"),
        postgresql_where=sa.text("follow_up_at IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_open_owner",
        "cases",
        ["owner_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_cases_open_queue",
        "cases",
        ["priority", "waiting_since"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_cases_opened_at", "cases", ["opened_at"], unique=False)
    op.create_index("ix_cases_resident_id_opened_at", "cases", ["resident_id", "opened_at"], unique=False)
    op.add_column("outbox", sa.Column("medium", sa.String(length=8), server_default="text", nullable=False))
    op.add_column(
        "outbox", sa.Column("purpose", sa.String(length=12), server_default="reply", nullable=False)
    )
    op.add_column(
        "outbox", sa.Column("unasked", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("outbox", sa.Column("language", sa.String(length=8), server_default="zh", nullable=False))
    _add_reference("outbox", "staff_id", "staff_members")
    op.add_column("outbox", sa.Column("set_aside_at", UtcDateTime(), nullable=True))
    _add_reference("outbox", "set_aside_by", "staff_members")
    op.create_index("ix_outbox_case_id", "outbox", ["case_id"], unique=False)
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["updated_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('failed', 'undelivered')"),
        postgresql_where=sa.text("status IN ('failed', 'undelivered')"),
    )
    op.add_column(
        "residents", sa.Column("direct_lane", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("residents", sa.Column("needs", sa.LargeBinary(), nullable=True))
    op.add_column(
        "staff_members", sa.Column("role", sa.String(length=16), server_default="agent", nullable=False)
    )
    op.add_column("staff_members", sa.Column("shown_name", sa.String(length=32), nullable=True))
    op.add_column("staff_members", sa.Column("office", sa.String(length=32), nullable=True))
    op.add_column("staff_members", sa.Column("department", sa.String(length=32), nullable=True))
    op.add_column("staff_members", sa.Column("services", sa.JSON(), nullable=True))
    op.add_column("staff_members", sa.Column("dialects", sa.JSON(), nullable=True))
    op.add_column("staff_members", sa.Column("districts", sa.JSON(), nullable=True))
    op.add_column("staff_members", sa.Column("most_open", sa.Integer(), nullable=True))
    op.add_column("staff_members", sa.Column("on_duty_since", UtcDateTime(), nullable=True))
    op.add_column("staff_members", sa.Column("phone", sa.LargeBinary(), nullable=True))
    op.add_column("staff_members", sa.Column("subject", sa.String(length=255), nullable=True))
    op.create_index(
        "uq_staff_members_subject",
        "staff_members",
        ["subject"],
        unique=True,
        sqlite_where=sa.text("subject IS NOT NULL"),
        postgresql_where=sa.text("subject IS NOT NULL"),
    )
    _carry_over()


def downgrade() -> None:
    _carry_back()
    op.drop_index(
        "uq_staff_members_subject",
        table_name="staff_members",
        sqlite_where=sa.text("subject IS NOT NULL"),
        postgresql_where=sa.text("subject IS NOT NULL"),
    )
    op.drop_column("staff_members", "subject")
    op.drop_column("staff_members", "phone")
    op.drop_column("staff_members", "on_duty_since")
    op.drop_column("staff_members", "most_open")
    op.drop_column("staff_members", "districts")
    op.drop_column("staff_members", "dialects")
    op.drop_column("staff_members", "services")
    op.drop_column("staff_members", "department")
    op.drop_column("staff_members", "office")
    op.drop_column("staff_members", "shown_name")
    op.drop_column("staff_members", "role")
    op.drop_column("residents", "needs")
    op.drop_column("residents", "direct_lane")
    op.drop_index(
        "ix_outbox_dead",
        table_name="outbox",
        sqlite_where=sa.text("status IN ('failed', 'undelivered')"),
        postgresql_where=sa.text("status IN ('failed', 'undelivered')"),
    )
    op.drop_index("ix_outbox_case_id", table_name="outbox")
    op.drop_column("outbox", "set_aside_by")
    op.drop_column("outbox", "set_aside_at")
    op.drop_column("outbox", "staff_id")
    op.drop_column("outbox", "language")
    op.drop_column("outbox", "unasked")
    op.drop_column("outbox", "purpose")
    op.drop_column("outbox", "medium")
    op.drop_index("ix_cases_resident_id_opened_at", table_name="cases")
    op.drop_index("ix_cases_opened_at", table_name="cases")
    op.drop_index(
        "ix_cases_open_queue",
        table_name="cases",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_cases_open_owner",
        table_name="cases",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_cases_follow_up",
        table_name="cases",
        sqlite_where=sa.text("follow_up_at IS NOT NULL"),
        postgresql_where=sa.text("follow_up_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_cases_alarm",
        table_name="cases",
        sqlite_where=sa.text("alarm_at IS NOT NULL"),
        postgresql_where=sa.text("alarm_at IS NOT NULL"),
    )
    op.drop_column("cases", "resolve_s")
    op.drop_column("cases", "reply_s")
    op.drop_column("cases", "take_s")
    op.drop_column("cases", "breaches")
    op.drop_column("cases", "clock_since")
    op.drop_column("cases", "alarm_at")
    op.drop_column("cases", "resolve_alarm")
    op.drop_column("cases", "reply_alarm")
    op.drop_column("cases", "take_alarm")
    op.drop_column("cases", "resolve_due")
    op.drop_column("cases", "reply_due")
    op.drop_column("cases", "take_due")
    op.drop_column("cases", "paused_at")
    op.drop_column("cases", "follow_ups")
    op.drop_column("cases", "follow_up_at")
    op.drop_column("cases", "solved")
    op.drop_column("cases", "rating")
    op.drop_column("cases", "rated_at")
    op.drop_column("cases", "resolved_at")
    op.drop_column("cases", "replied_at")
    op.drop_column("cases", "taken_at")
    op.drop_column("cases", "practice_for")
    op.drop_column("cases", "merged_into")
    op.drop_column("cases", "avoided")
    op.drop_column("cases", "reopened")
    op.drop_column("cases", "extensions")
    op.drop_column("cases", "escalated")
    op.drop_column("cases", "undecided")
    op.drop_column("cases", "sent_back")
    op.drop_column("cases", "binding")
    op.drop_column("cases", "accepted")
    op.drop_column("cases", "department")
    op.drop_column("cases", "owner_active_at")
    op.drop_column("cases", "owner_id")
    op.drop_column("cases", "code")
    op.drop_column("cases", "dialect")
    op.drop_column("cases", "channel")
    op.drop_column("cases", "priority")
    op.drop_column("cases", "kind")
    op.drop_column("cases", "version")
    op.drop_index(
        "ix_webhook_deliveries_waiting",
        table_name="webhook_deliveries",
        sqlite_where=sa.text("status IN ('due', 'sending')"),
        postgresql_where=sa.text("status IN ('due', 'sending')"),
    )
    op.drop_table("webhook_deliveries")
    op.drop_index("ix_tickets_office_day_status", table_name="tickets")
    op.drop_table("tickets")
    op.drop_index("ix_presences_seen_at", table_name="presences")
    op.drop_table("presences")
    op.drop_index("ix_case_links_case_id", table_name="case_links")
    op.drop_table("case_links")
    op.drop_index(
        "uq_bookings_live_case",
        table_name="bookings",
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.drop_index("ix_bookings_slot_id", table_name="bookings")
    op.drop_table("bookings")
    op.drop_index("ix_staff_sittings_staff_id", table_name="staff_sittings")
    op.drop_table("staff_sittings")
    op.drop_index("ix_canned_phrases_staff_id", table_name="canned_phrases")
    op.drop_table("canned_phrases")
    op.drop_index("ix_api_requests_created_at", table_name="api_requests")
    op.drop_table("api_requests")
    op.drop_table("webhooks")
    op.drop_table("slots")
    op.drop_table("api_keys")


def _add_reference(table: str, column: str, target: str) -> None:
    """A column that names a row elsewhere. SQLite takes the constraint with the column alone."""
    name = f"fk_{table}_{column}"
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} CHAR(32) CONSTRAINT {name} REFERENCES {target} (id)"
        )
        return
    op.add_column(table, sa.Column(column, sa.Uuid(as_uuid=False), nullable=True))
    op.create_foreign_key(name, table, target, [column], ["id"])


def _carry_over() -> None:
    """Cases that were answered belong to whoever answered last; who signs in already may do everything."""
    op.execute("UPDATE staff_members SET role = 'administrator'")
    op.execute("UPDATE cases SET status = 'received' WHERE status = 'waiting'")
    op.execute(
        "UPDATE cases SET status = 'waiting_resident', owner_id = (SELECT staff_id FROM case_events "
        "WHERE case_events.case_id = cases.id AND kind = 'staff_replied' ORDER BY position DESC LIMIT 1) "
        "WHERE status = 'answered'"
    )
    op.execute(
        "UPDATE cases SET channel = (SELECT CASE family WHEN 'voice' THEN 'phone' WHEN 'screen' THEN 'kiosk' "
        "ELSE 'sms' END FROM conversations WHERE conversations.id = cases.conversation_id)"
    )


def _carry_back() -> None:
    op.execute(
        "UPDATE cases SET closed_at = COALESCE(closed_at, waiting_since) "
        "WHERE status IN ('resolved', 'followed_up', 'closed', 'cancelled')"
    )
    op.execute(
        "UPDATE cases SET status = CASE WHEN closed_at IS NOT NULL THEN 'closed' "
        "WHEN status = 'waiting_resident' THEN 'answered' ELSE 'waiting' END"
    )
