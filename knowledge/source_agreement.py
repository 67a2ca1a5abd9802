"""A source that several service files name is described in the same way in all of them."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.article import Article, Source
from knowledge.knowledge_file import KnowledgeFile

FIELDS = ("title", "short", "issuer", "date", "grade", "checked", "url")
"""The number may name other articles of the same law."""


def check(articles: Sequence[tuple[KnowledgeFile, Article]]) -> None:
    """Report each source that differs from what most files say of it, or the first ones among equals."""
    files_by_source: dict[str, list[tuple[KnowledgeFile, Source]]] = {}
    for file, article in articles:
        for name, source in article.sources.items():
            files_by_source.setdefault(name, []).append((file, source))
    for name, described in files_by_source.items():
        usual = _usual([source for _, source in described])
        first = next(file for file, source in described if _key(source) == usual)
        for file, source in described:
            wrong = [
                field
                for field, value, right in zip(FIELDS, _key(source), usual, strict=True)
                if value != right
            ]
            if wrong:
                place = ("sources", name, wrong[0])
                file.report(place, "source_differs", name=name, fields=", ".join(wrong), first=first.name)


def _key(source: Source) -> tuple[object, ...]:
    return tuple(getattr(source, field) for field in FIELDS)


def _usual(sources: Sequence[Source]) -> tuple[object, ...]:
    keys = [_key(source) for source in sources]
    return max(keys, key=keys.count)
