"""What the console reads of the events of cases: whether anything happened, who replied, who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.store.crypto import Vault
from assistant.store.models import Case, CaseEvent


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at what is hidden of a resident. `why` is None once purged."""

    at: datetime
    number: str
    staff_id: str | None
    why: str | None


def last_position(session: Session, case_id: str) -> int:
    """Grows with everything that happens to the case."""
    statement = select(func.coalesce(func.max(CaseEvent.position), 0)).where(CaseEvent.case_id == case_id)
    return int(session.execute(statement).scalar_one())


def replied_since(session: Session, case_id: str, position: int, staff_id: str) -> str | None:
    """Who else of the staff answered the resident after an event, the last of them; None when nobody did."""
    return session.execute(
        select(CaseEvent.staff_id)
        .where(
            CaseEvent.case_id == case_id,
            CaseEvent.kind == "staff_replied",
            CaseEvent.position > position,
            CaseEvent.staff_id != staff_id,
        )
        .order_by(CaseEvent.position.desc())
        .limit(1)
    ).scalar_one_or_none()


def looks(session: Session, vault: Vault, limit: int, offset: int = 0) -> list[Look]:
    """Who looked at what is hidden, the latest first."""
    rows = session.execute(
        select(CaseEvent.at, Case.number, CaseEvent.staff_id, CaseEvent.body)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(CaseEvent.kind == "number_shown")
        .order_by(CaseEvent.position.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        Look(row.at, row.number, row.staff_id, vault.open(row.body) if row.body is not None else None)
        for row in rows
    ]


def regions(session: Session) -> list[str]:
    """The places that cases which are not over are about."""
    found = session.scalars(
        select(Case.region)
        .where(Case.closed_at.is_(None), Case.region.is_not(None))
        .distinct()
        .order_by(Case.region)
    )
    return [region for region in found if region is not None]
