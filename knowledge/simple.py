"""The same answer in fewer and plainer words, for a resident who says 听不懂.

One file a service in knowledge/simple/. `python -m knowledge.simple [SERVICE …]` prints the mistakes of all
files, or of the named ones, and ends with 1 when there are any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from knowledge import check, simple_check
from knowledge.article import LANGUAGES, Article, Aspect, Bilingual, Language, RegionCode, Text
from knowledge.characters import Reader, names_of, names_of_place
from knowledge.glossary import Glossary, read_glossary
from knowledge.knowledge_file import KnowledgeFile, Place, Problem, nearest, read_model
from knowledge.library import KnowledgeError, Library, Passage
from knowledge.places import PlacePage

FOLDER = Path(__file__).with_name("simple")
FOLDER_NAME = "simple/"
"""How a file is told from the service file of the same name in a report."""

_FIRST_SENTENCE: Mapping[Language, re.Pattern[str]] = {
    "zh": re.compile(r".*?[。！？]+[”’）]?", re.DOTALL),
    "en": re.compile(r".*?[.!?]+[\"”’)]*(?=\s|$)", re.DOTALL),
}


class Wordings(BaseModel):
    """What one file says: each aspect in both languages, and each text that a place has of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: dict[Aspect, Text]
    en: dict[Aspect, Text]
    regions: dict[RegionCode, dict[Aspect, Bilingual]] = Field(default_factory=dict)

    def of(self, aspect: Aspect, region: str | None = None) -> Bilingual | None:
        """The shorter wording of the text of `region` (the nationwide one when None), if it has one."""
        if region is not None:
            return self.regions.get(region, {}).get(aspect)
        if aspect not in self.zh or aspect not in self.en:
            return None
        return Bilingual(zh=self.zh[aspect], en=self.en[aspect])


_Key = tuple[str, Aspect, Language, str]
"""A text: its service, aspect, language and words. One that has changed finds no wording of the old one."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A text that needs a shorter wording, and where that stands, by language."""

    aspect: Aspect
    region: str | None
    said: Bilingual

    def place(self, language: Language) -> Place:
        if self.region is None:
            return (language, self.aspect.value)
        return ("regions", self.region, self.aspect.value, language)


class Simple:
    """All shorter wordings, each bound to the text it stands for."""

    def __init__(self, shorter: Mapping[_Key, str]) -> None:
        self._shorter = shorter

    @classmethod
    def load(cls, folder: Path = FOLDER, library: Library | None = None) -> Self:
        """The wordings of the services of `library` (the product's own when None).

        A service without a file has none. Raises KnowledgeError when a file is wrong.
        """
        library = library or Library.load()
        files, problems = read_simple(folder, library.articles, library.pages.right)
        if problems:
            raise KnowledgeError(problems)
        return cls(
            {
                (service, whole.aspect, language, whole.said.in_language(language)): short.in_language(
                    language
                )
                for service, wordings in files.items()
                for whole in _texts(library.get(service), library.pages.right)
                if (short := wordings.of(whole.aspect, whole.region)) is not None
                for language in LANGUAGES
            }
        )

    def of(self, passage: Passage) -> str:
        """The shorter wording of `passage`; its first sentence, which stands alone, when it has none.

        Empty for a passage that is over.
        """
        short = self._shorter.get((passage.service, passage.aspect, passage.language, passage.text))
        return short or first_sentence(passage.text, passage.language)


def first_sentence(text: str, language: Language) -> str:
    """The first sentence of `text` with its mark; all of it when it has no second one."""
    match = _FIRST_SENTENCE[language].match(text)
    return match.group().strip() if match else text.strip()


def read_simple(
    folder: Path,
    articles: Mapping[str, Article],
    pages: Mapping[str, PlacePage] | None = None,
) -> tuple[dict[str, Wordings], list[Problem]]:
    """The wordings of `articles` by service, and every mistake in their files in `folder`.

    What `pages` say in the place of a service file has no shorter wording and is not held against one.
    """
    entries, _ = read_glossary()
    glossary, reader = Glossary(entries), Reader.with_glossary()
    found: dict[str, Wordings] = {}
    problems: list[Problem] = []
    for service, article in articles.items():
        file = KnowledgeFile(folder / f"{service}.yml", FOLDER_NAME)
        if not file.path.exists():
            continue
        wordings = read_model(file, Wordings)
        if wordings is not None:
            _check(file, wordings, article, list(_texts(article, pages or {})), glossary)
            _check_characters(file, wordings, article, reader)
            found[service] = wordings
        problems += file.problems
    return found, sorted(set(problems))


