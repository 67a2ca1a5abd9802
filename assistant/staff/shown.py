"""What many pages show: names for codes, words with their language, times as staff read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from assistant.rendering.moments import LOCAL_TIME
from knowledge.article import Aspect, Bilingual
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.normalise import language_of
from knowledge.regions import Regions

UNKNOWN = Bilingual(zh="没有说", en="not said")


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote, with the language tag that a screen reader needs (WCAG 3.1.2)."""

    text: str
    lang: str

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(text, "en" if language_of(text) == "en" else "zh-CN")


PURGED = Words("（按规定删除了）", "zh-CN")


class Names:
    """Names of services, their aspects and places for staff."""

    def __init__(self, library: Library, regions: Regions, aspects: Aspects) -> None:
        self._titles = {
            service: Bilingual(zh=article.texts.zh.title, en=article.texts.en.title)
            for service, article in library.articles.items()
        }
        self._regions = regions
        self._aspects = {
            aspect.value: Bilingual(zh=aspects.label(aspect, "zh"), en=aspects.label(aspect, "en"))
            for aspect in Aspect
        }

    @property
    def services(self) -> dict[str, Bilingual]:
        """Every service that the library has, by its id."""
        return dict(self._titles)

    def service(self, service: str | None) -> Bilingual:
        """A service that has left the library since keeps its id as its name."""
        if service is None:
            return UNKNOWN
        return self._titles.get(service) or Bilingual(zh=service, en=service)

    def aspect(self, aspect: str) -> Bilingual:
        return self._aspects.get(aspect) or Bilingual(zh=aspect, en=aspect)

    def region(self, code: str | None) -> Bilingual:
        if code is None:
            return UNKNOWN
        try:
            return self._regions.get(code).name
        except KeyError:
            return Bilingual(zh=code, en=code)


def local_time(at: datetime) -> str:
    """As staff read a clock: 2026-11-22 14:05, Asia/Shanghai."""
    return at.astimezone(LOCAL_TIME).strftime("%Y-%m-%d %H:%M")
