"""The places that residents name, with their GB/T 2260 codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.article import Bilingual, Language, RegionCode, Text
from knowledge.normalise import normalise

_FILE = Path(__file__).with_name("regions.yml")
_SUFFIX_ZH = re.compile(r"(?<=..)(?:省|市|地区|林区|(?<!自治|行政)[区县])$")
_SUFFIX_EN = re.compile(
    r" (?:province|city|district|county|league|(?<!autonomous )prefecture)$", re.IGNORECASE
)
# A road is named after a place that it is not in.
_NO_ROAD = r"(?!(?:[东南西北中]|[一二三四五六七八九十]马?)?路(?![费途程远])|大道)"


@dataclass(frozen=True, slots=True)
class Region:
    """A province, city or district.

    `short` is its name without the kind of place that it is. `names` are all words that stand for it, in both
    languages and lower case. `unless` are words in which a name of it stands and that are no place.
    """

    code: str
    name: Bilingual
    short: Bilingual
    names: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    region: Region


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: RegionCode
    zh: Text
    en: Text
    also: tuple[Text, ...] = ()
    unless: tuple[Text, ...] = ()
    suffix_only: bool = False

    @property
    def short(self) -> Bilingual:
        return Bilingual(zh=_SUFFIX_ZH.sub("", self.zh), en=_SUFFIX_EN.sub("", self.en))


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    regions: tuple[_Entry, ...] = Field(min_length=1)


class Regions:
    """Looks places up by code, and finds them in what a resident wrote."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[str, Region] = {}
        for region in sorted(self._by_code.values(), key=lambda region: depth(region.code)):
            for name in region.names:
                self._by_name.setdefault(name, region)
        self._pattern = _any_of(self._by_name)
        self._not_places = sorted({word for region in self._by_code.values() for word in region.unless})

    @classmethod
    def load(cls, file: Path = _FILE) -> Self:
        """Read the kept list. Raises pydantic.ValidationError when the file is wrong."""
        entries = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).regions
        by_code = {entry.code: entry for entry in entries}
        return cls(
            Region(
                entry.code,
                Bilingual(zh=entry.zh, en=entry.en),
                entry.short,
                _names(entry, by_code),
                entry.unless,
            )
            for entry in entries
        )

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Region:
        """Raises KeyError on a code that is not kept."""
        return self._by_code[code]

    def path(self, code: str) -> tuple[str, ...]:
        """The codes of a place and of what it lies in, from the most specific to the province."""
        return (code, *(outer for outer in outside(code) if outer in self._by_code))

    def find(self, text: str, language: Language) -> Region | None:
        """The most specific place that `text` names, by the longest name; None when it names none.

        A district that directly follows another city's name is that city's own, so the city is the result.
        Among equals the earlier name wins; names in `language` win over those in the other.
        """
        text = normalise(text).lower().replace("’", "'")
        hits = list(self._hits(text))
        hits = [hit for before, hit in zip([None, *hits], hits, strict=False) if _stands(before, hit)]
        if not hits:
            return None
        return max(
            hits,
            key=lambda hit: (
                depth(hit.region.code),
                _language(text[hit.start]) == language,
                hit.end - hit.start,
                -hit.start,
            ),
        ).region

    def _hits(self, text: str) -> Iterator[_Hit]:
        taken = [
            (match.start(), match.end())
            for word in self._not_places
            if word in text
            for match in re.finditer(re.escape(word), text)
        ]
        position = 0
        while match := self._pattern.search(text, position):
            if any(start <= match.start() and match.end() <= end for start, end in taken):
                position = match.start() + 1
            else:
                yield _Hit(match.start(), match.end(), self._by_name[match.group()])
                position = match.end()


def depth(code: str) -> int:
    """1 for a province, 2 for a city, 3 for a district."""
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def outside(code: str) -> tuple[str, ...]:
    """The codes of the city and the province in which a place lies, without its own."""
    return tuple(outer for outer in dict.fromkeys((code[:4] + "00", code[:2] + "0000")) if outer != code)


def _stands(before: _Hit | None, hit: _Hit) -> bool:
    if before is None or hit.start - before.end > 1:
        return True
    outer = depth(before.region.code)
    return depth(hit.region.code) <= outer or hit.region.code.startswith(before.region.code[: 2 * outer])


def _names(entry: _Entry, by_code: Mapping[str, _Entry]) -> tuple[str, ...]:
    short = entry.short
    names = [entry.zh, entry.en, short.en, *entry.also]
    if entry.suffix_only:
        outer = [by_code[code] for code in outside(entry.code) if code in by_code]
        before = {word for place in outer for word in (place.zh, place.short.zh, *place.also)}
        names += [word + short.zh for word in sorted(before) if not word.isascii()]
    else:
        names.append(short.zh)
    return tuple(dict.fromkeys(name.lower() for name in names))


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """The longest first; names with the same first character share a branch, which is quick to pass over."""
    ordered = sorted(names, key=lambda name: (name[0], -len(name), name))
    branches = [
        f"{_edge(first)}{re.escape(first)}(?:{'|'.join(_rest(name) for name in group)})"
        for first, group in groupby(ordered, key=lambda name: name[0])
    ]
    return re.compile("|".join(branches))


def _edge(character: str) -> str:
    return r"\b" if character.isascii() else ""


def _rest(name: str) -> str:
    """What of `name` follows its first character, and what may not follow it."""
    rest = re.escape(name[1:])
    if name[0].isascii():
        return rest + r"\b"
    return rest if name[-1] in "省市区县" else rest + _NO_ROAD


def _language(character: str) -> Language:
    return "en" if character.isascii() else "zh"
