"""What a resident answered in interviews, as staff read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.article import Bilingual
from knowledge.eligibility import Fact, FactBook
from knowledge.eligibility.facts import UNKNOWN
from knowledge.phrases import Phrases

_FIXED = {"yes": "answer_yes", "no": "answer_no", UNKNOWN: "answer_unknown"}


@dataclass(frozen=True, slots=True)
class Answered:
    question: Bilingual
    answer: Bilingual


class Interviews:
    """Finds the words for kept answers."""

    def __init__(self, book: FactBook, phrases: Phrases) -> None:
        self._book = book
        self._phrases = phrases

    def answered(self, facts: Mapping[str, str]) -> tuple[Answered, ...]:
        """In the order in which they were answered; what is no longer asked keeps its id as its question."""
        return tuple(self._answered(name, kept) for name, kept in facts.items())

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
