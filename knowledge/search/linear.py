"""What tells the topics apart: a linear classifier over the terms and the meaning of the known questions.

Ridge regression (Hoerl and Kennard 1970) of the topic on the features of each known question. Terms are
hashed with signs into a fixed number of features (Weinberger et al. 2009): neither the time to fit nor the
size grows with the vocabulary.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_HASHED = 2048
_PLACES = 4
_PENALTY = 2.0


class Linear:
    """Scores each topic for a question; about 1 for the topic of a known question, 0 for the others."""

    def __init__(
        self,
        kinds: Sequence[Sequence[Sequence[str]]],
        owners: Sequence[int],
        topic_count: int,
        vectors: Floats | None,
    ) -> None:
        """`kinds` holds, for each kind of term, the terms of every known question; `owners` its topic.

        `vectors` are the questions' embeddings, None without an embedder.
        """
        self._weighers = [_Weigher(texts) for texts in kinds]
        hashed = np.stack(
            [
                np.sum([w.features(text) for w, text in zip(self._weighers, texts, strict=True)], axis=0)
                for texts in zip(*kinds, strict=True)
            ]
        )
        self._centre: Floats | None = None
        features = hashed
        if vectors is not None:
            self._centre = np.asarray(vectors.mean(axis=0), dtype=np.float32)
            features = np.hstack([hashed, _centred(vectors, self._centre)])
        gram = features.T @ features
        gram[np.diag_indices_from(gram)] += _PENALTY
        sums = np.zeros((features.shape[1], topic_count), dtype=np.float32)
        for topic in range(topic_count):
            sums[:, topic] = features[np.asarray(owners) == topic].sum(axis=0)
        self._weights: Floats = np.linalg.solve(gram, sums).astype(np.float32)

    def scores(self, kinds: Sequence[Sequence[str]], vector: Floats | None) -> Floats:
        """`kinds` are the terms of one question; `vector` its embedding where there is an embedder."""
        hashed: Floats = np.sum(
            [weigher.features(terms) for weigher, terms in zip(self._weighers, kinds, strict=True)], axis=0
        )
        if vector is not None and self._centre is not None:
            hashed = np.concatenate([hashed, _centred(vector[None], self._centre)[0]])
        # einsum, unlike matrix products, stays on one thread; several residents are served side by side
        told = np.flatnonzero(hashed)
        return np.asarray(np.einsum("f,ft->t", hashed[told], self._weights[told]), dtype=np.float32)


def _centred(vectors: Floats, centre: Floats) -> Floats:
    moved = vectors - centre
    return np.asarray(moved / (np.linalg.norm(moved, axis=1, keepdims=True) + 1e-9), dtype=np.float32)


class _Weigher:
    """Terms of one kind as hashed features of unit length: rare terms weigh more (tf-idf, logarithmic)."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        found = Counter(term for text in texts for term in set(text))
        self._rarity = {
            term: float(np.log((1 + len(texts)) / (1 + count)) + 1) for term, count in found.items()
        }

    def features(self, terms: Sequence[str]) -> Floats:
        features = np.zeros(_HASHED, dtype=np.float32)
        counts = {term: count for term, count in Counter(terms).items() if term in self._rarity}
        if not counts:
            return features
        weights = np.array([(1 + np.log(count)) * self._rarity[term] for term, count in counts.items()])
        weights /= np.sqrt((weights**2).sum())
        places, signs = zip(*(_hashed(term) for term in counts), strict=True)
        np.add.at(
            features, np.concatenate(places), (np.stack(signs) * weights[:, None]).ravel().astype(np.float32)
        )
        return features


@cache
def _hashed(term: str) -> tuple[npt.NDArray[np.int64], Floats]:
    """The features of a term and its sign in each, the same in every process."""
    digest = hashlib.blake2b(term.encode(), digest_size=_PLACES * 4).digest()
    numbers = np.frombuffer(digest, dtype="<u4").astype(np.int64)
    signs = np.where(numbers & 1, 1.0, -1.0) / np.sqrt(_PLACES)
    return (numbers >> 1) % _HASHED, signs.astype(np.float32)
