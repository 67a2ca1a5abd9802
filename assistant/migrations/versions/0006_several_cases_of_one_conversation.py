"""several open cases of one conversation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.drop_index("uq_cases_open_conversation", table_name="cases")
    op.create_index(
        "ix_cases_open_conversation",
        "cases",
        ["conversation_id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    """Fails while a conversation has more than one case that is not closed."""
    op.drop_index("ix_cases_open_conversation", table_name="cases")
    op.create_index(
        "uq_cases_open_conversation",
        "cases",
        ["conversation_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
