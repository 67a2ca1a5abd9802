"""Emptying columns and removing rows in small parts, so that nobody waits for long."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session


def blank(session: Session, model: Any, key: Any, limit: int | None, *conditions: Any, **values: Any) -> int:
    """Give `values` to at most `limit` rows, all of them when it is None; returns how many it was."""
    rows = select(key).where(*conditions).limit(limit)
    erased = session.execute(
        update(model)
        .where(key.in_(rows))
        .values(**values)
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return len(erased.all())


def remove(session: Session, model: Any, key: Any, limit: int | None, *conditions: Any) -> int:
    """Remove at most `limit` rows, all of them when it is None; returns how many it was."""
    rows = select(key).where(*conditions).limit(limit)
    removed = session.execute(
        delete(model).where(key.in_(rows)).returning(key).execution_options(synchronize_session=False)
    )
    return len(removed.all())
