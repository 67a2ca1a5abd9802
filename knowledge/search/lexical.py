"""Likeness by shared terms: of a question with each known question, and with all that is said on a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]

_K1 = 1.2
_B = 0.5


@dataclass(frozen=True, slots=True)
class _Posting:
    documents: npt.NDArray[np.int64]
    weights: Scores


class TermIndex:
    """An inverted index over short documents (lists of terms), each belonging to one group.

    A term's weight falls with the number of groups that have it.
    """

    def __init__(self, documents: Sequence[Sequence[str]], groups: Sequence[int], group_count: int) -> None:
        self._size = len(documents)
        self._rarity = _rarity(documents, groups, group_count)
        self._unknown = float(np.log1p(group_count))
        counts = [Counter(document) for document in documents]
        self._norms = np.array([self._norm(count) for count in counts]) + 1e-9
        self._masses = np.array([sum(self._rarity[term] for term in count) for count in counts]) + 1e-9
        self._postings = _postings(counts)

    def likeness(self, terms: Sequence[str]) -> Scores:
        """The cosine of weighted terms with each document, from 0 to 1."""
        query = Counter(terms)
        scores = np.zeros(self._size)
        for term, count in query.items():
            if posting := self._postings.get(term):
                weight = self._rarity[term] ** 2 * (1 + np.log(count))
                scores[posting.documents] += weight * (1 + np.log(posting.weights))
        norm = self._norm(query)
        return scores / (self._norms * norm) if norm else scores

    def coverage(self, terms: Sequence[str]) -> Scores:
        """Which part of each document, by weight, the terms contain, from 0 to 1."""
        scores = np.zeros(self._size)
        for term in set(terms):
            if posting := self._postings.get(term):
                scores[posting.documents] += self._rarity[term]
        return scores / self._masses

    def known(self, terms: Sequence[str]) -> float:
        """Which part of the terms, by weight, stands in any document, from 0 to 1; 0 for no terms."""
        total = sum(self._weight(term) for term in terms)
        return sum(self._rarity.get(term, 0.0) for term in terms) / total if total else 0.0

    def _weight(self, term: str) -> float:
        return self._rarity.get(term, self._unknown)

    def _norm(self, counts: Counter[str]) -> float:
        return float(
            np.sqrt(sum((self._weight(term) * (1 + np.log(count))) ** 2 for term, count in counts.items()))
        )


class Bm25:
    """Okapi BM25 (Robertson and Zaragoza 2009), k1 = 1.2, b = 0.5, over one document a topic."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._size = len(documents)
        self._rarity = _rarity(documents, range(len(documents)), len(documents))
        counts = [Counter(document) for document in documents]
        lengths = np.array([len(document) for document in documents], dtype=float)
        self._saturation = _K1 * (1 - _B + _B * lengths / max(lengths.mean(), 1.0)) if self._size else lengths
        self._postings = _postings(counts)

    def scores(self, terms: Sequence[str]) -> Scores:
        scores = np.zeros(self._size)
        for term, count in Counter(terms).items():
            if posting := self._postings.get(term):
                part = posting.weights * (_K1 + 1) / (posting.weights + self._saturation[posting.documents])
                scores[posting.documents] += count * self._rarity[term] * part
        return scores


def _rarity(documents: Sequence[Sequence[str]], groups: Sequence[int], group_count: int) -> dict[str, float]:
    homes: dict[str, set[int]] = {}
    for document, group in zip(documents, groups, strict=True):
        for term in set(document):
            homes.setdefault(term, set()).add(group)
    return {
        term: float(np.log1p((group_count - len(home) + 0.5) / (len(home) + 0.5)))
        for term, home in homes.items()
    }


def _postings(counts: Sequence[Counter[str]]) -> dict[str, _Posting]:
    places: dict[str, list[tuple[int, int]]] = {}
    for number, count in enumerate(counts):
        for term, times in count.items():
            places.setdefault(term, []).append((number, times))
    return {
        term: _Posting(
            np.array([number for number, _ in entries]),
            np.array([times for _, times in entries], dtype=float),
        )
        for term, entries in places.items()
    }
