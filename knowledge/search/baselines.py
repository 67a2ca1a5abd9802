"""Simple ways to rank the services, to measure search against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.chinese_words import cutter
from knowledge.embeddings import Embedder
from knowledge.library import Library
from knowledge.search.lexical import Bm25
from knowledge.search.terms import character_terms, tidy
from knowledge.search.topics import topics_of

FUSED = "their rank fusion (RRF)"
# Cormack, Clarke and Büttcher: "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning
# Methods", SIGIR 2009.
RRF_K = 60


@dataclass(frozen=True, slots=True)
class Scored:
    """A service and how well it fits. Scores of different ways to rank cannot be compared."""

    service: str
    score: float


Ranking = tuple[Scored, ...]
Rank = Callable[[str], Ranking]


def known_texts(library: Library) -> dict[str, tuple[str, ...]]:
    """What every baseline learns of each service with an article: its names, titles and known questions."""
    return {
        topic.id: tuple(tidy(text) for text in (*topic.names, *topic.asks))
        for topic in topics_of(library)
        if topic.covered
    }


def baselines(texts: Mapping[str, Sequence[str]], embedder: Embedder | None) -> dict[str, Rank]:
    """Each ranks the services of `texts`, best first.

    BM25 over words (jieba) and over pairs of characters, which leave out services that share none with the
    question; the nearest text by embeddings alone, when there is an embedder; and the fusion of these.
    """
    found: dict[str, Rank] = {
        "BM25, words": _bm25(texts, words),
        "BM25, character pairs": _bm25(texts, pairs),
    }
    if embedder is not None:
        found["embeddings alone"] = _embeddings(texts, embedder)
    alone = tuple(found.values())
    return {**found, FUSED: lambda question: fused(rank(question) for rank in alone)}


def fused(rankings: Iterable[Ranking], k: int = RRF_K) -> Ranking:
    """Reciprocal rank fusion: a service's score is the sum of 1 / (k + its rank), counted from 1."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for place, one in enumerate(ranking, start=1):
            scores[one.service] = scores.get(one.service, 0.0) + 1 / (k + place)
    return _best_first(scores.items())


def words(text: str) -> list[str]:
    """The words of tidied text as jieba cuts it, without punctuation."""
    return [word for word in cutter().cut(text) if word.isalnum()]


def pairs(text: str) -> list[str]:
    """Neighbouring pairs of Chinese characters, and Latin words."""
    return [term for term in character_terms(text) if len(term) == 2 or term[0].isascii()]


def _bm25(texts: Mapping[str, Sequence[str]], terms: Callable[[str], list[str]]) -> Rank:
    index = Bm25([terms("\n".join(known)) for known in texts.values()])

    def rank(question: str) -> Ranking:
        scores = index.scores(terms(tidy(question)))
        return tuple(one for one in _ranking(texts, scores) if one.score > 0)

    return rank


def _embeddings(texts: Mapping[str, Sequence[str]], embedder: Embedder) -> Rank:
    passages = embedder.encode_passages([text for known in texts.values() for text in known])
    bounds = np.cumsum([0, *map(len, texts.values())])[:-1]

    def rank(question: str) -> Ranking:
        like = passages @ embedder.encode_queries([tidy(question)])[0]
        return _ranking(texts, np.maximum.reduceat(like, bounds))

    return rank


def _ranking(services: Iterable[str], scores: npt.NDArray[np.floating]) -> Ranking:
    return _best_first(zip(services, scores.tolist(), strict=True))


def _best_first(scores: Iterable[tuple[str, float]]) -> Ranking:
    return tuple(Scored(*one) for one in sorted(scores, key=lambda one: (-one[1], one[0])))
