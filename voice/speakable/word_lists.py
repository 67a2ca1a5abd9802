"""The lists of words.yml, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("words.yml")


@dataclass(frozen=True, slots=True)
class WordLists:
    words: Mapping[str, str]
    letters: Mapping[str, str]
    units: Mapping[str, str]
    measures: str
    counted: str
    codes: str
    """The last three are regular expressions, the longest word first."""


@cache
def word_lists() -> WordLists:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return WordLists(
        words={str(written).lower(): said for written, said in content["words"].items()},
        letters=content["letters"],
        units=content["units"],
        measures=any_of(content["measures"]),
        counted=any_of(content["counted"]),
        codes=any_of(content["codes"]),
    )


def any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
