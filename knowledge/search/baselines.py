"""Simple ways to rank the services, to measure search against."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.embeddings import Embedder
from knowledge.library import Library
from knowledge.search.lexical import Bm25
from knowledge.search.terms import character_terms, tidy
from knowledge.search.topics import Topic, topics_of

Rank = Callable[[str], tuple[str, ...]]


def baselines(library: Library, embedder: Embedder | None) -> dict[str, Rank]:
    """Each ranks the services that have an article, best first: BM25 over words (jieba) and over pairs of
    characters, on all that is said on a service; and the nearest name or known question by embeddings alone.
    """
    topics = [topic for topic in topics_of(library) if topic.covered]
    found: dict[str, Rank] = {
        "BM25, words": _bm25(topics, words),
        "BM25, character pairs": _bm25(topics, pairs),
    }
    if embedder is not None:
        found["embeddings alone"] = _embeddings(topics, embedder)
    return found


def words(text: str) -> list[str]:
    """The words of tidied text as jieba cuts it, without punctuation."""
    import jieba  # takes most of a second to load its dictionary

    jieba.setLogLevel(logging.WARNING)
    return [word for word in jieba.cut(text) if word.isalnum()]


def pairs(text: str) -> list[str]:
    """Neighbouring pairs of Chinese characters, and Latin words."""
    return [term for term in character_terms(text) if len(term) == 2 or term[0].isascii()]


def _bm25(topics: Sequence[Topic], terms: Callable[[str], list[str]]) -> Rank:
    index = Bm25([terms(tidy("\n".join((*topic.names, *topic.asks, *topic.texts)))) for topic in topics])
    return lambda question: _ranked(topics, index.scores(terms(tidy(question))))


def _embeddings(topics: Sequence[Topic], embedder: Embedder) -> Rank:
    texts = [tidy(text) for topic in topics for text in (*topic.asks, *topic.names)]
    bounds = np.cumsum([0, *(len(topic.asks) + len(topic.names) for topic in topics)])[:-1]
    passages = embedder.encode_passages(texts)

    def rank(question: str) -> tuple[str, ...]:
        like = passages @ embedder.encode_queries([tidy(question)])[0]
        return _ranked(topics, np.maximum.reduceat(like, bounds))

    return rank


def _ranked(topics: Sequence[Topic], scores: npt.NDArray[np.floating]) -> tuple[str, ...]:
    return tuple(topics[number].id for number in np.argsort(-scores, kind="stable"))
