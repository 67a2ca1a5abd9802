"""Runs migrations on the connection handed over; from the command line, on the database of `-x url=`."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from assistant.store.database import Database
from assistant.store.models import Base


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    database = Database(context.get_x_argument(as_dictionary=True)["url"])
    with database.engine.begin() as own:
        run(own)
    database.dispose()
