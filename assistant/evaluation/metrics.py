"""What an evaluation came to: pure counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.messages import Outcome
from knowledge.search.questions import OTHER


@dataclass(frozen=True, slots=True)
class Judged:
    """One question with the service it is about, and what the assistant did with it.

    `covered`: the service has an article. `latency_ms` is the whole turn's.
    """

    line: int
    expected: str
    covered: bool
    outcome: Outcome
    service: str | None
    candidates: tuple[str, ...]
    latency_ms: float

    @property
    def ranked(self) -> tuple[str, ...]:
        """The services considered, best first, beginning with the one that was answered."""
        ranked = self.candidates if self.service is None else (self.service, *self.candidates)
        return tuple(dict.fromkeys(ranked))

    @property
    def answered(self) -> bool:
        """An answer was given; an emergency that names a service is one."""
        return self.service is not None and self.outcome in (Outcome.ANSWERED, Outcome.EMERGENCY)


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often a question on `expected` was answered as `answered`; its lines in the file."""

    expected: str
    answered: str
    count: int
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Shares are from 0 to 1. top1 to handed_over are of the questions in scope (with an article).

    `not_covered_answered` is of the questions on other services, `other_answered` of those on no service.
    `handed_over` counts cases, and replies that say they are not sure, which offer a person.
    Latencies are in milliseconds.
    """

    n: int
    in_scope: int
    top1: float
    top3: float
    answered_right: float
    answered_wrong: float
    clarified_right: float
    handed_over: float
    not_covered_n: int
    not_covered_answered: float
    other_n: int
    other_answered: float
    latency_p50_ms: float
    latency_p95_ms: float
    confusions: tuple[Confusion, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def summarise(rows: Sequence[Judged]) -> Metrics:
    """Count. A share of no questions is 0."""
    in_scope = [row for row in rows if row.covered]
    other = [row for row in rows if row.expected == OTHER]
    not_covered = [row for row in rows if not row.covered and row.expected != OTHER]
    latencies = [row.latency_ms for row in rows]
    return Metrics(
        n=len(rows),
        in_scope=len(in_scope),
        top1=_share(in_scope, lambda row: row.ranked[:1] == (row.expected,)),
        top3=_share(in_scope, lambda row: row.expected in row.ranked[:3]),
        answered_right=_share(in_scope, lambda row: row.answered and row.service == row.expected),
        answered_wrong=_share(in_scope, lambda row: row.answered and row.service != row.expected),
        clarified_right=_share(
            in_scope, lambda row: row.outcome is Outcome.CLARIFY and row.expected in row.candidates[:3]
        ),
        handed_over=_share(in_scope, lambda row: row.outcome in (Outcome.CASE, Outcome.UNSURE)),
        not_covered_n=len(not_covered),
        not_covered_answered=_share(not_covered, lambda row: row.answered),
        other_n=len(other),
        other_answered=_share(other, lambda row: row.answered),
        latency_p50_ms=percentile(latencies, 0.5),
        latency_p95_ms=percentile(latencies, 0.95),
        confusions=_confusions(rows),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed (nearest rank); 0 for none."""
    if not values:
        return 0.0
    rank = max(1, -(-round(share * 1_000_000) * len(values) // 1_000_000))
    return round(sorted(values)[rank - 1], 1)


def _share(rows: Sequence[Judged], holds: Callable[[Judged], bool]) -> float:
    return round(sum(map(holds, rows)) / len(rows), 4) if rows else 0.0


def _confusions(rows: Sequence[Judged]) -> tuple[Confusion, ...]:
    wrong = [row for row in rows if row.answered and row.service != row.expected]
    counts = Counter((row.expected, str(row.service)) for row in wrong)
    return tuple(
        Confusion(
            expected,
            answered,
            count,
            tuple(row.line for row in wrong if (row.expected, row.service) == (expected, answered)),
        )
        for (expected, answered), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
