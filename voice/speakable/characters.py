"""Odd characters made plain ones: full-width forms, digits of other scripts, circled numbers, emoji."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

_KEPT = frozenset("，。；：？！、（）“”‘’…—")
_PLAIN = {
    "㎡": "平方米",
    "㎥": "立方米",
    "㎞": "km",
    "㎏": "kg",
    "㎝": "cm",
    "㎜": "mm",
    "㎎": "mg",
    "㏄": "cc",
    "№": "No.",
    "￥": "¥",
    "＄": "$",
    "–": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "―": "—",
    "─": "—",
    "～": "~",
    "〜": "~",
    "∼": "~",
    "〔": "[",
    "〕": "]",
    "［": "[",
    "］": "]",
    "【": "（",
    "】": "）",
    "〖": "（",
    "〗": "）",
    "｛": "（",
    "｝": "）",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "＂": "”",
    "〝": "“",
    "〞": "”",
    "・": "·",
    "•": "·",
    "‧": "·",
    "●": "·",
    "．": ".",
    "⁄": "/",
    "∕": "/",
    "〇": "零",
    "○": "零",
    "℅": "%",
    "﹪": "%",
    "ℓ": "L",
    "⋯": "…",
    "〈": "",
    "〉": "",
}
_SQUARES = (("km²", "平方公里"), ("㎞²", "平方公里"), ("m²", "平方米"), ("M²", "平方米"), ("m³", "立方米"))
LIST_MARK = "\ue000"
"""Stands after a circled or bracketed number, which counts the items of a list."""


def plain(text: str) -> str:
    """`text` with ASCII digits and letters, numbers of one character written out, and no emoji or controls.

    A number that marks an item (①) is followed by `LIST_MARK`.
    """
    for old, new in _SQUARES:
        text = text.replace(old, new)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(map(_plain, text))


def _plain(character: str) -> str:
    if character in _PLAIN:
        return _PLAIN[character]
    if character.isascii() or character in _KEPT or "\u4e00" <= character <= "\u9fff":
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in ("No", "Nl"):
        return _number(character)
    if category in ("Cs", "Co", "Cn", "Cc", "Cf", "Mn", "Me", "Sk", "So") and character not in "℃℉°":
        return " " if category == "Cc" else ""
    normal = unicodedata.normalize("NFKC", character)
    return normal if normal == character else "".join(map(_again, normal))


def _again(character: str) -> str:
    """The parts of a compatibility character, of which none is to be taken apart further."""
    if character.isascii() or character.isalpha():
        return character
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    return _PLAIN.get(character, character)


def _number(character: str) -> str:
    value = unicodedata.numeric(character, -1.0)
    if value < 0:
        return ""
    exact = Fraction(value).limit_denominator(1000)
    if exact.denominator != 1:
        return f" {exact.numerator}/{exact.denominator} "
    name = unicodedata.name(character, "")
    if any(word in name for word in ("CIRCLED", "PARENTHESIZED", "FULL STOP")):
        return f"{exact.numerator}{LIST_MARK}"
    return f" {exact.numerator} " if name.startswith(("SUPERSCRIPT", "SUBSCRIPT")) else str(exact.numerator)
