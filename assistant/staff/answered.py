"""What a resident answered in interviews, as staff read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.cases.summary import Summary
from knowledge.article import Bilingual
from knowledge.eligibility import Eligibility, Fact
from knowledge.eligibility.facts import UNKNOWN, unsure, values
from knowledge.phrases import Phrases
from knowledge.regions import Regions

_FIXED = {"yes": "answer_yes", "no": "answer_no", UNKNOWN: "answer_unknown"}


@dataclass(frozen=True, slots=True)
class Answered:
    question: Bilingual
    answer: Bilingual


class Interviews:
    """Finds the words for kept answers."""

    def __init__(self, eligibility: Eligibility, regions: Regions, phrases: Phrases) -> None:
        self._eligibility = eligibility
        self._book = eligibility.book
        self._regions = regions
        self._phrases = phrases

    def answered(self, facts: Mapping[str, str]) -> tuple[Answered, ...]:
        """In the order in which they were answered; what is no longer asked keeps its id as its question."""
        return tuple(self._answered(name, kept) for name, kept in facts.items())

    def missing(self, summary: Summary) -> Bilingual | None:
        """The question that an interview under way has come to; None when none is."""
        service = summary.interview
        if service is None or service not in self._eligibility.services:
            return None
        path = self._regions.path(summary.region) if summary.region else ()
        known = values(self._book, summary.facts)
        fact = self._eligibility.next_fact(service, path, known, unsure(summary.facts))
        return fact.question if fact else None

    def _answered(self, name: str, kept: str) -> Answered:
        fact = self._book.facts.get(name)
        question = fact.question if fact else Bilingual(zh=name, en=name)
        return Answered(question, self._answer(fact, kept))

    def _answer(self, fact: Fact | None, kept: str) -> Bilingual:
        if fact is not None and kept in fact.choices:
            return fact.choices[kept].label
        if phrase := _FIXED.get(kept):
            return Bilingual(zh=self._phrases.say(phrase, "zh"), en=self._phrases.say(phrase, "en"))
        return Bilingual(zh=kept, en=kept)
