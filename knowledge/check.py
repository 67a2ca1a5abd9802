"""Every mistake in the service files, each with its file, its line and a sentence that says what to do.

`python -m knowledge.check [FOLDER]` prints them and ends with 1 when there are any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from knowledge import plain_language
from knowledge.article import LANGUAGES, Article, Aspect, AspectFacts, Language
from knowledge.service_file import Place, Problem, ServiceFile, read_article

SERVICES = Path(__file__).parent / "services"


@dataclass(frozen=True, slots=True)
class _Spoken:
    """One aspect of one place: its facts, its texts and where they stand."""

    aspect: Aspect
    facts: AspectFacts
    facts_place: Place
    texts: tuple[tuple[Language, str, Place], ...]


def problems(folder: Path | None = None) -> list[Problem]:
    """Every mistake in the service files of `folder`, by file and line.

    A text past its last day is no mistake here, see `expired`.
    """
    return read(folder)[1]


def read(folder: Path | None = None) -> tuple[dict[str, Article], list[Problem]]:
    """The articles of `folder` by id and every mistake; a file that breaks the schema yields no article."""
    folder = folder or SERVICES
    paths = sorted(folder.glob("*.yml"))
    files = [ServiceFile(path) for path in paths]
    articles: list[tuple[ServiceFile, Article]] = []
    for file in files:
        if (article := read_article(file)) is not None:
            articles.append((file, article))
    ids = {path.stem for path in paths}
    asked: dict[str, str] = {}
    for file, article in articles:
        _check_sources(file, article)
        _check_related(file, article, ids)
        for spoken in _spoken(article):
            _check_facts(file, article, spoken)
            for language, text, place in spoken.texts:
                _check_text(file, article, spoken, language, text, place)
        _check_asks(file, article, asked)
    for path in sorted(folder.glob("*.yaml")):
        files.append(ServiceFile(path))
        files[-1].report_at(1, "suffix")
    if not files:
        files.append(ServiceFile(folder))
        files[-1].report_at(1, "no_files")
    found = sorted({problem for file in files for problem in file.problems})
    return {article.id: article for _, article in articles}, found


def expired(folder: Path | None, today: date) -> list[Problem]:
    """The texts whose last day is before `today`. They are no longer said, so they never stop a start."""
    found: list[Problem] = []
    for path in sorted((folder or SERVICES).glob("*.yml")):
        file = ServiceFile(path)
        article = read_article(file)
        for spoken in _spoken(article) if article else ():
            if spoken.facts.until and spoken.facts.until < today:
                file.report((*spoken.facts_place, "until"), "ended", date=spoken.facts.until.isoformat())
                found.append(file.problems[-1])
    return found


def _spoken(article: Article) -> Iterator[_Spoken]:
    texts: tuple[tuple[Language, str, Place], ...]
    for aspect, facts in article.aspects.items():
        texts = tuple(
            (language, article.texts.in_language(language).of(aspect), ("texts", language, aspect.value))
            for language in LANGUAGES
        )
        yield _Spoken(aspect, facts, ("aspects", aspect.value), texts)
    for code, region in article.regions.items():
        place: Place = ("regions", code)
        for aspect, facts in region.aspects.items():
            said = region.texts.get(aspect)
            texts = tuple(
                (language, said.in_language(language), (*place, "texts", aspect.value, language))
                for language in LANGUAGES
                if said
            )
            yield _Spoken(aspect, facts, (*place, "aspects", aspect.value), texts)


def _check_sources(file: ServiceFile, article: Article) -> None:
    for aspect in Aspect:
        if aspect not in article.aspects:
            file.report(("aspects",), "aspect_missing", name=aspect.value)
    for code, region in article.regions.items():
        for aspect in sorted(region.aspects.keys() ^ region.texts.keys()):
            file.report(("regions", code), "region_uneven", name=aspect.value)
    used = {source for spoken in _spoken(article) for source in spoken.facts.sources}
    for name, source in article.sources.items():
        if name not in used:
            file.report(("sources", name), "source_unused", name=name)
        if source.checked < source.date:
            file.report(("sources", name, "checked"), "checked_early", name=name)


def _check_related(file: ServiceFile, article: Article, ids: set[str]) -> None:
    for index, related in enumerate(article.related):
        if related == article.id:
            file.report(("related", index), "related_self")
        elif related not in ids:
            file.report(("related", index), "related_unknown", name=related)


def _check_facts(file: ServiceFile, article: Article, spoken: _Spoken) -> None:
    for source in spoken.facts.sources:
        if source not in article.sources:
            file.report((*spoken.facts_place, "sources"), "source_unknown", name=source)
    if not spoken.facts.confirm and not _grades(article, spoken.facts) & {"A", "B"}:
        file.report(spoken.facts_place, "no_grade", name=spoken.aspect.value)


def _grades(article: Article, facts: AspectFacts) -> set[str]:
    return {article.sources[source].grade for source in facts.sources if source in article.sources}


def _check_text(
    file: ServiceFile, article: Article, spoken: _Spoken, language: Language, text: str, place: Place
) -> None:
    for code, values in plain_language.mistakes(text, language):
        file.report(place, code, **values)
    for number in sorted(plain_language.phone_numbers(text) - set(article.hotlines)):
        file.report(place, "phone_unknown", words=number)
    named = plain_language.numbers(text, language, article.hotlines)
    if named and spoken.facts.confirm:
        file.report(place, "confirm_number", name=spoken.aspect.value, words=named[0])
    elif named and _grades(article, spoken.facts) == {"C"}:
        file.report(place, "weak_number", words=named[0])


def _check_asks(file: ServiceFile, article: Article, asked: dict[str, str]) -> None:
    """`asked` collects the questions of all files: the same question in two services cannot be answered."""
    for language in LANGUAGES:
        for index, words in enumerate(article.asks.in_language(language)):
            first = asked.setdefault(words.casefold(), file.path.name)
            if first != file.path.name or words in article.asks.in_language(language)[:index]:
                file.report(("asks", language, index), "ask_twice", words=words, first=first)


def main(arguments: list[str]) -> int:
    """Print what is wrong in the folder named by `arguments` (the product's own when empty)."""
    folder = Path(arguments[0]) if arguments else SERVICES
    found = problems(folder) + expired(folder, datetime.now(ZoneInfo("Asia/Shanghai")).date())
    for problem in found:
        sys.stdout.write(f"{problem.file}:{problem.line}: {problem.sentence_zh} {problem.sentence}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
