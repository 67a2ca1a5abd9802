"""Tasks for those who keep the knowledge: rules that have ended and that residents still ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assistant.store.columns import new_id
from assistant.store.models import KnowledgeTask
from assistant.store.upsert import dialect_of, insert

EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Task:
    """`region` is a GB/T 2260 code, empty for the nationwide rule."""

    id: str
    service: str
    aspect: str
    region: str
    ended_on: date
    asked: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class DoneTask:
    """A task that `staff_id` ended at `done_at`."""

    service: str
    aspect: str
    region: str
    staff_id: str | None
    done_at: datetime


def ended(session: Session, service: str, aspect: str, region: str | None, on: date, now: datetime) -> None:
    """Note that somebody asked for a rule that has ended; the first time opens a task."""
    values = {
        "id": new_id(),
        "service": service,
        "aspect": aspect,
        "region": region or EVERYWHERE,
        "ended_on": on,
        "asked": 1,
        "opened_at": now,
    }
    statement = insert(dialect_of(session), KnowledgeTask).values(**values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["service", "aspect", "region", "ended_on"],
            set_={"asked": KnowledgeTask.asked + 1},
        )
    )


def open_tasks(session: Session) -> tuple[Task, ...]:
    """Those not done, the most asked for first."""
    rows = session.execute(
        select(
            KnowledgeTask.id,
            KnowledgeTask.service,
            KnowledgeTask.aspect,
            KnowledgeTask.region,
            KnowledgeTask.ended_on,
            KnowledgeTask.asked,
            KnowledgeTask.opened_at,
        )
        .where(KnowledgeTask.done_at.is_(None))
        .order_by(KnowledgeTask.asked.desc(), KnowledgeTask.opened_at)
    )
    return tuple(Task(*row) for row in rows)


def how_many(session: Session) -> int:
    return int(
        session.execute(
            select(func.count()).select_from(KnowledgeTask).where(KnowledgeTask.done_at.is_(None))
        ).scalar_one()
    )


def done(session: Session, task_id: str, staff_id: str, now: datetime) -> bool:
    """Whether this call ended the task."""
    row = session.execute(
        update(KnowledgeTask)
        .where(KnowledgeTask.id == task_id, KnowledgeTask.done_at.is_(None))
        .values(done_at=now, staff_id=staff_id)
        .returning(KnowledgeTask.id)
    ).first()
    return row is not None


def lately_done(session: Session, limit: int) -> tuple[DoneTask, ...]:
    """The last ones that were done, at most `limit`, the latest first."""
    rows = session.execute(
        select(
            KnowledgeTask.service,
            KnowledgeTask.aspect,
            KnowledgeTask.region,
            KnowledgeTask.staff_id,
            KnowledgeTask.done_at,
        )
        .where(KnowledgeTask.done_at.is_not(None))
        .order_by(KnowledgeTask.done_at.desc())
        .limit(limit)
    )
    return tuple(
        DoneTask(service, aspect, region, by, at)
        for service, aspect, region, by, at in rows
        if at is not None
    )
