"""The telephone line in figures: calls under way, how calls ended, how long callers wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assistant.staff import line_sentences as said
from assistant.store import call_figures, calls
from assistant.store.calls import CallRow, TurnTimes
from knowledge.article import Bilingual

LOOKED_AT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A call that goes on. It is known by when it began alone: whose it is stays untold."""

    began_at: datetime
    lasted: Bilingual
    mode: Bilingual
    standing: Bilingual
    turns: int


@dataclass(frozen=True, slots=True)
class Stage:
    """`number` turns had this stage; half of them were through by `p50`, 95 of 100 by `p95`."""

    name: Bilingual
    number: int
    p50: Bilingual
    p95: Bilingual


@dataclass(frozen=True, slots=True)
class Ended:
    mode: Bilingual
    how: Bilingual
    number: int
    turns: int


@dataclass(frozen=True, slots=True)
class LineFigures:
    live: tuple[UnderWay, ...]
    ended: tuple[Ended, ...]
    stages: tuple[Stage, ...]
    turns: int
    by_key: int
    prepared: int

    @property
    def calls(self) -> int:
        return sum(one.number for one in self.ended)


def read(session: Session, now: datetime) -> LineFigures:
    """The line as it is now and was for the last day."""
    since = now - LOOKED_AT
    times = calls.latencies(session, since)
    return LineFigures(
        live=tuple(_under_way(call, now) for call in calls.live(session, now)),
        ended=tuple(
            Ended(said.named(said.MODES, one.mode), said.named(said.ENDS, one.how), one.number, one.turns)
            for one in call_figures.ends(session, since)
        ),
        stages=stages(times),
        turns=len(times),
        by_key=sum(one.endpoint_ms is None for one in times),
        prepared=sum(one.cached for one in times),
    )


def stages(times: Sequence[TurnTimes]) -> tuple[Stage, ...]:
    found = []
    for field, name in said.STAGES.items():
        values = sorted(value for one in times if (value := getattr(one, field)) is not None)
        spread = (said.milliseconds(percentile(values, share)) for share in (50, 95))
        found.append(Stage(name, len(values), *spread))
    return tuple(found)


def percentile(ordered: Sequence[int], share: int) -> int | None:
    """The least value that `share` of a hundred do not exceed (nearest rank); None without values."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)] if ordered else None


def _under_way(call: CallRow, now: datetime) -> UnderWay:
    if call.taken_by is not None and call.left_at is None:
        standing = "taken"
    else:
        standing = "waiting" if call.waiting_since is not None and call.taken_by is None else "talking"
    return UnderWay(
        began_at=call.began_at,
        lasted=said.minutes((now - call.began_at).total_seconds()),
        mode=said.named(said.MODES, call.mode),
        standing=said.STANDINGS[standing],
        turns=call.turns,
    )
