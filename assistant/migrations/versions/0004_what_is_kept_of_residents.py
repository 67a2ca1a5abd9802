"""how residents want to be spoken to, and their requests about what is kept of them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("residents", sa.Column("preferences", sa.LargeBinary(), nullable=True))
    op.add_column("residents", sa.Column("preferences_at", UtcDateTime(), nullable=True))
    op.add_column("residents", sa.Column("keeps_preferences", sa.Boolean(), nullable=True))
    op.add_column("residents", sa.Column("erased_at", UtcDateTime(), nullable=True))
    op.create_index("ix_residents_erased_at", "residents", ["erased_at"])
    op.create_table(
        "data_requests",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("resident_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("conversation_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("step", sa.String(length=8), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("code_lookup", sa.String(length=64), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("erased", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_data_requests"),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name="fk_data_requests_resident_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_data_requests_conversation_id"
        ),
    )
    op.create_index("ix_data_requests_at", "data_requests", ["at"])
    op.create_index("ix_data_requests_resident_id_at", "data_requests", ["resident_id", "at"])
    op.create_index(
        "ix_data_requests_conversation_id_outcome", "data_requests", ["conversation_id", "outcome"]
    )


def downgrade() -> None:
    op.drop_table("data_requests")
    op.drop_index("ix_residents_erased_at", table_name="residents")
    for column in ("erased_at", "keeps_preferences", "preferences_at", "preferences"):
        op.drop_column("residents", column)
