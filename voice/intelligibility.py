"""How well speech is understood: it is given to a recogniser, and the syllables that come back are compared.

Syllables are counted without their tones, because a recogniser chooses between homophones by its own language
model. The telephone is heard as 8 kHz mu-law (ITU-T G.711).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pypinyin import Style, lazy_pinyin

from voice.audio import Samples, mulaw_decode, mulaw_encode, resample

Recogniser = Callable[[Samples], str]
Speaker = Callable[[str], Samples]
Rules = Callable[[str], str]

SPOKEN_HZ = 24_000
HEARD_HZ = 16_000
TELEPHONE_HZ = 8_000

_FIGURES = re.compile(r"[0-9](?:[-–—~,，、 ]?[0-9])+")
_SAID = str.maketrans("0123456789", "零幺二三四五六七八九")
_HANZI_OR_WORD = re.compile(r"[\u3400-\u9fff]|[A-Za-z']+")


@dataclass(frozen=True, slots=True)
class Understood:
    """One sentence and what the recogniser made of it; `errors` and `syllables` are numbers of syllables."""

    sentence: str
    heard: str
    errors: int
    syllables: int


@dataclass(frozen=True, slots=True)
class Intelligibility:
    """The round trip of all sentences in one sound quality."""

    quality: str
    results: tuple[Understood, ...]

    @property
    def error(self) -> float:
        """Wrong, missing and added syllables for each syllable that was said (0.02 is two in a hundred)."""
        return sum(one.errors for one in self.results) / max(1, sum(one.syllables for one in self.results))

    def worst(self, number: int = 5) -> tuple[Understood, ...]:
        """The sentences with the most errors for their length, worst first, faultless ones left out."""
        wrong = [one for one in self.results if one.errors]
        return tuple(sorted(wrong, key=lambda one: -one.errors / max(1, one.syllables))[:number])


def in_the_room(spoken: Samples) -> Samples:
    """24 kHz sound as a hall screen plays it, for a recogniser of 16 kHz."""
    return resample(spoken, SPOKEN_HZ, HEARD_HZ)


def on_the_telephone(spoken: Samples) -> Samples:
    """24 kHz sound after a telephone line (8 kHz, mu-law), for a recogniser of 16 kHz."""
    line = mulaw_decode(mulaw_encode(resample(spoken, SPOKEN_HZ, TELEPHONE_HZ)))
    return resample(line, TELEPHONE_HZ, HEARD_HZ)


QUALITIES: dict[str, Callable[[Samples], Samples]] = {"room": in_the_room, "telephone": on_the_telephone}


def round_trip(
    sentences: Sequence[str], speak: Speaker, recognise: Recogniser, rules: Rules
) -> tuple[Intelligibility, ...]:
    """Every sentence is spoken once (24 kHz), heard in each of `QUALITIES` and recognised.

    `rules` write numbers as words; they are applied to what was said and to what was heard, so that "15" and
    "十五" are the same.
    """
    results: dict[str, list[Understood]] = {quality: [] for quality in QUALITIES}
    for sentence in sentences:
        spoken = speak(sentence)
        said = syllables(rules(sentence))
        for quality, change in QUALITIES.items():
            heard = recognise(change(spoken))
            errors = min(distance(said, syllables(rules(words))) for words in (heard, one_by_one(heard)))
            results[quality].append(Understood(sentence, heard, errors, len(said)))
    return tuple(Intelligibility(quality, tuple(found)) for quality, found in results.items())


def one_by_one(heard: str) -> str:
    """Figures said one by one, as those of a telephone, which a recogniser writes 1-2345 or 12345."""
    return _FIGURES.sub(lambda figures: re.sub("[^0-9]", "", figures.group()).translate(_SAID), heard)


def syllables(text: str) -> list[str]:
    """Toneless pinyin of every Chinese character, and every Latin word in small letters."""
    found: list[str] = []
    for piece in _HANZI_OR_WORD.findall(text):
        found += [piece.lower()] if piece[0].isascii() else lazy_pinyin(piece, style=Style.NORMAL)
    return found


def distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein's distance: the fewest changes, omissions and additions that make one of the other."""
    row = list(range(len(heard) + 1))
    for number, one in enumerate(said, start=1):
        previous, row[0] = row[0], number
        for place, other in enumerate(heard, start=1):
            changed = previous + (one != other)
            previous = row[place]
            row[place] = min(row[place] + 1, row[place - 1] + 1, changed)
    return row[-1]
