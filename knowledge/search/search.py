"""Find the service that a question is about, or say that it is not sure."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
import numpy.typing as npt

from knowledge.article import Aspect, Language
from knowledge.aspects import Aspects
from knowledge.embeddings import Embedder
from knowledge.library import Library
from knowledge.search import ranker
from knowledge.search.calibration import Calibration, Mode
from knowledge.search.features import Features
from knowledge.search.lexical import Scores
from knowledge.search.terms import character_terms, tidy
from knowledge.search.topics import Topic, topics_of
from knowledge.search.windows import windows

log = logging.getLogger(__name__)

_CHOICES = 3
_LEAST_CHOICE = 0.02
_CANDIDATES = 10
_SMALLEST_PART = 0.005
_HINT = 1.5
_RIVAL = 0.4
_SUBJECT_TERMS = 4
_SMALL_WORDS: Mapping[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"老伴|爱人|儿子|女儿|自己|可以|需要|一下|今年|明年|现在|下来"
        r"|[我俺咱你您他她它这那爸妈爷奶的了吗呢啊吧呀么嘛哦就还也又都再要能得去在给办好有发领]"
    ),
    "en": re.compile(r"$^"),
}
"""Words that leave a question without a subject. The small English ones are no terms anyway."""
_FOLLOW_UP: Mapping[Language, int] = {"zh": 16, "en": 60}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service with its probability, from 0 to 1, and the features that speak for it."""

    service: str
    score: float
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """`candidates`: the likeliest services, at most ten, best first. `choices`: at most three to offer.

    `none` is the probability that it is about no service at all.
    """

    outcome: Literal["answer", "choose", "unsure"]
    candidates: tuple[Candidate, ...]
    aspect: Aspect | None
    choices: tuple[str, ...] = ()
    none: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """One topic with its probability and what each feature adds to its utility: weight × value, not zero.

    `topic` is None for "about no service at all".
    """

    topic: str | None
    covered: bool
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a question came to what it did. `pieces` are what a long text was cut into."""

    found: Found
    pieces: tuple[str, ...]
    topics: tuple[Weighed, ...]
    answer_at: float
    none_at: float
    choose_at: float


class Search:
    """Safe to use from several threads: nothing in it changes after `build`."""

    def __init__(self, topics: Sequence[Topic], features: Features, aspects: Aspects, mode: Mode) -> None:
        self._topics = tuple(topics)
        self._covered = np.array([topic.covered for topic in topics])
        self._places = {topic.id: number for number, topic in enumerate(topics) if topic.covered}
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

    def names_a_service(self, text: str) -> bool:
        """Whether the name of a service, or of another topic, stands in `text`."""
        return self._features.names_a_topic(text)

    def find(self, query: str, language: Language, hint: str | None = None) -> Found:
        """What `query` is about by itself or, when that is not clear, as a follow-up on `hint`.

        `hint` is the service that the conversation is about so far. Only a short query that names an aspect
        can follow up: 那要带什么.
        """
        table = self._features.of(query)
        utilities = table @ self._weights
        aspect = self._aspects.detect(query, language)
        found = self._found(table, utilities, aspect)
        hinted = self._places.get(hint or "")
        if hinted is None or found.outcome == "answer" or aspect is None or len(query) > _FOLLOW_UP[language]:
            return found
        utilities[hinted] += _HINT
        if found.outcome == "choose" and hint not in found.choices and self._has_subject(query, language):
            return found
        followed = self._found(table, utilities, aspect)
        if not self._features.names_a_topic(query):
            shares = ranker.shares(utilities)
            rest = tuple(one for one in followed.candidates if one.service != hint)
            return Found("answer", (self._candidate(hinted, shares, table), *rest), aspect)
        is_about_it = followed.outcome == "answer" and followed.candidates[0].service == hint
        return followed if is_about_it else found

    def _has_subject(self, query: str, language: Language) -> bool:
        """Whether `query` says more than what it asks for and of whom, so that it can stand alone."""
        rest = _SMALL_WORDS[language].sub("", self._aspects.without_cues(query, language))
        return len(character_terms(rest)) >= _SUBJECT_TERMS

    def explain(self, query: str, language: Language, topics: int = 5) -> Explained:
        """What `query` comes to by itself, with the likeliest `topics` and what spoke for each."""
        table = self._features.of(query)
        shares = ranker.shares(table @ self._weights)
        likeliest = np.argsort(-shares, kind="stable")[:topics]
        return Explained(
            found=self.find(query, language),
            pieces=tuple(windows(tidy(query))),
            topics=tuple(self._weighed(int(n), float(shares[n]), table[n]) for n in likeliest),
            answer_at=self._mode.answer_at,
            none_at=self._mode.none_at,
            choose_at=self._mode.choose_at,
        )

    def _weighed(self, number: int, share: float, row: Scores) -> Weighed:
        parts = {
            name: float(value * weight)
            for name, value, weight in zip(self._features.names, row, self._weights, strict=True)
            if abs(value * weight) >= _SMALLEST_PART
        }
        if number == len(self._topics):
            return Weighed(None, False, share, parts)
        topic = self._topics[number]
        return Weighed(topic.id, topic.covered, share, parts)

    def _found(self, table: Scores, utilities: Scores, aspect: Aspect | None) -> Found:
        shares = ranker.shares(utilities)
        best = best_covered(shares, self._covered, _CANDIDATES)
        outcome, choices = decide(shares, self._covered, self._mode)
        return Found(
            outcome,
            tuple(self._candidate(n, shares, table) for n in best),
            aspect,
            tuple(self._topics[n].id for n in choices),
            float(1.0 - shares[:-1][self._covered].sum()),
        )

    def _candidate(self, number: int, shares: Scores, table: Scores) -> Candidate:
        features = dict(zip(self._features.names, table[number].tolist(), strict=True))
        return Candidate(self._topics[number].id, float(shares[number]), features)


def best_covered(shares: Scores, covered: npt.NDArray[np.bool_], count: int) -> tuple[int, ...]:
    """The likeliest topics that have an article, at most `count`, best first."""
    likely = np.where(covered, shares[:-1], -1.0)
    chosen = np.argpartition(-likely, min(count, len(likely)) - 1)[:count]
    ordered = chosen[np.lexsort((chosen, -likely[chosen]))]
    return tuple(int(n) for n in ordered if covered[n])


def decide(
    shares: Scores, covered: npt.NDArray[np.bool_], mode: Mode
) -> tuple[Literal["answer", "choose", "unsure"], tuple[int, ...]]:
    """The outcome, and which topics to offer when it is "choose", of the topics' probabilities.

    The last of `shares` is that of no topic at all.
    """
    likeliest = best_covered(shares, covered, _CHOICES)
    if not likeliest:
        return "unsure", ()
    about_any = shares[:-1][covered].sum()
    if 1.0 - about_any <= mode.none_at and shares[likeliest[0]] / about_any >= mode.answer_at:
        return "answer", ()
    offered = [*likeliest[:2], *(n for n in likeliest[2:] if shares[n] >= _LEAST_CHOICE)]
    if len(offered) > 1 and shares[offered].sum() >= mode.choose_at:
        return "choose", tuple(offered)
    return "unsure", ()
