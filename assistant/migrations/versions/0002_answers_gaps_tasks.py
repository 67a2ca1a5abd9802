"""answers that residents let us keep, conversations handed over, gaps, tasks for the knowledge's editors"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("residents", sa.Column("facts", sa.LargeBinary(), nullable=True))
    op.add_column("residents", sa.Column("facts_at", UtcDateTime(), nullable=True))
    op.create_table(
        "handovers",
        sa.Column("code_lookup", sa.String(length=64), nullable=False),
        sa.Column("resident_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("taken_by", sa.Uuid(as_uuid=False), nullable=True),
        sa.PrimaryKeyConstraint("code_lookup", name="pk_handovers"),
        sa.ForeignKeyConstraint(["resident_id"], ["residents.id"], name="fk_handovers_resident_id"),
    )
    op.create_index("ix_handovers_expires_at", "handovers", ["expires_at"])
    op.create_table(
        "gaps",
        sa.Column("cluster", sa.String(length=96), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("cluster", "day", name="pk_gaps"),
    )
    op.create_table(
        "knowledge_tasks",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("service", sa.String(length=64), nullable=False),
        sa.Column("aspect", sa.String(length=24), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("staff_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_tasks"),
        sa.UniqueConstraint(
            "service",
            "aspect",
            "region",
            "ended_on",
            name="uq_knowledge_tasks_service_aspect_region_ended_on",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_members.id"], name="fk_knowledge_tasks_staff_id"),
    )


def downgrade() -> None:
    op.drop_table("knowledge_tasks")
    op.drop_table("gaps")
    op.drop_table("handovers")
    op.drop_column("residents", "facts_at")
    op.drop_column("residents", "facts")
