"""The articles that the assistant answers from, read once and held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from knowledge import check
from knowledge.article import LANGUAGES, Article, Aspect, AspectFacts, Language, Source
from knowledge.knowledge_file import Problem
from knowledge.normalise import normalise
from knowledge.places import Pages, merged, read

_ALSO_VERBS = frozenset({"will"})
_BEFORE_NOUN = "(?:a|the|my|his|her|their|your|our|last) "
"""What makes a noun of a word that is mostly a verb."""


class KnowledgeError(Exception):
    """A service file is wrong; `problems` says where and what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Passage:
    """What may be said about one aspect of a service today.

    `region` is the code whose own rule this is, None for the nationwide one. An `expired` passage has no
    text: its rule has ended, and the resident is told so. `until` is the last day of the rule.
    """

    service: str
    aspect: Aspect
    language: Language
    text: str
    sources: tuple[Source, ...]
    local: bool
    confirm: bool
    expired: bool
    region: str | None
    until: date | None = None


class Library:
    """All services by id, with what the pages of single places say of them."""

    def __init__(self, articles: Mapping[str, Article], pages: Pages | None = None) -> None:
        self.pages = pages or Pages({})
        self.articles: Mapping[str, Article] = MappingProxyType(merged(articles, self.pages.right))
        self._names = {language: _names(self.articles.values(), language) for language in LANGUAGES}

    @classmethod
    def load(cls, folder: Path | None = None, places: Path | None = None) -> Library:
        """Read the service files of `folder` (the product's own when None) and the pages of `places`.

        Raises KnowledgeError when a service file is wrong. A page that is wrong is left out whole; `pages`
        tells which and why.
        """
        articles, problems = check.read(folder)
        if problems:
            raise KnowledgeError(problems)
        return cls(articles, read(places, articles) if places else None)

    def get(self, service: str) -> Article:
        """Raises KeyError on an unknown service."""
        return self.articles[service]

    def named(self, text: str, language: Language) -> tuple[str, ...]:
        """The services whose names stand in `text`, in the order in which they are said.

        Of names that overlap the longest counts.
        """
        said = normalise(text).lower()
        taken = bytearray(len(said))
        places: dict[str, int] = {}
        for name, service in self._names[language]:
            if name not in said:
                continue
            for match in _standing(name, language).finditer(said):
                start, end = match.span()
                if not any(taken[start:end]):
                    taken[start:end] = b"\x01" * (end - start)
                    places[service] = min(start, places.get(service, start))
        return tuple(sorted(places, key=lambda service: places[service]))

    def passage(
        self,
        service: str,
        aspect: Aspect,
        language: Language,
        region_path: Sequence[str],
        today: date,
    ) -> Passage:
        """What to say about `aspect` to a resident of `region_path`, on `today` in Asia/Shanghai.

        `region_path` goes from the most specific code to the most general; the first that has its own rule
        for the aspect wins. Raises KeyError on an unknown service.
        """
        article = self.get(service)
        facts, text, region = _rule(article, aspect, language, region_path)
        expired = facts.until is not None and facts.until < today
        return Passage(
            service=service,
            aspect=aspect,
            language=language,
            text="" if expired else text,
            sources=tuple(article.sources[source] for source in facts.sources),
            local=facts.local,
            confirm=facts.confirm,
            expired=expired,
            region=region,
            until=facts.until,
        )


@cache
def _standing(name: str, language: Language) -> re.Pattern[str]:
    """Where a name stands: a Chinese one anywhere, an English one as whole words."""
    pattern = re.escape(name)
    if language == "zh":
        return re.compile(pattern)
    before = _BEFORE_NOUN if name in _ALSO_VERBS else ""
    return re.compile(rf"(?<![a-z]){before}{pattern}(?:e?s)?(?![a-z])")


def _names(articles: Iterable[Article], language: Language) -> list[tuple[str, str]]:
    """Every name with its service, the longest first."""
    pairs = {
        (normalise(name).lower(), article.id)
        for article in articles
        for name in (*article.names.in_language(language), article.short.in_language(language))
    }
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))


def _rule(
    article: Article, aspect: Aspect, language: Language, region_path: Sequence[str]
) -> tuple[AspectFacts, str, str | None]:
    for code in region_path:
        region = article.regions.get(code)
        if region is not None and aspect in region.aspects:
            return region.aspects[aspect], region.texts[aspect].in_language(language), code
    return article.aspects[aspect], article.texts.in_language(language).of(aspect), None
