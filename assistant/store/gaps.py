"""What residents ask and nobody has an answer for: counted by anonymous cluster and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.store.models import Gap
from assistant.store.upsert import dialect_of, insert

LOOK_BACK_DAYS = 30
LEAST_ASKED = 3
"""What was asked less often could be the words of one person."""


@dataclass(frozen=True, slots=True)
class Counted:
    """`count` questions of a cluster, on `days` different days."""

    cluster: str
    count: int
    days: int

    def to_json(self) -> dict[str, Any]:
        return {"cluster": self.cluster, "count": self.count, "days": self.days}


def add(session: Session, cluster: str, now: datetime) -> None:
    """Count one question on the day of `now`, UTC."""
    statement = insert(dialect_of(session), Gap).values(cluster=cluster, day=now.date(), count=1)
    session.execute(
        statement.on_conflict_do_update(index_elements=[Gap.cluster, Gap.day], set_={"count": Gap.count + 1})
    )


def counted(session: Session, now: datetime, days: int, at_least: int = 1) -> tuple[Counted, ...]:
    """The clusters of the last `days` days, today included, the commonest first."""
    first = (now - timedelta(days=days - 1)).date()
    total = func.sum(Gap.count)
    rows = session.execute(
        select(Gap.cluster, total, func.count())
        .where(Gap.day >= first)
        .group_by(Gap.cluster)
        .having(total >= at_least)
        .order_by(total.desc(), Gap.cluster)
    )
    return tuple(Counted(cluster, int(count), int(on)) for cluster, count, on in rows)
