"""The texts beside the service files: what rules, facts, guides and the glossary say, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge import characters, translation
from knowledge.article import Article, Bilingual
from knowledge.eligibility.facts import FACTS, FactBook
from knowledge.eligibility.rules import Condition, Rule
from knowledge.eligibility.rules_file import RULES
from knowledge.glossary import FILE as GLOSSARY
from knowledge.glossary import Entry
from knowledge.guides.guide import FOLDER as GUIDES
from knowledge.guides.guide import Guide
from knowledge.knowledge_file import KnowledgeFile, Place, Problem


@dataclass(frozen=True, slots=True)
class OtherTexts:
    """What one file says. `services` are those that it speaks of; a reader knows what they are called."""

    file: KnowledgeFile
    said: tuple[tuple[Bilingual, Place], ...]
    services: frozenset[str] = frozenset()
    in_chinese_alone: tuple[str, ...] = ()

    @property
    def chinese(self) -> str:
        return "".join((*(said.zh for said, _ in self.said), *self.in_chinese_alone))

    def problems(self, articles: Mapping[str, Article], reader: characters.Reader) -> list[Problem]:
        """Numbers that only one language names, and too many rare characters in the file as a whole.

        One such text is often so short that a single rare character would be too many. A file that is not
        called by its id has been reported, and is passed over.
        """
        if not self.file.path.exists():
            return []
        self.file.text = self.file.path.read_text(encoding="utf-8-sig")
        for said, place in self.said:
            for code, values in translation.mistakes(said):
                self.file.report((*place, "en"), code, **values)
        names = [characters.names_of(articles[service]) for service in self.services if service in articles]
        names += [frozenset(article.texts.zh.title) for article in articles.values()]
        for code, values in reader.mistakes(self.chinese, frozenset().union(*names)):
            self.file.report((), code, **values)
        return self.file.problems


def of_rules(rules: Iterable[Rule], folder: Path = RULES) -> Iterator[OtherTexts]:
    for rule in rules:
        file = KnowledgeFile(folder / f"{rule.service}.yml", "eligibility/rules/")
        said = [pair for condition, place in _conditions(rule) for pair in _of_condition(condition, place)]
        yield OtherTexts(file, tuple(said), frozenset({rule.service}))


def of_facts(book: FactBook, rules: Collection[Rule], file: Path = FACTS) -> OtherTexts:
    said: list[tuple[Bilingual, Place]] = []
    for name, fact in book.facts.items():
        said.append((fact.question, ("facts", name, "question")))
        said += [
            (choice.label, ("facts", name, "choices", key, "label")) for key, choice in fact.choices.items()
        ]
    services = frozenset(rule.service for rule in rules)
    return OtherTexts(KnowledgeFile(file, "eligibility/"), tuple(said), services)


def of_guides(guides: Iterable[Guide], folder: Path = GUIDES) -> Iterator[OtherTexts]:
    for guide in guides:
        steps = [(step.say, ("steps", number, "say")) for number, step in enumerate(guide.steps)]
        said = ((guide.title, ("title",)), (guide.opening, ("opening",)), *steps)
        services = frozenset(step.service for step in guide.steps)
        yield OtherTexts(KnowledgeFile(folder / f"{guide.id}.yml", "guides/"), said, services)


def of_glossary(entries: Sequence[Entry], file: Path = GLOSSARY) -> OtherTexts:
    said = tuple(
        (Bilingual(zh=entry.zh.says, en=entry.en.says), ("terms", number, "en", "says"))
        for number, entry in enumerate(entries)
        if entry.en is not None
    )
    alone = tuple(entry.zh.says for entry in entries if entry.en is None)
    return OtherTexts(KnowledgeFile(file), said, in_chinese_alone=alone)


def _conditions(rule: Rule) -> Iterator[tuple[Condition, Place]]:
    for number, condition in enumerate(rule.conditions):
        yield condition, ("conditions", number)
    for code, place in rule.regions.items():
        for number, condition in enumerate(place.conditions):
            yield condition, ("regions", code, "conditions", number)


def _of_condition(condition: Condition, place: Place) -> Iterator[tuple[Bilingual, Place]]:
    yield condition.met, (*place, "met")
    yield condition.unmet, (*place, "unmet")
    yield condition.open, (*place, "open")
