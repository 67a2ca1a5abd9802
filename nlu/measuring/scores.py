"""Precision, recall and F1 of intents and entities: pure counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Span = tuple[str, int, int]
"""A kind of entity, from which character to before which."""


@dataclass(frozen=True)
class Pair:
    """What is true and what was found; `weight` is for how many examples the pair stands."""

    truth: str
    found: str
    weight: int = 1


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


def by_intent(pairs: Sequence[Pair]) -> dict[str, Score]:
    """The score of each intent that is true of something."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    n: Counter[str] = Counter()
    for pair in pairs:
        n[pair.truth] += pair.weight
        found[pair.found] += pair.weight
        right[pair.truth] += pair.weight * (pair.truth == pair.found)
    return {intent: Score.of(right[intent], found[intent], n[intent]) for intent in sorted(n)}


def weighted_f1(pairs: Sequence[Pair]) -> float:
    """The mean of the intents' F1, each weighing as much as it has examples (scikit-learn's “weighted”)."""
    scores = by_intent(pairs).values()
    n = sum(score.n for score in scores)
    return round(sum(score.f1 * score.n for score in scores) / n, 4) if n else 0.0


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean of the intents' F1, each weighing the same."""
    scores = by_intent(pairs).values()
    return round(sum(score.f1 for score in scores) / len(scores), 4) if scores else 0.0


def confusions(pairs: Sequence[Pair]) -> list[tuple[str, str, int]]:
    """(truth, found, times) of what was confused, the most frequent first."""
    counts = Counter((pair.truth, pair.found) for pair in pairs if pair.truth != pair.found)
    return [(*names, n) for names, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def entities(pairs: Iterable[tuple[frozenset[Span], frozenset[Span]]]) -> dict[str, Score]:
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
