"""Which parts of a text are compared: characters, words and syllables, one to three in a row."""

from __future__ import annotations

import re

from knowledge.normalise import CJK, normalise
from knowledge.phonetics import ngrams, sounds

_RUN = re.compile(f"[{CJK}]+|[a-z][a-z'-]+")
_AGE = re.compile(r"(?<!\d)(\d{2})(?=周?岁)")
_DIGITS = "零一二三四五六七八九"
_SIZES = (1, 2, 3)
_STOP_WORDS = frozenset(
    "a about an and any are as at be been by can could do does for from get got had has have he her him his how i if "
    "in is it its just me my need no not of on or our out she should so some that the their them there they this to "
    "up was we what when where which who will with would you your please hello hi want know tell am there's i'm".split()
)
_ENDINGS = ("ing", "ies", "es", "ed", "s", "e")


def tidy(text: str) -> str:
    """Normalised lower-case text with ages in Chinese numerals ("80岁" and "八十岁" are the same)."""
    return _AGE.sub(lambda match: _numeral(int(match.group(1))), normalise(text).lower())


def character_terms(text: str) -> list[str]:
    """Neighbouring characters of tidied text, one to three in a row, and the stems of Latin words.

    A Latin word with a digit in it, or of one letter, is left out: it is a code, not a word.
    """
    terms: list[str] = []
    for match in _RUN.finditer(text):
        run = match.group()
        if run[0].isascii():
            if run not in _STOP_WORDS and not text[match.end() : match.end() + 1].isdigit():
                terms.append(_stem(run))
        else:
            terms.extend(run[i : i + size] for size in _SIZES for i in range(len(run) - size + 1))
    return terms


def syllable_terms(text: str) -> list[str]:
    """Neighbouring merged syllables of tidied text, two or three in a row."""
    runs = [run for run in sounds(text) if len(run) > 1]
    return [term for size in _SIZES[1:] for term in ngrams(runs, size)]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
