"""Whether two services can be had together: said only where a graded source says so."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from knowledge import plain_language
from knowledge.article import (
    LANGUAGES,
    Article,
    Bilingual,
    Language,
    RegionCode,
    ServiceId,
    Source,
    SourceId,
    Words,
)
from knowledge.cues import compile_cue
from knowledge.knowledge_file import KnowledgeFile, Place, Problem, read_model
from knowledge.library import KnowledgeError
from knowledge.normalise import normalise
from knowledge.other_texts import OtherTexts
from knowledge.regions import Regions
from knowledge.source_agreement import FIELDS

FILE = Path(__file__).with_name("combinations.yml")
SENTENCES = 2
"""The most that one answer may hold in either language."""

# A longer message tells a story, with a question of its own.
_LONGEST: Mapping[Language, int] = {"zh": 60, "en": 200}

Verdict = Literal["together", "one_of", "reduces", "depends"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Strict):
    """What holds for two services, or for the two parts of one that is given twice.

    `regions` are the places where alone it holds, and their surroundings' places; everywhere when empty.
    `until` is the last day on which the text may be said, in Asia/Shanghai.
    """

    services: tuple[ServiceId, ServiceId]
    verdict: Verdict
    sources: tuple[SourceId, ...] = Field(min_length=1)
    text: Bilingual
    regions: tuple[RegionCode, ...] = ()
    until: datetime.date | None = None

    @property
    def pair(self) -> frozenset[str]:
        return frozenset(self.services)


class Book(_Strict):
    """The file as it stands."""

    asks: Words
    sources: dict[SourceId, Source]
    pairs: tuple[Rule, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Combination:
    """What may be said about two services together, and who says it."""

    verdict: Verdict
    text: Bilingual
    sources: tuple[Source, ...]


class Combinations:
    """All pairs of services of which it is known whether they go together."""

    def __init__(self, book: Book) -> None:
        self._sources = book.sources
        self._rules: dict[frozenset[str], list[Rule]] = {}
        for rule in book.pairs:
            self._rules.setdefault(rule.pair, []).append(rule)
        self._asks = {
            language: tuple(compile_cue(cue, language) for cue in book.asks.in_language(language))
            for language in LANGUAGES
        }

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises KnowledgeError when the file is wrong."""
        book, problems = read_combinations(file)
        if book is None or problems:
            raise KnowledgeError(problems)
        return cls(book)

    def between(
        self, one: str, other: str, path: Sequence[str] = (), today: datetime.date | None = None
    ) -> Combination | None:
        """What is known of the two services, in either order; None when nothing is.

        `path` goes from the most specific code of the resident's place to the most general; the first that
        has its own rule wins. A rule that has ended before `today` is not known any more.
        """
        rules = self._rules.get(frozenset((one, other)), ())
        for code in (*path, None):
            for rule in rules:
                if (code in rule.regions) if code else not rule.regions:
                    return None if _is_over(rule, today) else self._told(rule)
        return None

    def asks(self, text: str, language: Language) -> bool:
        """Whether `text` asks if two things can be had together: 能一起领吗, can I get both."""
        text = normalise(text).lower().replace("’", "'")
        if len(text) > _LONGEST[language]:
            return False
        return any(pattern.search(text) for pattern in self._asks[language])

    def _told(self, rule: Rule) -> Combination:
        sources = tuple(self._sources[source] for source in rule.sources)
        return Combination(rule.verdict, rule.text, sources)


def _is_over(rule: Rule, today: datetime.date | None) -> bool:
    return today is not None and rule.until is not None and rule.until < today


def read_combinations(
    file: Path = FILE, articles: Mapping[str, Article] | None = None
) -> tuple[Book | None, list[Problem]]:
    """The file and every mistake in it; its services are held against `articles` when those are given."""
    report = KnowledgeFile(file)
    book = read_model(report, Book)
    if book is None:
        return None, report.problems
    _check_sources(report, book)
    _check_pairs(report, book)
    if articles is not None:
        _check_against(report, book, articles)
    return book, sorted(set(report.problems))


def texts_of(book: Book, file: Path = FILE) -> OtherTexts:
    """Every text with its place, for what is checked over a file as a whole."""
    said = tuple((rule.text, ("pairs", number, "text")) for number, rule in enumerate(book.pairs))
    services = frozenset(service for rule in book.pairs for service in rule.services)
    return OtherTexts(KnowledgeFile(file), said, services)


def _check_sources(report: KnowledgeFile, book: Book) -> None:
    used = {source for rule in book.pairs for source in rule.sources}
    for name, source in book.sources.items():
        if name not in used:
            report.report(("sources", name), "source_unused", name=name)
        if source.checked < source.date:
            report.report(("sources", name, "checked"), "checked_early", name=name)


def _check_pairs(report: KnowledgeFile, book: Book) -> None:
    known = {region.code for region in Regions.load()}
    seen: set[tuple[frozenset[str], str]] = set()
    for number, rule in enumerate(book.pairs):
        at: Place = ("pairs", number)
        for code in rule.regions or ("",):
            if (rule.pair, code) in seen:
                report.report((*at, "services"), "twice", name=" + ".join(rule.services))
            seen.add((rule.pair, code))
            if code and code not in known:
                report.report((*at, "regions"), "page_region", name=code)
        for source in rule.sources:
            if source not in book.sources:
                report.report((*at, "sources"), "source_unknown", name=source)
        grades = {book.sources[source].grade for source in rule.sources if source in book.sources}
        if not grades & {"A", "B"}:
            report.report((*at, "sources"), "no_grade", name=" + ".join(rule.services))
        _check_text(report, rule.text, (*at, "text"))


def _check_text(report: KnowledgeFile, text: Bilingual, at: Place) -> None:
    for language in LANGUAGES:
        words = text.in_language(language)
        for code, values in plain_language.mistakes(words, language):
            report.report((*at, language), code, **values)
        if (count := len(plain_language.sentences(words, language))) > SENTENCES:
            detail = f"{count} > {SENTENCES} sentences"
            report.report((*at, language), "other", name=words, detail=detail)


def _check_against(report: KnowledgeFile, book: Book, articles: Mapping[str, Article]) -> None:
    described = {name: source for article in articles.values() for name, source in article.sources.items()}
    for name, source in book.sources.items():
        if fields := _differing(source, described.get(name)):
            report.report(
                ("sources", name), "source_differs", name=name, fields=", ".join(fields), first="services/"
            )
    for number, rule in enumerate(book.pairs):
        for service in rule.services:
            if service not in articles:
                report.report(("pairs", number, "services"), "rule_service", name=service)
        hotlines = {
            line for service in rule.pair if service in articles for line in articles[service].hotlines
        }
        for language in LANGUAGES:
            _check_phones(
                report, rule.text.in_language(language), hotlines, ("pairs", number, "text", language)
            )


def _check_phones(report: KnowledgeFile, text: str, hotlines: Collection[str], at: Place) -> None:
    for number in sorted(plain_language.phone_numbers(text) - set(hotlines)):
        report.report(at, "phone_unknown", words=number)


def _differing(source: Source, described: Source | None) -> list[str]:
    """The fields in which a source is described otherwise than in a service file."""
    if described is None:
        return []
    return [field for field in FIELDS if getattr(source, field) != getattr(described, field)]
