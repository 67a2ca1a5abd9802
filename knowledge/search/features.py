"""What speaks for each topic, as numbers of about the same size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from knowledge.embeddings import Embedder, Vectors
from knowledge.search.lexical import Bm25, Scores, TermIndex
from knowledge.search.terms import character_terms, syllable_terms, tidy
from knowledge.search.topics import Topic
from knowledge.search.windows import windows

LEXICAL = (
    "name_hit",
    "name_cover",
    "ask_like",
    "asks_like",
    "text_match",
    "sound_name",
    "sound_ask",
    "sound_match",
)
DENSE = ("dense_best", "dense_few", "dense_lead")
NONE = ("none", "unknown", "far")

_DENSE_CENTRE = 0.85
_DENSE_SCALE = 10.0
_FEW = 3
_Terms = Callable[[str], list[str]]


class Features:
    """Compares a question with every topic.

    The rows of a result are the topics in their order and, last, "none of them", which has only the features
    in NONE: a constant, the share of words that no topic has, and the distance of the nearest known question.
    """

    def __init__(self, topics: Sequence[Topic], embedder: Embedder | None) -> None:
        self._count = len(topics)
        self._embedder = embedder
        self._names = _Entries([[tidy(name) for name in topic.names] for topic in topics])
        self._asks = _Entries([[tidy(text) for text in (*topic.asks, *topic.names)] for topic in topics])
        everything = [tidy("\n".join((*topic.names, *topic.asks, *topic.texts))) for topic in topics]
        self._bm25 = Bm25([character_terms(text) for text in everything])
        self._sound_bm25 = Bm25([syllable_terms(text) for text in everything])
        self._passages: Vectors | None = None
        if embedder is not None:
            self._passages = embedder.encode_passages(self._asks.texts)

    @property
    def names(self) -> tuple[str, ...]:
        return (*LEXICAL, *(DENSE if self._passages is not None else ()), *NONE)

    def names_a_topic(self, question: str) -> bool:
        """Whether the name of any topic stands in `question`."""
        return bool(self._names.hits(tidy(question)).any())

    def of(self, question: str) -> Scores:
        """One row a topic and one for none; one column for each of `names`."""
        text = tidy(question)
        pieces = windows(text)
        terms = [character_terms(piece) for piece in pieces]
        syllables = [syllable_terms(piece) for piece in pieces]
        ask = np.max([self._asks.characters.likeness(part) for part in terms], axis=0)
        sound = np.max([self._asks.syllables.likeness(part) for part in syllables], axis=0)
        columns = [
            self._names.best(self._names.hits(text)),
            self._names.best(self._names.characters.coverage(terms[0]) ** 2),
            self._asks.best(ask),
            self._asks.mean_of_best(ask, _FEW),
            _share(self._bm25.scores(terms[0])),
            self._names.best(self._names.syllables.coverage(syllables[0]) ** 2),
            self._asks.best(sound),
            _share(self._sound_bm25.scores(syllables[0])),
        ]
        near = 0.0
        if self._embedder is not None and self._passages is not None:
            like = self._dense(pieces)
            best = self._asks.best(like)
            near = float(best.max())
            columns += [best, self._asks.mean_of_best(like, _FEW), best - best.mean()]
        else:
            near = float(columns[2].max())
        table = np.zeros((self._count + 1, len(self.names)))
        table[: self._count, : len(columns)] = np.stack(columns, axis=1)
        table[self._count, -len(NONE) :] = (1.0, 1.0 - self._asks.characters.known(terms[0]), -near)
        return table

    def _dense(self, pieces: list[str]) -> Scores:
        assert self._embedder is not None
        assert self._passages is not None
        vectors = self._embedder.encode_queries(pieces)
        like = (vectors @ self._passages.T).astype(float)
        return (like.max(axis=0) - _DENSE_CENTRE) * _DENSE_SCALE


class _Entries:
    """Short texts grouped by topic."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self.texts = [text for group in groups for text in group]
        owners = [number for number, group in enumerate(groups) for _ in group]
        self._bounds = np.cumsum([0, *(len(group) for group in groups)])
        self.characters = _index(self.texts, owners, len(groups), character_terms)
        self.syllables = _index(self.texts, owners, len(groups), syllable_terms)

    def hits(self, text: str) -> Scores:
        """For each text that stands in `text` as it is, how much it says, below 1."""
        masses = self.characters.masses
        return np.array([name in text for name in self.texts]) * masses / (masses + 20.0)

    def best(self, scores: Scores) -> Scores:
        """The highest score of each topic."""
        return np.maximum.reduceat(scores, self._bounds[:-1])

    def mean_of_best(self, scores: Scores, count: int) -> Scores:
        """The mean of the `count` highest scores of each topic."""
        return np.array(
            [
                np.sort(scores[start:end])[-count:].mean()
                for start, end in zip(self._bounds[:-1], self._bounds[1:], strict=True)
            ]
        )


def _index(texts: Sequence[str], owners: Sequence[int], groups: int, terms: _Terms) -> TermIndex:
    return TermIndex([terms(text) for text in texts], owners, groups)


def _share(scores: Scores) -> Scores:
    return scores / (scores.max() + 10.0)
