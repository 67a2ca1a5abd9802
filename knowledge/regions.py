"""The places that residents name, with their GB/T 2260 codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.article import Bilingual, Language, RegionCode, Text
from knowledge.normalise import normalise

_FILE = Path(__file__).with_name("regions.yml")
_SUFFIX_ZH = re.compile(r"(?<=..)(?:省|市|区|县)$")
_SUFFIX_EN = re.compile(r" (?:province|city|district|county)$")


@dataclass(frozen=True, slots=True)
class Region:
    """A province, city or district. `aliases` are other things that people call it, in both languages."""

    code: str
    name: Bilingual
    aliases: tuple[str, ...]


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


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    regions: tuple[_Entry, ...] = Field(min_length=1)


class Regions:
    """Looks places up by code, and finds them in what a resident wrote."""

    def __init__(self, regions: tuple[Region, ...], not_places: tuple[str, ...]) -> None:
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[str, Region] = {}
        for region in sorted(regions, key=lambda region: _depth(region.code)):
            for name in _names(region):
                self._by_name.setdefault(name, region)
        self._not_places = not_places
        self._pattern = re.compile("|".join(map(_as_pattern, sorted(self._by_name, key=len, reverse=True))))

    @classmethod
    def load(cls, file: Path = _FILE) -> Self:
        """Read the kept list. Raises pydantic.ValidationError when the file is wrong."""
        entries = _File.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))).regions
        regions = tuple(
            Region(entry.code, Bilingual(zh=entry.zh, en=entry.en), tuple(entry.also)) for entry in entries
        )
        return cls(regions, tuple(word for entry in entries for word in entry.unless))

    def __iter__(self) -> Iterator[Region]:
        return iter(self._by_code.values())

    def get(self, code: str) -> Region:
        """Raises KeyError on a code that is not kept."""
        return self._by_code[code]

    def path(self, code: str) -> tuple[str, ...]:
        """The codes of a place and of what it lies in, from the most specific to the province."""
        codes = (code, code[:4] + "00", code[:2] + "0000")
        return tuple(dict.fromkeys(codes))

    def find(self, text: str, language: Language) -> Region | None:
        """The most specific place that `text` names, by the longest name; None when it names none.

        A district that directly follows another city's name is that city's own, so the city is the result.
        Among equals the earlier name wins; names in `language` win over those in the other.
        """
        text = normalise(text).lower()
        for word in self._not_places:
            text = text.replace(word, "\0" * len(word))
        hits = [_Hit(m.start(), m.end(), self._by_name[m.group()]) for m in self._pattern.finditer(text)]
        hits = [hit for before, hit in zip([None, *hits], hits, strict=False) if _stands(before, hit)]
        if not hits:
            return None
        return max(
            hits,
            key=lambda hit: (
                _depth(hit.region.code),
                _language(text[hit.start]) == language,
                hit.end - hit.start,
                -hit.start,
            ),
        ).region


def _stands(before: _Hit | None, hit: _Hit) -> bool:
    if before is None or hit.start - before.end > 1:
        return True
    if _depth(hit.region.code) <= _depth(before.region.code):
        return True
    return hit.region.code.startswith(before.region.code.rstrip("0"))


def _names(region: Region) -> list[str]:
    zh, en = region.name.zh, region.name.en.lower()
    names = [zh, _SUFFIX_ZH.sub("", zh), en, _SUFFIX_EN.sub("", en), *(a.lower() for a in region.aliases)]
    return list(dict.fromkeys(names))


def _as_pattern(name: str) -> str:
    return rf"\b{re.escape(name)}\b" if name[0].isascii() else re.escape(name)


def _language(character: str) -> Language:
    return "en" if character.isascii() else "zh"


def _depth(code: str) -> int:
    """1 for a province, 2 for a city, 3 for a district."""
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3
