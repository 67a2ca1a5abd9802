"""All cases with all their events, a few at a time, for whoever holds the ones against the others."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.models import Case, CaseEvent


def events_of(session: Session, case_ids: Sequence[str]) -> dict[str, list[CaseEvent]]:
    """The events of several cases, each in the order in which they were written."""
    found: dict[str, list[CaseEvent]] = {case_id: [] for case_id in case_ids}
    for event in session.scalars(
        select(CaseEvent).where(CaseEvent.case_id.in_(case_ids)).order_by(CaseEvent.position)
    ):
        found[event.case_id].append(event)
    return found


def batch(session: Session, after: str, limit: int) -> Sequence[Case]:
    """Cases in the order of their ids, those of practice too; beginning behind the id `after`."""
    statement = select(Case).order_by(Case.id).limit(limit)
    return session.scalars(statement.where(Case.id > after) if after else statement).all()
