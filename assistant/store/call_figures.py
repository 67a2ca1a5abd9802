"""What became of calls, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assistant.store.models import Call


@dataclass(frozen=True, slots=True)
class Ends:
    """How many calls ended in one way; `how` is that of `Call.ended_how`, `mode` the one they ended in."""

    mode: str
    how: str
    number: int
    turns: int


def ends(session: Session, since: datetime) -> list[Ends]:
    """The calls that ended since then, the most frequent end first."""
    number = func.count()
    rows = session.execute(
        select(Call.mode, Call.ended_how, number, func.sum(Call.turns))
        .where(Call.ended_at >= since)
        .group_by(Call.mode, Call.ended_how)
        .order_by(number.desc(), Call.mode, Call.ended_how)
    )
    return [Ends(mode, how or "", int(count), int(turns)) for mode, how, count, turns in rows]
