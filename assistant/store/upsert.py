"""INSERT … ON CONFLICT, which both databases know but SQLAlchemy spells once for each."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.store.models import Base


def insert(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that understands `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    return postgresql.insert(model)


def insert_once(session: Session, model: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless a unique constraint says that it is there. Returns whether it was inserted."""
    first = next(iter(model.__table__.primary_key))
    statement = insert(session, model).values(values).on_conflict_do_nothing().returning(first)
    return session.execute(statement).first() is not None
