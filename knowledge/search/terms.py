"""Which parts of a text are compared: characters, words and syllables, one to three in a row."""

from __future__ import annotations

import re

from knowledge.normalise import CJK, normalise
from knowledge.phonetics import ngrams, sounds

_CHARACTERS = re.compile(f"[{CJK}]+")
_WORD = re.compile(r"(?<![a-z0-9])[a-z][a-z'-]+(?![a-z0-9])")
_AGE = re.compile(r"(?<!\d)(\d{2})(?=周?岁)")
_DIGITS = "零一二三四五六七八九"
_SIZES = (1, 2, 3)
_STOP_WORDS = """
a about an and any are as at be been by can could do does for from get got had has have he her him
his how i if in is it its just me my need no not of on or our out she should so some that the their
them there they this to up was we what when where which who will with would you your please hello hi
want know tell am there's i'm
"""
_STOPPED = frozenset(_STOP_WORDS.split())
_ENDINGS = ("ing", "ies", "es", "ed", "s", "e")


def tidy(text: str) -> str:
    """Normalised lower-case text with ages in Chinese numerals ("80岁" and "八十岁" are the same)."""
    return _AGE.sub(lambda match: _numeral(int(match.group(1))), normalise(text).lower())


def character_terms(text: str) -> list[str]:
    """Neighbouring characters of tidied text, one to three in a row, and the stems of Latin words.

    A Latin word with a digit in it, or of one letter, is left out: it is a code, not a word.
    """
    terms = _stems(text)
    for run in _CHARACTERS.findall(text):
        terms.extend(run[i : i + size] for size in _SIZES for i in range(len(run) - size + 1))
    return terms


def syllable_terms(text: str) -> list[str]:
    """Neighbouring merged syllables of tidied text, two or three in a row, and the stems of Latin words."""
    runs = [run for characters in _CHARACTERS.findall(text) for run in sounds(characters)]
    return _stems(text) + [term for size in _SIZES[1:] for term in ngrams(runs, size)]


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text) if word not in _STOPPED]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
