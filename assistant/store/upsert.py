"""INSERT … ON CONFLICT, which both databases know but SQLAlchemy spells once for each."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assistant.store.models import Base


def insert(dialect: str, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that understands `on_conflict_do_nothing` and `on_conflict_do_update`."""
    table = cast(Table, model.__table__)
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def dialect_of(session: Session) -> str:
    return session.get_bind().dialect.name


def insert_once(session: Session, model: type[Base], values: dict[str, Any]) -> bool:
    """Insert a row unless a unique constraint says that it is there. Returns whether it was inserted."""
    return session.execute(_once(dialect_of(session), model), values).first() is not None


@cache
def _once(dialect: str, model: type[Base]) -> Executable:
    """Building a statement costs more than running it, so each is built once."""
    first = next(iter(model.__table__.primary_key))
    return insert(dialect, model).on_conflict_do_nothing().returning(first)
