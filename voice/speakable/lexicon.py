"""The words of readings.yml, and one pattern that finds them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("readings.yml")
AS_READ = "_"
"""A syllable that the lexicon leaves to the dictionary."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    readings: Mapping[str, tuple[str, ...]]
    anywhere: Collection[str]
    """The words that cannot be found by chance: long ones, and 得 after a verb."""
    pattern: re.Pattern[str]

    def correct(self, run: str, syllables: list[str], borders: Collection[int]) -> None:
        """Put the readings of the known words into `syllables`, one for each character of `run`.

        From the left, the longest word first. A short one that takes a part of two words of the text is not
        meant: 种地 in 这种地方, 人参 in 有人参保. `borders` are where words begin, and the end.
        """
        at = 0
        while match := self.pattern.search(run, at):
            word = self._word_at(match, borders)
            at = match.start() + max(len(word), 1)
            for place, known in enumerate(self.readings.get(word, ()), start=match.start()):
                if known != AS_READ:
                    syllables[place] = known

    def _word_at(self, match: re.Match[str], borders: Collection[int]) -> str:
        """The longest known word that begins where the match does and is meant there, or none."""
        start = match.start()
        for size in range(len(match[0]), 0, -1):
            word, end = match[0][:size], start + size
            if word not in self.readings:
                continue
            whole = start in borders and end in borders
            if word in self.anywhere or whole or not any(start < border < end for border in borders):
                return word
        return ""


@cache
def lexicon() -> Lexicon:
    content = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    readings = {f"{before}得": (AS_READ, "de5") for before in content["degree"]}
    anywhere = set(readings)
    for name, read in content["surnames"].items():
        readings[f"姓{name}"] = ("xing4", read)
        anywhere.add(f"姓{name}")
        for title in content["titles"]:
            readings[name + title] = (read, *[AS_READ] * len(title))
    readings.update({word: tuple(read.split()) for word, read in content["words"].items()})
    anywhere.update(word for word in content["words"] if len(word) > 2)
    longest_first = sorted(readings, key=len, reverse=True)
    return Lexicon(readings, frozenset(anywhere), re.compile("|".join(map(re.escape, longest_first))))
