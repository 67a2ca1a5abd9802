"""Compare ways to rank the services on the same questions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.search.baselines import Rank, Ranking
from knowledge.search.questions import OTHER, Question


@dataclass(frozen=True, slots=True)
class Compared:
    """top1 and top3: shares, from 0 to 1, of the questions on services with an article.

    `auroc` says how well the best score tells these from questions on no service; None when it is not known.
    """

    top1: float
    top3: float
    auroc: float | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    rows: Sequence[Question],
    ways: Mapping[str, Rank],
    covered: Collection[str],
    progress: Callable[[], None] = lambda: None,
) -> dict[str, Compared]:
    """What each way comes to; `progress` is called after each.

    `covered` are the services that have an article.
    """
    found = {}
    for name, rank in ways.items():
        found[name] = _compared([(row.service, rank(row.text)) for row in rows], covered)
        progress()
    return found


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The chance that a score of `inside` is above one of `outside`, where equal ones count half.

    That is the area under the ROC curve (Hanley and McNeil 1982). None when one side has no scores.
    """
    if not inside or not outside:
        return None
    wins = sum((one > other) + (one == other) / 2 for one in inside for other in outside)
    return round(wins / (len(inside) * len(outside)), 4)


def _compared(ranked: Sequence[tuple[str, Ranking]], covered: Collection[str]) -> Compared:
    inside = [(service, ranking) for service, ranking in ranked if service in covered]
    return Compared(
        top1=_share_within(1, inside),
        top3=_share_within(3, inside),
        auroc=auroc(
            [_best(ranking) for _, ranking in inside],
            [_best(ranking) for service, ranking in ranked if service == OTHER],
        ),
    )


def _share_within(first: int, ranked: Sequence[tuple[str, Ranking]]) -> float:
    hits = sum(service in {one.service for one in ranking[:first]} for service, ranking in ranked)
    return round(hits / len(ranked), 4) if ranked else 0.0


def _best(ranking: Ranking) -> float:
    return ranking[0].score if ranking else 0.0
