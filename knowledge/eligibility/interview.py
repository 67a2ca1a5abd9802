"""An interview: which fact to ask next, and what the facts known so far come to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from knowledge.article import Bilingual
from knowledge.eligibility.facts import FACTS, Fact, FactBook
from knowledge.eligibility.logic import Value, judge, reach
from knowledge.eligibility.rules import Condition, Rule
from knowledge.eligibility.rules_file import RULES, read_rules
from knowledge.library import KnowledgeError

Verdict = Literal["likely_yes", "likely_no", "ask"]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Never a promise. `reasons` are the sentences that decide; `sources` ids of the service's file."""

    verdict: Verdict
    reasons: tuple[Bilingual, ...]
    sources: tuple[str, ...]


class Eligibility:
    """The rules of all services that have one."""

    def __init__(self, book: FactBook, rules: Mapping[str, Rule]) -> None:
        self.book = book
        self._rules = dict(rules)

    @classmethod
    def load(cls, facts: Path = FACTS, rules: Path = RULES) -> Self:
        """Raises KnowledgeError when a file is wrong."""
        book, found, problems = read_rules(facts, rules)
        if problems:
            raise KnowledgeError(problems)
        return cls(book, found)

    @property
    def services(self) -> frozenset[str]:
        return frozenset(self._rules)

    def next_fact(
        self,
        service: str,
        region_path: Sequence[str],
        known: Mapping[str, Value],
        unsure: Collection[str] = (),
    ) -> Fact | None:
        """The first fact that still matters and that the resident has not called unknown; None at the end.

        Raises KeyError on a service without a rule.
        """
        conditions = self._rules[service].conditions_in(region_path)
        judged = [judge(condition.when, known) for condition in conditions]
        if any(one.truth is False for one in judged):
            return None
        reaches = [reach(condition.when, known, unsure) for condition in conditions]
        may_be_yes = all(one.true for one in reaches)
        for one, can in zip(judged, reaches, strict=True):
            # Once a yes is out of reach, only what can still become a no is worth a question.
            if not may_be_yes and not can.false:
                continue
            for fact in one.open:
                if fact not in unsure:
                    return self.book.get(fact)
        return None

    def conclude(self, service: str, region_path: Sequence[str], known: Mapping[str, Value]) -> Conclusion:
        """What is likely by what is `known`. Raises KeyError on a service without a rule."""
        conditions = self._rules[service].conditions_in(region_path)
        truths = [(condition, judge(condition.when, known).truth) for condition in conditions]
        if failed := [condition for condition, truth in truths if truth is False]:
            return _conclusion("likely_no", failed, [one.unmet for one in failed])
        if still := [condition for condition, truth in truths if truth is None]:
            return _conclusion("ask", still, [one.open for one in still])
        return _conclusion("likely_yes", conditions, [one.met for one in conditions])


def _conclusion(verdict: Verdict, conditions: Sequence[Condition], reasons: list[Bilingual]) -> Conclusion:
    sources = tuple(dict.fromkeys(source for condition in conditions for source in condition.sources))
    return Conclusion(verdict, tuple(dict.fromkeys(reasons)), sources)
