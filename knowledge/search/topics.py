"""What search chooses between: the services we answer, and general topics that we do not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.article import LANGUAGES, ServiceId, Words
from knowledge.library import Library
from knowledge.search.terms import tidy

_CONTRAST = Path(__file__).with_name("contrast.yml")


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing a question can be about: an "article" answers it; "general" is no service at all."""

    id: str
    kind: Literal["article", "general"]
    names: tuple[str, ...]
    asks: tuple[str, ...]
    texts: tuple[str, ...] = ()

    @property
    def covered(self) -> bool:
        return self.kind == "article"


class _Contrast(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    names: Words
    asks: Words


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    general: dict[ServiceId, _Contrast]


def topics_of(library: Library, contrast: Path = _CONTRAST) -> tuple[Topic, ...]:
    """The services of `library`, then the general topics.

    Raises pydantic.ValidationError when the file of contrast topics is wrong.
    """
    covered = tuple(
        Topic(
            id=service,
            kind="article",
            names=(*_both(article.names), article.texts.zh.title, article.texts.en.title),
            asks=_both(article.asks),
            texts=tuple(
                text
                for language in LANGUAGES
                for text in article.texts.in_language(language).model_dump(exclude={"title"}).values()
            ),
        )
        for service, article in sorted(library.articles.items())
    )
    file = _File.model_validate(yaml.safe_load(contrast.read_text(encoding="utf-8")))
    general = tuple(
        Topic(topic, "general", _both(entry.names), _both(entry.asks))
        for topic, entry in sorted(file.general.items())
    )
    return covered + general


def asks_and_names(topics: Iterable[Topic]) -> list[str]:
    """All known questions and names, topic by topic, as search compares them."""
    return [tidy(text) for topic in topics for text in (*topic.asks, *topic.names)]


def _both(words: Words) -> tuple[str, ...]:
    return tuple(word for language in LANGUAGES for word in words.in_language(language))
