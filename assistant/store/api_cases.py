"""Cases as other systems bring them and follow them. Cases of practice are never among them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from assistant.state import ConversationState
from assistant.store import passed_on
from assistant.store.crypto import Vault
from assistant.store.models import Case, CaseEvent
from assistant.store.passed_on import PassedOn

CHANNEL = "api"
LONGEST_TRANSACTION = timedelta(minutes=1)
_LOOKED_BACK = 1000
"""So many events are looked at for a transaction that is still open."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases are listed; what is empty or None lets all pass."""

    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    service: str | None = None
    region: str | None = None


def bring(
    session: Session,
    vault: Vault,
    *,
    key_id: str,
    external_id: str,
    address: str,
    text: str,
    state: ConversationState,
    now: datetime,
) -> PassedOn | None:
    """Keep words that another system has under `external_id`; None when they are here already."""
    return passed_on.keep(
        session,
        vault,
        channel=CHANNEL,
        family=CHANNEL,
        provider_id=_provider_id(key_id, external_id),
        address=address,
        text=text,
        state=state,
        now=now,
    )


def settled(session: Session, now: datetime) -> int:
    """The position up to which no event can appear any more.

    Positions are given before transactions end, so one can be missing while later ones are there. A gap is
    waited for, until what follows it is older than the longest transaction: then nobody fills it.
    """
    last = select(CaseEvent.position, CaseEvent.at).order_by(CaseEvent.position.desc()).limit(_LOOKED_BACK)
    recent = last.subquery()
    before = func.lag(recent.c.position).over(order_by=recent.c.position)
    steps = select(recent.c.position, recent.c.at, before.label("before")).subquery()
    gap = select(func.min(steps.c.before)).where(
        steps.c.position - steps.c.before > 1, steps.c.at > now - LONGEST_TRANSACTION
    )
    found = session.execute(gap).scalar_one()
    if found is None:
        found = session.execute(select(func.max(recent.c.position))).scalar_one()
    return int(found or 0)


def changed(
    session: Session, wanted: Filter, *, since: int, until: int, limit: int
) -> list[tuple[Case, int]]:
    """Cases to which something happened after `since`, with the position of the last of it, in that order.

    What happened after `until` is left for later.
    """
    latest = (
        select(CaseEvent.case_id, func.max(CaseEvent.position).label("position"))
        .where(CaseEvent.position > since, CaseEvent.position <= until)
        .group_by(CaseEvent.case_id)
        .subquery()
    )
    rows = session.execute(
        select(Case, latest.c.position)
        .join(latest, latest.c.case_id == Case.id)
        .where(*_conditions(wanted))
        .order_by(latest.c.position)
        .limit(limit)
    )
    return [(case, int(position)) for case, position in rows]


def events_after(session: Session, case_id: str, after: int, limit: int) -> Sequence[CaseEvent]:
    """What happened to a case, in order. Whoever changes a case locks it, so none appears late."""
    return session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case_id, CaseEvent.position > after)
        .order_by(CaseEvent.position)
        .limit(limit)
    ).all()


def last_position(session: Session, case_id: str) -> int:
    statement = select(func.max(CaseEvent.position)).where(CaseEvent.case_id == case_id)
    return int(session.execute(statement).scalar_one() or 0)


def numbers_of(session: Session, case_ids: Sequence[str]) -> dict[str, str]:
    """The numbers of cases, by id."""
    found = session.execute(select(Case.id, Case.number).where(Case.id.in_(case_ids)))
    return {str(case_id): str(number) for case_id, number in found}


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Case.practice_for.is_(None)]
    equal: tuple[tuple[Any, str | None], ...] = ((Case.service, wanted.service), (Case.region, wanted.region))
    conditions += [column == value for column, value in equal if value is not None]
    if wanted.statuses:
        conditions.append(Case.status.in_(wanted.statuses))
    if wanted.kinds:
        conditions.append(Case.kind.in_(wanted.kinds))
    return conditions


def _provider_id(key_id: str, external_id: str) -> str:
    """Hashed, because the two together are longer than the column."""
    return f"{key_id}:{hashlib.sha256(external_id.encode()).hexdigest()}"
