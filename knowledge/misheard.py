"""Names of services that a recogniser wrote with other characters of the same sound: 高零今天 is 高龄津贴."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Self

from knowledge.article import Article
from knowledge.chinese_words import words_of
from knowledge.normalise import CJK, normalise
from knowledge.phonetics import sounds

_RUN = re.compile(f"[{CJK}]+")
_SHORTEST = 3
"""Characters of a name that hardly anything else sounds like."""


class Misheard:
    """Puts names right by their sound. Words that are written as a name is are left as they are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(sorted({name for name in names if _may_be_meant(name)}, key=len, reverse=True))

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Self:
        """With the Chinese names of the services."""
        return cls(normalise(name) for article in articles for name in (*article.names.zh, article.short.zh))

    def put_right(self, text: str) -> str:
        """`text` normalised, with names in place of what sounds like one; longer names first."""
        said = normalise(text)
        taken = bytearray(len(said))
        for found in self._written.finditer(said):
            taken[found.start() : found.end()] = b"\x01" * len(found.group())
        for start, end, name in self._alike(said):
            if not any(taken[start:end]):
                said = said[:start] + name + said[end:]
                taken[start:end] = b"\x01" * len(name)
        return said

    def _alike(self, said: str) -> Iterator[tuple[int, int, str]]:
        """Where something sounds like a name, with that name."""
        runs = [(run.start(), _sound(run.group())) for run in _RUN.finditer(said)]
        bounds = _bounds(said)
        for length in self._lengths:
            for begin, syllables in runs:
                for start in range(begin, begin + len(syllables) - length + 1):
                    name = self._by_sound.get(syllables[start - begin : start - begin + length])
                    if name is not None and {start, start + length} <= bounds:
                        yield start, start + length, name

    @cached_property
    def _written(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self._names)))

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(sorted({len(name) for name in self._by_sound.values()}, reverse=True))

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], str]:
        """Each name by its syllables; of those that sound alike nobody knows which is meant."""
        found: dict[tuple[str, ...], set[str]] = {}
        for name in self._names:
            found.setdefault(_sound(name), set()).add(name)
        return {sound: names.pop() for sound, names in found.items() if len(names) == 1}


def _bounds(said: str) -> frozenset[int]:
    """Where a word begins or ends: what cuts 真的 in two was not meant to be 老年证的."""
    return frozenset({0, *accumulate(map(len, words_of(said)))})


def _sound(words: str) -> tuple[str, ...]:
    (syllables,) = sounds(words)
    return syllables


def _may_be_meant(name: str) -> bool:
    return len(name) >= _SHORTEST and _RUN.fullmatch(name) is not None
