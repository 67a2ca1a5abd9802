"""What a measurement is made of: counted things, their times in milliseconds, and how they were taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self


def percentile(sorted_values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of the sorted values do not exceed (nearest rank)."""
    if not sorted_values:
        raise ValueError("no values to take a percentile of")
    rank = -int(-share * len(sorted_values) // 1)
    return sorted_values[max(0, min(rank, len(sorted_values)) - 1)]


@dataclass(frozen=True, slots=True)
class Spread:
    """How the times of one kind of work are spread, in milliseconds."""

    n: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    worst_ms: float

    @classmethod
    def of(cls, times_ms: Sequence[float]) -> Self:
        ordered = sorted(times_ms)
        return cls(
            n=len(ordered),
            p50_ms=round(percentile(ordered, 0.50), 2),
            p95_ms=round(percentile(ordered, 0.95), 2),
            p99_ms=round(percentile(ordered, 0.99), 2),
            worst_ms=round(ordered[-1], 2),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "p50_ms": self.p50_ms,
            "p95_ms": self.p95_ms,
            "p99_ms": self.p99_ms,
            "worst_ms": self.worst_ms,
        }


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured thing. `rate` is finished pieces of work a second; `counts` says what they came to.

    `stages` holds the mean share of a piece of work in milliseconds, `memory_mb` the megabytes that a process
    held at the end and at most.
    """

    name: str
    method: str
    spread: Spread
    rate: float
    counts: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, float] = field(default_factory=dict)
    memory_mb: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "method": self.method,
            "per_second": round(self.rate, 1),
            **self.spread.to_json(),
            "counts": dict(self.counts),
            "stages_mean_ms": dict(self.stages),
            "memory_mb": {
                name: {"now": now, "at_most": most} for name, (now, most) in self.memory_mb.items()
            },
        }