def uncovered(folder: Path, articles: Mapping[str, Article]) -> list[Problem]:
    """The services without a file in `folder`, and the files there that belong to no service."""
    problems: list[Problem] = []
    names = {path.name for path in folder.glob("*.y*ml")}
    for service in articles.keys() - {name.removesuffix(".yml") for name in names}:
        file = KnowledgeFile(folder / f"{service}.yml", FOLDER_NAME)
        file.report_at(1, "simple_file", name=service)
        problems += file.problems
    for name in names - {f"{service}.yml" for service in articles}:
        file = KnowledgeFile(folder / name, FOLDER_NAME)
        stem = Path(name).stem
        zh_hint, en_hint = nearest(stem, articles) or ("请改名或删掉。", "rename or remove this file")
        file.report_at(1, "page_service", name=stem, zh_hint=zh_hint, en_hint=en_hint)
        problems += file.problems
    return sorted(problems)


def chinese(files: Mapping[str, Wordings]) -> Iterator[str]:
    """All that the shorter wordings say in Chinese."""
    for wordings in files.values():
        yield from wordings.zh.values()
        for texts in wordings.regions.values():
            yield from (text.zh for text in texts.values())


def _texts(article: Article, pages: Mapping[str, PlacePage]) -> Iterator[_Whole]:
    """The texts of the service file, without those that `pages` put in their place in `article`."""
    for aspect in Aspect:
        said = Bilingual(zh=article.texts.zh.of(aspect), en=article.texts.en.of(aspect))
        yield _Whole(aspect, None, said)
    for code, region in article.regions.items():
        page = pages[code].services.get(article.id) if code in pages else None
        for aspect, said in region.texts.items():
            if page is None or aspect not in page.texts:
                yield _Whole(aspect, code, said)


def _check(
    file: KnowledgeFile, wordings: Wordings, article: Article, texts: Sequence[_Whole], glossary: Glossary
) -> None:
    for whole in texts:
        short = wordings.of(whole.aspect, whole.region)
        if short is None:
            _report_missing(file, wordings, whole)
            continue
        for language, (code, values) in simple_check.mistakes(short, whole.said, article, glossary):
            file.report(whole.place(language), code, **values)
    for code, shorter in wordings.regions.items():
        own = article.regions[code].texts if code in article.regions else {}
        for aspect in shorter.keys() - own.keys():
            file.report(("regions", code, aspect.value), "simple_place", name=f"{code}/{aspect.value}")


def _report_missing(file: KnowledgeFile, wordings: Wordings, whole: _Whole) -> None:
    if whole.region is not None:
        where = f"regions/{whole.region}"
        file.report(("regions", whole.region), "missing", name=whole.aspect.value, where=where)
        return
    for language, texts in (("zh", wordings.zh), ("en", wordings.en)):
        if whole.aspect not in texts:
            file.report((language,), "missing", name=whole.aspect.value, where=language)


def _check_characters(file: KnowledgeFile, wordings: Wordings, article: Article, reader: Reader) -> None:
    """Rare characters are counted over the file: one wording is so short that a single one is too many."""
    names = names_of(article).union(*map(names_of_place, wordings.regions))
    for code, values in reader.mistakes("".join(chinese({article.id: wordings})), names):
        file.report((), code, **values)


def main(arguments: list[str]) -> int:
    """Print what is wrong in the files of the services in `arguments`, of all services when empty."""
    articles, _ = check.read()
    if unknown := [name for name in arguments if name not in articles]:
        sys.stderr.write(f"没有这项服务。There is no service {', '.join(unknown)}.\n")
        return 1
    named = {service: articles[service] for service in arguments} or articles
    _, found = read_simple(FOLDER, named)
    if not arguments:
        found += uncovered(FOLDER, articles)
    for problem in found:
        sys.stdout.write(f"{problem.told}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
