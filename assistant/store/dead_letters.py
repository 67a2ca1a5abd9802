"""What could not be sent or rung: visible until somebody tries it again or sets it aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from assistant.store.models import Case, Delivery


@dataclass(frozen=True, slots=True)
class Dead:
    """One message or call, without address and words. `error` is the provider's or our own code."""

    position: int
    medium: str
    purpose: str
    case_number: str | None
    status: str
    error: str | None
    attempts: int
    created_at: datetime
    failed_at: datetime


def list_dead(session: Session, limit: int) -> tuple[Dead, ...]:
    """The latest first."""
    rows = session.execute(
        select(
            Delivery.position,
            Delivery.medium,
            Delivery.purpose,
            Case.number,
            Delivery.status,
            Delivery.error,
            Delivery.attempts,
            Delivery.created_at,
            Delivery.updated_at,
        )
        .outerjoin(Case, Case.id == Delivery.case_id)
        .where(*_dead())
        .order_by(Delivery.updated_at.desc(), Delivery.position)
        .limit(limit)
    )
    return tuple(Dead(*row) for row in rows)


def count_dead(session: Session) -> int:
    return int(session.execute(select(func.count()).select_from(Delivery).where(*_dead())).scalar_one())


def try_again(session: Session, position: int, now: datetime) -> bool:
    """Put one back in line, with all its attempts before it. False when somebody has seen to it already.

    When the provider never confirmed that it took it, the error stays: it says whether to ask before sending.
    """
    noted = case((Delivery.provider_id.is_(None), Delivery.error), else_=None)
    row = session.execute(
        update(Delivery)
        .where(Delivery.position == position, *_dead(), Delivery.text.is_not(None))
        .values(status="due", attempts=0, next_at=now, provider_id=None, error=noted, updated_at=now)
        .returning(Delivery.position)
    ).first()
    return row is not None


def set_aside(session: Session, position: int, staff_id: str, now: datetime) -> bool:
    """Nobody tries this one any more. False when somebody has seen to it already."""
    row = session.execute(
        update(Delivery)
        .where(Delivery.position == position, *_dead())
        .values(set_aside_at=now, set_aside_by=staff_id)
        .returning(Delivery.position)
    ).first()
    return row is not None


def _dead() -> tuple[ColumnElement[bool], ...]:
    return (sql("outbox.status IN ('failed', 'undelivered')"), Delivery.set_aside_at.is_(None))  # type: ignore[return-value]
