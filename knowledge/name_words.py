"""Which words of a sentence may be part of a name, by what stands beside them.

Meant to hide too much rather than too little: a common word that is hidden costs a better label, a name that
is shown tells who asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict

from knowledge.regions import Regions

_FILE = Path(__file__).with_name("gaps.yml")
_LONGEST_GIVEN_NAME = 2
_LONGEST_NAME = 3
_SHORTEST_PLACE = 3
_PLACE_WORDS = 2


def _words(text: object) -> object:
    return text.split() if isinstance(text, str) else text


def _characters(text: object) -> object:
    return [*"".join(text.split())] if isinstance(text, str) else text


Several = Annotated[frozenset[str], BeforeValidator(_words)]
Characters = Annotated[frozenset[str], BeforeValidator(_characters)]


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    hollow: Several
    everyday: Several
    surnames: Characters
    naming: Several
    calling: Several
    titles: Several
    places: Several
    endings: Characters
    unless: Several
    function: Characters


class NameWords:
    """`hollow` are words that tell nothing; `everyday` those that a dictionary wrongly calls names."""

    def __init__(self, file: _File, regions: Regions) -> None:
        self._file = file
        self._regions = frozenset(
            name for region in regions for name in (*region.names, region.name.zh, region.short.zh)
        )
        self._long_places = tuple(kind for kind in file.places if len(kind) > 1)
        self.hollow, self.everyday = file.hollow, file.everyday

    @classmethod
    def load(cls, file: Path = _FILE) -> Self:
        """Raises pydantic.ValidationError when the file is wrong."""
        words = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
        return cls(words, Regions.load())

    def hidden(self, tokens: Sequence[str]) -> frozenset[int]:
        """The places in `tokens`, the words of one sentence, that may be part of a name."""
        found: set[int] = set()
        for place, token in enumerate(tokens):
            if self._is_place(token):
                found.add(place)
            if token in self._file.places:
                found.update(self._before(tokens, place, _PLACE_WORDS))
            if token in self._file.titles:
                found.update(self._before(tokens, place, 1))
            if token in self._file.naming:
                found.update(self._name_from(tokens, place + 1))
            if token[0] in self._file.surnames and token not in self._file.everyday:
                found.update(self._full_name(tokens, place))
        return frozenset(found)

    def _is_place(self, token: str) -> bool:
        if token in self._regions:
            return True
        if len(token) < _SHORTEST_PLACE or token in self._file.unless or token in self._file.places:
            return False
        return token[-1] in self._file.endings or any(token.endswith(kind) for kind in self._long_places)

    def _before(self, tokens: Sequence[str], place: int, most: int) -> set[int]:
        """The words right before `place` that a name can be made of."""
        found: set[int] = set()
        for before in range(place - 1, max(-1, place - 1 - most), -1):
            if not self._can_name(tokens[before]):
                break
            found.add(before)
        return found

    def _name_from(self, tokens: Sequence[str], start: int) -> set[int]:
        """As many words from `start` on as a full name can have."""
        found: set[int] = set()
        length = 0
        for place in range(start, len(tokens)):
            length += len(tokens[place])
            if length > _LONGEST_NAME or not tokens[place].isalnum():
                break
            found.add(place)
        return found

    def _full_name(self, tokens: Sequence[str], place: int) -> set[int]:
        """The name that begins with the surname at `place`, alone or swallowed by a word."""
        token, after = tokens[place], tokens[place + 1 : place + 3]
        if len(token) == 1:
            return self._given_name(after, place)
        called = place > 0 and tokens[place - 1] in self._file.calling
        if len(token) <= _LONGEST_NAME and (called or (after and after[0] in self._file.titles)):
            return {place, place + 1} if after and self._is_single(after[0]) else {place}
        if len(token) < _LONGEST_NAME and after and self._is_single(after[0]):
            return {place, place + 1}
        return set()

    def _given_name(self, after: Sequence[str], place: int) -> set[int]:
        if not after or not self._can_name(after[0]):
            return set()
        if len(after[0]) == 1 and len(after) > 1 and self._is_single(after[1]):
            return {place, place + 1, place + 2}
        return {place, place + 1} if len(after[0]) <= _LONGEST_GIVEN_NAME else set()

    def _is_single(self, token: str) -> bool:
        return len(token) == 1 and self._can_name(token)

    def _can_name(self, token: str) -> bool:
        return token.isalpha() and not self._file.function.issuperset(token)
