"""Bring what a resident wrote into one form, and tell its language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

from knowledge.article import Language

CJK = r"\u3400-\u4dbf\u4e00-\u9fff"

_CJK_CHARACTER = re.compile(f"[{CJK}]")
_LATIN_WORD = re.compile(r"[A-Za-z]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_SPACE = re.compile(r"\s+")
_SPACE_BETWEEN_CJK = re.compile(f"(?<=[{CJK}]) (?=[{CJK}])")
_REPEATED_PUNCTUATION = re.compile(r"([^\w\s])\1+")
_EDGES = re.compile(r"^[\s\W_]+|[\s\W_]+$")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def normalise(text: str) -> str:
    """NFKC, Simplified script, no invisible characters, single spaces, single punctuation marks.

    Spaces between two Chinese characters are dropped. Letter case is kept.
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in _INVISIBLE.sub("", text))
    text = _SPACE.sub(" ", text).strip()
    text = _SPACE_BETWEEN_CJK.sub("", text)
    text = _REPEATED_PUNCTUATION.sub(r"\1", text)
    return str(_to_simplified().convert(text))


def bare(text: str) -> str:
    """Normalised, in lower case, without punctuation around it: as whole messages are compared."""
    return without_edges(normalise(text).lower())


def without_edges(text: str) -> str:
    """`text` without the spaces and the punctuation around it."""
    return _EDGES.sub("", text)


def language_of(text: str) -> Language | None:
    """The language in which `text` is written; None when there is too little to tell ("1", "TD", "?").

    A text with at least as many Chinese characters as Latin words is Chinese.
    """
    characters = len(_CJK_CHARACTER.findall(text))
    words = _LATIN_WORD.findall(text)
    if characters and characters >= len(words):
        return "zh"
    if sum(len(word) for word in words) >= 3:
        return "en"
    return "zh" if characters else None
