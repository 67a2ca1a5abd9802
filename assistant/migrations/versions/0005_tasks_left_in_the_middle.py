"""tasks that a resident left in the middle"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.store.columns import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("task_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_conversations_task",
        "conversations",
        ["task_at"],
        sqlite_where=sa.text("task_at IS NOT NULL"),
        postgresql_where=sa.text("task_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_conversations_task", table_name="conversations")
    op.drop_column("conversations", "task_at")
