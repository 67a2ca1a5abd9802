"""calls that residents place, and how long their turns took"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import Id, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", Id, nullable=False),
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("resident_id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=True),
        sa.Column("numberless", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("mode", sa.String(8), nullable=False),
        sa.Column("next", sa.String(8), nullable=True),
        sa.Column("token_hash", sa.String(64), nullable=True),
        sa.Column("token_at", UtcDateTime(), nullable=False),
        sa.Column("token_used_at", UtcDateTime(), nullable=True),
        sa.Column("streams", sa.Integer(), server_default="1", nullable=False),
        sa.Column("turns", sa.Integer(), server_default="0", nullable=False),
        sa.Column("patience_ms", sa.Integer(), nullable=True),
        sa.Column("began_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("ended_how", sa.String(12), nullable=True),
        sa.Column("answer_to", sa.String(128), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", Id, nullable=True),
        sa.Column("waiting_since", UtcDateTime(), nullable=True),
        sa.Column("dialled", sa.JSON(), nullable=True),
        sa.Column("dialled_at", UtcDateTime(), nullable=True),
        sa.Column("taken_by", Id, nullable=True),
        sa.Column("taken_at", UtcDateTime(), nullable=True),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name="fk_calls_resident_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_calls_conversation_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_calls_case_id"),
        sa.ForeignKeyConstraint(["taken_by"], ["staff_members.id"], name="fk_calls_taken_by"),
        sa.PrimaryKeyConstraint("id", name="pk_calls"),
        sa.UniqueConstraint("call_sid", name="uq_calls_call_sid"),
    )
    op.create_index("ix_calls_open", "calls", ["began_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index("ix_calls_resident_id_began_at", "calls", ["resident_id", "began_at"])
    op.create_table(
        "call_turns",
        sa.Column("id", Id, nullable=False),
        sa.Column("call_id", Id, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("endpoint_ms", sa.Integer(), nullable=True),
        sa.Column("text_ms", sa.Integer(), nullable=True),
        sa.Column("reply_ms", sa.Integer(), nullable=False),
        sa.Column("audio_ms", sa.Integer(), nullable=False),
        sa.Column("total_ms", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(24), nullable=False),
        sa.Column("cached", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name="fk_call_turns_call_id"),
        sa.PrimaryKeyConstraint("id", name="pk_call_turns"),
        sa.UniqueConstraint("call_id", "turn", name="uq_call_turns_call_id_turn"),
    )
    op.create_index("ix_call_turns_at", "call_turns", ["at"])


def downgrade() -> None:
    op.drop_table("call_turns")
    op.drop_table("calls")
