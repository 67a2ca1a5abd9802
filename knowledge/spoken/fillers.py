"""Words around an answer that say nothing: 那个, 嗯, 吧, please."""

from __future__ import annotations

import re

from knowledge.article import Language
from knowledge.normalise import normalise

_LEADING: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"^(?:那个|这个(?!月|星期|礼拜|周)|就是说|就是(?!这|吧|的|了|啊|呀|$)|嗯+(?!$)|呃+|额+(?=\W)|哦+|噢+"
        r"|喂+|哎呀?|唉|诶|啊+|那么|这样吧|你好|您好|[\s,。、.…!:;]+)"
    ),
    "en": re.compile(
        r"^(?:(?:well|um+|uh+|er+|erm|oh|so|hello|hi|please|like|i mean)\b|[\s,.!:;])+", re.IGNORECASE
    ),
}
_TRAILING: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(
        r"(?:[吧啊呢呀哦嘛啦咯喽哈哩呗噢哟哇]|谢谢(?:你们?|您)?|多谢|麻烦(?:你们?|您)了?|就(?:好|行)了?"
        r"|[\s,。、.…!?:;])+$"
    ),
    "en": re.compile(r"(?:\b(?:please|thanks|thank you|then|ok\?|right\?)|[\s,.!?:;])+$", re.IGNORECASE),
}


def bare(text: str, language: Language) -> str:
    """The normalised text without the fillers before it and the particles behind it."""
    return without_leading(without_trailing(normalise(text), language), language)


def without_leading(text: str, language: Language) -> str:
    while match := _LEADING[language].match(text):
        if match.end() == len(text):
            return text
        text = text[match.end() :]
    return text


def without_trailing(text: str, language: Language) -> str:
    left = _TRAILING[language].sub("", text)
    return left or text
