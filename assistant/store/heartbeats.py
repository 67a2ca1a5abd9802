"""When each process was last seen alive, for those who ask whether it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.models import Heartbeat
from assistant.store.upsert import dialect_of, insert


def beat(session: Session, name: str, now: datetime) -> None:
    statement = insert(dialect_of(session), Heartbeat).values(name=name, at=now)
    session.execute(statement.on_conflict_do_update(index_elements=[Heartbeat.name], set_={"at": now}))


def last(session: Session, name: str) -> datetime | None:
    return session.execute(select(Heartbeat.at).where(Heartbeat.name == name)).scalar_one_or_none()
