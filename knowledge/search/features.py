"""What speaks for each topic, as numbers of about the same size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from knowledge.embeddings import Embedder, Vectors
from knowledge.search.lexical import Bm25, Scores, TermIndex
from knowledge.search.linear import Linear
from knowledge.search.terms import character_terms, syllable_terms, tidy
from knowledge.search.topics import Topic
from knowledge.search.windows import windows

LEXICAL = (
    "name_cover",
    "ask_like",
    "asks_like",
    "text_match",
    "sound_name",
    "sound_ask",
    "sound_match",
    "linear",
)
DENSE = ("dense_best", "dense_few", "dense_lead")
NONE = ("none", "unknown", "far")

_DENSE_CENTRE = 0.85
_DENSE_SCALE = 10.0
_FEW = 3
_FEW_MATCHES = 10.0


class Features:
    """Compares a question with every topic.

    The rows of a result are the topics in their order and, last, "none of them", which has only the features
    in NONE: a constant, the share of words that no topic has, and the distance of the nearest known question.
    """

    def __init__(self, topics: Sequence[Topic], embedder: Embedder | None) -> None:
        self._count = len(topics)
        terms = _Terms()
        names = [[tidy(name) for name in topic.names] for topic in topics]
        asks = [[tidy(text) for text in (*topic.asks, *topic.names)] for topic in topics]
        said = [
            [*known, *(tidy(text) for text in topic.texts)] for known, topic in zip(asks, topics, strict=True)
        ]
        self._names = _Entries(names, terms)
        self._asks = _Entries(asks, terms)
        self._chinese_names = tuple(name for name in self._names.texts if not name.isascii())
        english = (re.escape(name) for name in self._names.texts if name.isascii())
        self._english_names = re.compile(rf"\b(?:{'|'.join(english) or '(?!)'})\b")
        self._bm25 = Bm25([[term for text in all_ for term in terms.characters(text)] for all_ in said])
        self._sound_bm25 = Bm25([[term for text in all_ for term in terms.syllables(text)] for all_ in said])
        self._meaning = _Meaning(embedder, self._asks.texts) if embedder is not None else None
        self._linear = Linear(
            (
                [terms.characters(text) for text in self._asks.texts],
                [terms.syllables(text) for text in self._asks.texts],
            ),
            self._asks.owners,
            len(topics),
            self._meaning.passages if self._meaning is not None else None,
        )

    @property
    def names(self) -> tuple[str, ...]:
        return (*LEXICAL, *(DENSE if self._meaning is not None else ()), *NONE)

    def names_a_topic(self, question: str) -> bool:
        """Whether the name of any topic stands in `question`."""
        question = tidy(question)
        return any(name in question for name in self._chinese_names) or bool(
            self._english_names.search(question)
        )

    def of(self, question: str) -> Scores:
        """One row a topic and one for none; one column for each of `names`."""
        text = tidy(question)
        pieces = windows(text)
        terms = [character_terms(piece) for piece in pieces]
        syllables = [syllable_terms(piece) for piece in pieces]
        ask = np.max([self._asks.characters.likeness(part) for part in terms], axis=0)
        sound = np.max([self._asks.syllables.likeness(part) for part in syllables], axis=0)
        columns = [
            self._names.best(self._names.characters.coverage(terms[0]) ** 2),
            self._asks.best(ask),
            self._asks.mean_of_best(ask, _FEW),
            _share(self._bm25.scores(terms[0])),
            self._names.best(self._names.syllables.coverage(syllables[0]) ** 2),
            self._asks.best(sound),
            _share(self._sound_bm25.scores(syllables[0])),
        ]
        vectors = self._meaning.vectors(pieces[1:] or pieces) if self._meaning is not None else None
        mean = vectors.mean(axis=0) if vectors is not None else None
        columns.append(self._linear.scores((terms[0], syllables[0]), mean).astype(float))
        nearest = columns[1]
        if self._meaning is not None and vectors is not None:
            like = self._meaning.likeness(vectors)
            nearest = self._asks.best(like)
            columns += [nearest, self._asks.mean_of_best(like, _FEW), nearest - nearest.mean()]
        table = np.zeros((self._count + 1, len(self.names)))
        table[: self._count, : len(columns)] = np.stack(columns, axis=1)
        table[self._count, -len(NONE) :] = (
            1.0,
            1.0 - self._asks.characters.known(terms[0]),
            -nearest.max(),
        )
        return table


class _Meaning:
    """Likeness of meaning with each of some texts."""

    def __init__(self, embedder: Embedder, texts: Sequence[str]) -> None:
        self._embedder = embedder
        self.passages = embedder.encode_passages(texts)

    def vectors(self, pieces: Sequence[str]) -> Vectors:
        return self._embedder.encode_queries(pieces)

    def likeness(self, vectors: Vectors) -> Scores:
        """The highest cosine of any vector with each text, moved and stretched to about -1 to 1."""
        # einsum, unlike matrix products, stays on one thread; several residents are served side by side
        cosines = np.einsum("qd,pd->qp", vectors, self.passages)
        return np.asarray((cosines.max(axis=0) - _DENSE_CENTRE) * _DENSE_SCALE, dtype=float)


class _Entries:
    """Short texts grouped by topic, each topic with at least one."""

    def __init__(self, groups: Sequence[Sequence[str]], terms: _Terms) -> None:
        self.texts = [text for group in groups for text in group]
        self.owners = owners = [number for number, group in enumerate(groups) for _ in group]
        self._places = _places([len(group) for group in groups])
        self.characters = TermIndex([terms.characters(text) for text in self.texts], owners, len(groups))
        self.syllables = TermIndex([terms.syllables(text) for text in self.texts], owners, len(groups))

    def best(self, scores: Scores) -> Scores:
        """The highest score of each topic."""
        return np.asarray(self._by_topic(scores).max(axis=1))

    def mean_of_best(self, scores: Scores, count: int) -> Scores:
        """The mean of the `count` highest scores of each topic, of fewer where it has fewer."""
        table = self._by_topic(scores)
        highest = np.sort(table, axis=1)[:, -count:]
        held = np.isfinite(highest)
        return np.asarray(np.where(held, highest, 0.0).sum(axis=1) / held.sum(axis=1))

    def _by_topic(self, scores: Scores) -> Scores:
        return np.append(scores, -np.inf)[self._places]


class _Terms:
    """The terms of the texts that an index is built from, each taken apart once."""

    def __init__(self) -> None:
        self.characters = cache(character_terms)
        self.syllables = cache(syllable_terms)


def _places(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    """One row a topic with the numbers of its texts, filled up with the number after the last text."""
    places = np.full((len(sizes), max(sizes)), sum(sizes))
    start = 0
    for row, size in enumerate(sizes):
        places[row, :size] = np.arange(start, start + size)
        start += size
    return places


def _share(scores: Scores) -> Scores:
    return np.asarray(scores / (scores.max() + _FEW_MATCHES))
