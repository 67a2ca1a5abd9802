"""Things that are counted and not kept: refused requests, messages given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.store.models import Counter
from assistant.store.upsert import dialect_of, insert


def add(session: Session, name: str, now: datetime) -> None:
    """Count one on the day of `now`, UTC."""
    statement = insert(dialect_of(session), Counter).values(name=name, day=now.date(), count=1)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Counter.name, Counter.day], set_={"count": Counter.count + 1}
        )
    )


def total(session: Session, name: str, now: datetime, days: int = 1) -> int:
    """How often it happened in the last `days` days, today included."""
    first = (now - timedelta(days=days - 1)).date()
    counted = select(func.coalesce(func.sum(Counter.count), 0)).where(
        Counter.name == name, Counter.day >= first
    )
    return int(session.execute(counted).scalar_one())
