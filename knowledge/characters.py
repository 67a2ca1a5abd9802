"""Whether someone who reads 1,500 characters can read a Chinese text: 95 of 100 must be among them.

Characters of the names of the service and of the place do not count, since a name cannot be replaced; nor
do the terms of the glossary, which are explained when they are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import yaml

from knowledge import source_lines
from knowledge.article import Article
from knowledge.plain_language import Mistake

COMMON = Path(__file__).with_name("common_characters.txt")
GLOSSARY = Path(__file__).with_name("glossary.yml")
REGIONS = Path(__file__).with_name("regions.yml")
LEAST = 95
"""Per cent."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@cache
def common(file: Path = COMMON) -> frozenset[str]:
    """The 1,500 commonest characters."""
    return frozenset(file.read_text(encoding="utf-8").strip())


def han(text: str) -> list[str]:
    return _HAN.findall(text)


def uncommon(text: str) -> list[str]:
    """The characters of `text` beyond the common ones, as often as they stand in it."""
    return [character for character in han(text) if character not in common()]


def names_of(article: Article) -> frozenset[str]:
    """The characters of what a service is called."""
    return frozenset(article.texts.zh.title).union(article.short.zh, *article.names.zh)


@cache
def _places(file: Path = REGIONS) -> dict[str, str]:
    """Names by code; knowledge/regions.py reads much more from the file, which takes longer."""
    content = yaml.load(file.read_text(encoding="utf-8"), source_lines.LOADER)  # noqa: S506 - a safe loader
    return {entry["code"]: entry["zh"] for entry in content["regions"]}


def names_of_place(code: str) -> frozenset[str]:
    """The characters of what a place is called; none for a code that is not kept."""
    return frozenset(_places().get(code, ""))


@dataclass(frozen=True, slots=True)
class Reader:
    """Knows the common characters, and the `terms` that are explained to them."""

    terms: re.Pattern[str] | None

    @classmethod
    def with_glossary(cls, file: Path = GLOSSARY) -> Self:
        """Without terms when the file is missing or cannot be read; its own check reports that."""
        terms = sorted(_terms(file), key=len, reverse=True)
        return cls(re.compile("|".join(map(re.escape, terms))) if terms else None)

    def mistakes(self, text: str, names: Iterable[str] = ()) -> Iterator[Mistake]:
        """What is wrong when too many of the characters of `text` are beyond the common ones and `names`."""
        known = frozenset(names)
        rest = self.terms.sub("", text) if self.terms else text
        beyond = [character for character in uncommon(rest) if character not in known]
        count = len(han(text))
        if 100 * len(beyond) > (100 - LEAST) * count:
            words = "".join(dict.fromkeys(beyond))
            yield Mistake("rare_characters", {"words": words, "found": len(beyond), "count": count})


def _terms(file: Path) -> Iterator[str]:
    try:
        content: Any = yaml.load(file.read_text(encoding="utf-8"), source_lines.LOADER)  # noqa: S506 - a safe loader
        for entry in content["terms"]:
            yield entry["zh"]["term"]
            yield from entry["zh"].get("also", ())
    except (OSError, ValueError, yaml.YAMLError, LookupError, TypeError, AttributeError):
        return
