"""How each Chinese word of a text is read: the lexicon first, then pypinyin's phrases."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import jieba
from pypinyin import Style, lazy_pinyin

from voice.speakable.lexicon import lexicon

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_NUMERALS = frozenset("零一二两三四五六七八九十幺百千万亿点第初")
_COUNTED_ON = frozenset("零一二三四五六七八九幺")
_ORDINALS = frozenset("月号级楼")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word with a syllable for each character ("chong2"; 5 is the neutral tone), or what is no Chinese."""

    text: str
    pinyin: tuple[str, ...] | None


def reading(text: str) -> tuple[Piece, ...]:
    """The words of `text`, joined again the same text. All but Chinese characters comes without pinyin.

    不 and 一 have the tone that they take before the next syllable (Xiandai Hanyu Cidian, notes on 变调).
    """
    pieces: list[Piece] = []
    for run in _RUN.findall(text):
        if "\u3400" <= run[0] <= "\u9fff":
            pieces += _words(run)
        else:
            pieces.append(Piece(run, None))
    return tuple(pieces)


def _words(run: str) -> list[Piece]:
    words = _segmenter().lcut(run)
    syllables = [syllable for word in words for syllable in _syllables(word)]
    borders = {0, *accumulate(map(len, words))}
    lexicon().correct(run, syllables, borders)
    pieces, start = [], 0
    for word in words:
        end = start + len(word)
        for at in range(start, end):
            _change_tone(run, syllables, at, ends_word=at == end - 1 and len(word) > 1)
        pieces.append(Piece(word, tuple(syllables[start:end])))
        start = end
    return pieces


def _change_tone(run: str, syllables: list[str], at: int, ends_word: bool) -> None:
    following = syllables[at + 1][-1] if at + 1 < len(run) else ""
    if run[at] == "不" and syllables[at] != "bu5":
        syllables[at] = "bu2" if following == "4" else "bu4"
    elif run[at] == "一" and syllables[at] != "yi5":
        syllables[at] = f"yi{_tone_of_one(run, at, following, ends_word)}"


def _tone_of_one(run: str, at: int, following: str, ends_word: bool) -> int:
    """First tone among digits, as an ordinal and at the end; second before a fourth tone, else fourth."""
    before, after = run[:at][-1:], run[at + 1 :][:1]
    if not after or ends_word or before in _NUMERALS or after in _COUNTED_ON or after in _ORDINALS:
        return 1
    return 2 if following == "4" or after == "个" else 4


def _syllables(word: str) -> list[str]:
    read: list[str] = lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
    if len(read) == len(word):
        return read
    return [lazy_pinyin(sign, style=Style.TONE3, neutral_tone_with_five=True)[0] for sign in word]


@cache
def _segmenter() -> jieba.Tokenizer:
    logging.getLogger("jieba").setLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    return segmenter
