"""Find the service that a question is about, or say that it is not sure."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from knowledge.article import Aspect, Language
from knowledge.aspects import Aspects
from knowledge.embeddings import Embedder
from knowledge.library import Library
from knowledge.search import ranker
from knowledge.search.calibration import Calibration, Mode
from knowledge.search.features import Features
from knowledge.search.lexical import Scores
from knowledge.search.topics import Topic, topics_of

log = logging.getLogger(__name__)

_CHOICES = 3
_LEAST_CHOICE = 0.05
_MOST_NONE = 0.5
_HINT = 1.5
_RIVAL = 0.4
_FOLLOW_UP: Mapping[Language, int] = {"zh": 16, "en": 60}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service with its probability, from 0 to 1, and the features that speak for it."""

    service: str
    score: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """`candidates`: all services with an article, best first. `choices`: those to offer, at most three."""

    outcome: Literal["answer", "choose", "unsure"]
    candidates: tuple[Candidate, ...]
    aspect: Aspect | None
    choices: tuple[str, ...] = ()


class Search:
    """Safe to use from several threads: nothing in it changes after `build`."""

    def __init__(self, topics: Sequence[Topic], features: Features, aspects: Aspects, mode: Mode) -> None:
        self._topics = tuple(topics)
        self._covered = np.array([topic.covered for topic in topics])
        self._features = features
        self._aspects = aspects
        self._mode = mode
        self._weights = mode.weights_for(features.names)

    @classmethod
    def build(
        cls, library: Library, aspects: Aspects, embedder: Embedder | None, calibration: Calibration
    ) -> Self:
        """Index the library; by words and sounds alone without an embedder or with one not measured."""
        mode = calibration.lexical
        if embedder is not None:
            if calibration.dense is not None and calibration.dense.embedder == embedder.name:
                mode = calibration.dense
            else:
                log.warning("embedder_not_calibrated", extra={"reason": embedder.name})
                embedder = None
        topics = topics_of(library)
        return cls(topics, Features(topics, embedder), aspects, mode)

    @property
    def dense(self) -> bool:
        """Whether embeddings are in use."""
        return self._mode.embedder is not None

    def find(self, query: str, language: Language, hint: str | None = None) -> Found:
        """What `query` is about by itself or, when that is not clear, as a follow-up on `hint`.

        `hint` is the service that the conversation is about so far. Only a short query that names an aspect
        can follow up: 那要带什么.
        """
        table = self._features.of(query)
        utilities = table @ self._weights
        aspect = self._aspects.detect(query, language)
        found = self._found(table, utilities, aspect)
        hinted = next((n for n, topic in enumerate(self._topics) if topic.covered and topic.id == hint), None)
        if hinted is None or found.outcome == "answer" or aspect is None or len(query) > _FOLLOW_UP[language]:
            return found
        utilities[hinted] += _HINT
        followed = self._found(table, utilities, aspect)
        if not self._features.names_a_topic(query):
            first = next(one for one in followed.candidates if one.service == hint)
            rest = tuple(one for one in followed.candidates if one.service != hint)
            return Found("answer", (first, *rest), aspect)
        is_about_it = followed.outcome == "answer" and followed.candidates[0].service == hint
        return followed if is_about_it else found

    def _found(self, table: Scores, utilities: Scores, aspect: Aspect | None) -> Found:
        shares, names = ranker.shares(utilities), self._features.names
        candidates = tuple(
            Candidate(
                self._topics[n].id,
                float(shares[n]),
                dict(zip(names, table[n].tolist(), strict=True)),
            )
            for n in np.argsort(-shares[:-1], kind="stable")
            if self._covered[n]
        )
        outcome, choices = decide(shares, self._topics, self._mode)
        return Found(outcome, candidates, aspect, choices)


def decide(
    shares: Scores, topics: Sequence[Topic], mode: Mode
) -> tuple[Literal["answer", "choose", "unsure"], tuple[str, ...]]:
    """The outcome, and what to offer when it is "choose", of the topics' probabilities.

    The last of `shares` is that of no topic at all. Another service that wins means unsure; so does no topic,
    or a general one, unless it wins by little.
    """
    best = int(shares.argmax())
    if best == len(topics) or topics[best].kind == "general":
        if shares[best] >= _MOST_NONE:
            return "unsure", ()
    elif not topics[best].covered:
        return "unsure", ()
    elif shares[best] >= mode.answer_at:
        return "answer", ()
    covered = [n for n in np.argsort(-shares[:-1], kind="stable") if topics[n].covered][:_CHOICES]
    offered = covered[:2] + [n for n in covered[2:] if shares[n] >= _LEAST_CHOICE]
    if shares[offered].sum() >= mode.choose_at:
        return "choose", tuple(topics[n].id for n in offered)
    return "unsure", ()
