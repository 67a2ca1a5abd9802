"""Replies in Traditional characters, for residents who read those."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import opencc

from assistant.messages import Cited, Option, Reply
from assistant.preferences import Script
from knowledge.chinese_words import words_of

TO_TRADITIONAL = "s2tw"
"""Taiwan's forms (為, 裡, 群) instead of OpenCC's own (爲, 裏, 羣), because nobody reads those by habit.

Words are left as they are, unlike with "s2twp": what is said must match the papers and the counter of the
hall, and a label of a choice must lead back to it when it is typed.
"""
_EVERYBODYS = {"著": "着"}
"""Hong Kong writes 着 too, everybody reads it, and it alone leads back to the Simplified word."""
_WORDS = {"签": "簽", "卡里": "卡裡", "回音": "回音", "别着急": "別着急"}
"""Words of which OpenCC takes the rarer reading: a lot is drawn (籤), a paper is signed (簽)."""


def in_script(reply: Reply, script: Script) -> Reply:
    """A Chinese reply in the script that the resident reads; what its options do stays the same."""
    if script == "hans" or reply.language != "zh":
        return reply
    return replace(
        reply,
        text=traditional(reply.text),
        notice=traditional(reply.notice),
        question=traditional(reply.question),
        options=tuple(_option(option) for option in reply.options),
        sources=tuple(_cited(source) for source in reply.sources),
    )


def text_in_script(text: str, script: Script) -> str:
    """A finished text, with the words that the rendering adds; what is Traditional already stays so."""
    return text if script == "hans" else traditional(text)


def traditional(text: str) -> str:
    """`text` word by word: OpenCC by itself finds words across their bounds, as 书签 in 支书签字."""
    return "".join(_word(word) for word in words_of(text))


def _word(word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    converted = str(_converter().convert(word))
    for taiwans, everybodys in _EVERYBODYS.items():
        if taiwans not in word:
            converted = converted.replace(taiwans, everybodys)
    return converted


def _option(option: Option) -> Option:
    return replace(option, label=traditional(option.label))


def _cited(source: Cited) -> Cited:
    return replace(
        source,
        short=traditional(source.short),
        title=traditional(source.title),
        issuer=traditional(source.issuer),
        number=None if source.number is None else traditional(source.number),
    )


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC(TO_TRADITIONAL)
