"""Every mistake in the service files, each with its file, its line and a sentence that says what to do.

Every start goes through this, so nothing here depends on the day; see knowledge/reminders.py. What else
`bangban knowledge check` looks at is in knowledge/full_check.py.

`python -m knowledge.check [FOLDER]` prints the mistakes and ends with 1 when there are any.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge import plain_language, source_agreement, translation
from knowledge.article import (
    LANGUAGES,
    Article,
    Aspect,
    AspectFacts,
    Bilingual,
    Language,
    RegionOverride,
    Source,
)
from knowledge.characters import Reader, names_of, names_of_place
from knowledge.knowledge_file import KnowledgeFile, Place, Problem, read_model

SERVICES = Path(__file__).parent / "services"


@dataclass(frozen=True, slots=True)
class Spoken:
    """One aspect of one place: its facts, its texts and where they stand."""

    aspect: Aspect
    facts: AspectFacts
    facts_place: Place
    texts: tuple[tuple[Language, str, Place], ...]
    region: str | None = None


def problems(folder: Path | None = None) -> list[Problem]:
    """Every mistake in the service files of `folder`, by file and line, whatever the day."""
    return read(folder)[1]


def read(folder: Path | None = None) -> tuple[dict[str, Article], list[Problem]]:
    """The articles of `folder` by id and every mistake; a file that breaks the schema yields no article."""
    folder = folder or SERVICES
    paths = sorted(folder.glob("*.yml"))
    files = [KnowledgeFile(path) for path in paths]
    articles: list[tuple[KnowledgeFile, Article]] = []
    for file in files:
        if (article := read_article(file)) is not None:
            articles.append((file, article))
    ids = {path.stem for path in paths}
    asked: dict[str, str] = {}
    reader = Reader.with_glossary()
    for file, article in articles:
        _check_sources(file, article)
        _check_related(file, article, ids)
        for spoken in spoken_of(article):
            check_spoken(file, article.sources, article.hotlines, spoken)
        _check_characters(file, article, reader)
        _check_asks(file, article, asked)
    source_agreement.check(articles)
    for path in sorted(folder.glob("*.yaml")):
        files.append(KnowledgeFile(path))
        files[-1].report_at(1, "suffix")
    if not files:
        files.append(KnowledgeFile(folder))
        files[-1].report_at(1, "no_files")
    found = sorted({problem for file in files for problem in file.problems})
    return {article.id: article for _, article in articles}, found


def read_article(file: KnowledgeFile) -> Article | None:
    """The article of `file`, or None with the mistakes reported when it breaks the schema."""
    article = read_model(file, Article)
    if article is not None and article.id != file.path.stem:
        file.report(("id",), "file_name", id=article.id)
    return article


def spoken_of(article: Article) -> Iterator[Spoken]:
    """All that a service file says, of every place."""
    for aspect, facts in article.aspects.items():
        texts = tuple(
            (language, article.texts.in_language(language).of(aspect), ("texts", language, aspect.value))
            for language in LANGUAGES
        )
        yield Spoken(aspect, facts, ("aspects", aspect.value), texts)
    for code, region in article.regions.items():
        for spoken in spoken_in(region, ("regions", code)):
            yield replace(spoken, region=code)


def spoken_in(region: RegionOverride, place: Place) -> Iterator[Spoken]:
    """What one place says differently, written at `place` of a file."""
    for aspect, facts in region.aspects.items():
        said = region.texts.get(aspect)
        texts: tuple[tuple[Language, str, Place], ...] = tuple(
            (language, said.in_language(language), (*place, "texts", aspect.value, language))
            for language in LANGUAGES
            if said
        )
        yield Spoken(aspect, facts, (*place, "aspects", aspect.value), texts)


def _check_sources(file: KnowledgeFile, article: Article) -> None:
    for aspect in Aspect:
        if aspect not in article.aspects:
            file.report(("aspects",), "aspect_missing", name=aspect.value)
    for code, region in article.regions.items():
        check_even(file, region, ("regions", code))
    used = {source for spoken in spoken_of(article) for source in spoken.facts.sources}
    check_used(file, article.sources, used)


def check_even(file: KnowledgeFile, region: RegionOverride, place: Place) -> None:
    """Report what has facts and no text, or a text and no facts."""
    for aspect in sorted(region.aspects.keys() ^ region.texts.keys()):
        file.report(place, "region_uneven", name=aspect.value)


def check_used(file: KnowledgeFile, sources: Mapping[str, Source], used: Collection[str]) -> None:
    """Report the sources that nothing rests on, and those whose days cannot be."""
    for name, source in sources.items():
        if name not in used:
            file.report(("sources", name), "source_unused", name=name)
        if source.checked < source.date:
            file.report(("sources", name, "checked"), "checked_early", name=name)


def _check_related(file: KnowledgeFile, article: Article, ids: set[str]) -> None:
    for index, related in enumerate(article.related):
        if related == article.id:
            file.report(("related", index), "related_self")
        elif related not in ids:
            file.report(("related", index), "related_unknown", name=related)


def check_spoken(
    file: KnowledgeFile, sources: Mapping[str, Source], hotlines: Collection[str], spoken: Spoken
) -> None:
    """Report what is wrong with `spoken`, which may rest on `sources` and name `hotlines`."""
    for source in spoken.facts.sources:
        if source not in sources:
            file.report((*spoken.facts_place, "sources"), "source_unknown", name=source)
    grades = _grades(sources, spoken.facts)
    if not spoken.facts.confirm and not grades & {"A", "B"}:
        file.report(spoken.facts_place, "no_grade", name=spoken.aspect.value)
    for language, text, place in spoken.texts:
        for code, values in plain_language.mistakes(text, language):
            file.report(place, code, **values)
        for number in sorted(plain_language.phone_numbers(text) - set(hotlines)):
            file.report(place, "phone_unknown", words=number)
        named = plain_language.numbers(text, language, hotlines)
        if named and spoken.facts.confirm:
            file.report(place, "confirm_number", name=spoken.aspect.value, words=named[0])
        elif named and grades == {"C"}:
            file.report(place, "weak_number", words=named[0])
    if len(spoken.texts) == len(LANGUAGES):
        (_, chinese, _), (_, english, place) = spoken.texts
        for code, values in translation.mistakes(Bilingual(zh=chinese, en=english)):
            file.report(place, code, **values)


def _grades(sources: Mapping[str, Source], facts: AspectFacts) -> set[str]:
    return {sources[source].grade for source in facts.sources if source in sources}


def _check_characters(file: KnowledgeFile, article: Article, reader: Reader) -> None:
    names = names_of(article)
    for spoken in spoken_of(article):
        region = names_of_place(spoken.region) if spoken.region else frozenset()
        for language, text, place in spoken.texts:
            if language == "zh":
                for code, values in reader.mistakes(text, names | region):
                    file.report(place, code, **values)


def _check_asks(file: KnowledgeFile, article: Article, asked: dict[str, str]) -> None:
    """`asked` collects the questions of all files: the same question in two services cannot be answered."""
    for language in LANGUAGES:
        for index, words in enumerate(article.asks.in_language(language)):
            first = asked.setdefault(words.casefold(), file.path.name)
            if first != file.path.name or words in article.asks.in_language(language)[:index]:
                file.report(("asks", language, index), "ask_twice", words=words, first=first)


def main(arguments: list[str]) -> int:
    """Print what is wrong in the folder named by `arguments` (the product's own when empty)."""
    found = problems(Path(arguments[0]) if arguments else None)
    for problem in found:
        sys.stdout.write(f"{problem.told}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
