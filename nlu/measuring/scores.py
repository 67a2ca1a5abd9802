"""Precision, recall and F1 of intents and entities: pure counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1; `n` is how many there are in truth."""

    precision: float
    recall: float
    f1: float
    n: int

    @classmethod
    def of(cls, right: int, found: int, n: int) -> Score:
        precision = right / found if found else 0.0
        recall = right / n if n else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        return cls(round(precision, 4), round(recall, 4), round(f1, 4), n)

    def to_json(self) -> dict[str, Any]:
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, "n": self.n}


Pair = tuple[str, str]
Span = tuple[str, int, int]


def by_intent(pairs: Sequence[Pair]) -> dict[str, Score]:
    """Scores by intent of pairs (truth, found)."""
    right = Counter(truth for truth, found in pairs if truth == found)
    found = Counter(found for _, found in pairs)
    n = Counter(truth for truth, _ in pairs)
    return {intent: Score.of(right[intent], found[intent], n[intent]) for intent in sorted(n)}


def weighted_f1(pairs: Sequence[Pair]) -> float:
    """The mean of the intents' F1, each weighing as much as it has examples (scikit-learn's “weighted”)."""
    scores = by_intent(pairs).values()
    return round(sum(score.f1 * score.n for score in scores) / len(pairs), 4) if pairs else 0.0


def macro_f1(pairs: Sequence[Pair]) -> float:
    scores = by_intent(pairs).values()
    return round(sum(score.f1 for score in scores) / len(scores), 4) if scores else 0.0


def confusions(pairs: Sequence[Pair]) -> list[tuple[str, str, int]]:
    """(truth, found, times) of what was confused, the most frequent first."""
    counts = Counter((truth, found) for truth, found in pairs if truth != found)
    return [(*pair, n) for pair, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def entities(pairs: Iterable[tuple[set[Span], set[Span]]]) -> dict[str, Score]:
    """Scores by kind and in “all” (micro): right is the same kind from the same character to the same."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for truth, seen in pairs:
        for counter, spans in ((right, truth & seen), (found, seen), (n, truth)):
            for kind, _, _ in spans:
                counter[kind] += 1
                counter["all"] += 1
    return {kind: Score.of(right[kind], found[kind], n[kind]) for kind in sorted(n)}
