"""English text as it is said: no digits, no signs but those of a pause."""

from __future__ import annotations

import re
import unicodedata

from voice.speakable.characters import LIST_MARK, plain
from voice.speakable.english_numbers import amount, ordinal
from voice.speakable.english_rules import with_amounts, with_cases, with_codes, with_dates, with_times

_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_WEB = re.compile(
    r"(?:https?|ftp)\s?:\s?//[!-~]+|www\.[!-~]+"
    r"|(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]+\.)+(?:com|cn|org|net|gov|edu|io)(?![A-Za-z0-9-])(?:[/?][!-~]*)?",
    re.ASCII,
)
_LIST_START = re.compile(rf"(?m)^[ \t]*(?:\((\d{{1,2}})\)|(\d{{1,2}})(?:{LIST_MARK}|[.)](?!\d)))(?=\s*\S)\s*")
_WORDS = (
    (r"\bSMS\b", "text message"),
    (r"\bNo\.\s?(?=\d)", "number "),
    (r"\be\.g\.", "for example"),
    (r"\bi\.e\.", "that is"),
    (r"\betc\.", "and so on"),
    (r"㎡|\bsqm\b|平方米", " square metres"),
    (r"(?<=\d)\s?km\b", " kilometres"),
    (r"(?<=\d)\s?kg\b", " kilograms"),
    (r"(?<=\d)\s?cm\b", " centimetres"),
)
_NAMED = (
    ("&", " and "),
    ("+", " plus "),
    ("=", " equals "),
    ("≥", " at least "),
    ("≤", " at most "),
    ("×", " times "),
    ("@", " at "),
    ("%", " percent "),
    ("#", " hash "),
    ("℃", " degrees "),
    ("°", " degrees "),
    ("¥", " yuan "),
)
_PAUSES = str.maketrans(
    {
        "，": ", ",
        "。": ". ",
        "；": "; ",
        "：": ": ",
        "？": "? ",
        "！": "! ",
        "、": ", ",
        "（": ", ",
        "）": ", ",
        "(": ", ",
        ")": ", ",
        "[": ", ",
        "]": ", ",
        "{": ", ",
        "}": ", ",
        "—": ", ",
        "…": ", ",
        "|": ", ",
        "\\": ", ",
        "~": ", ",
        "/": " or ",
        "“": "",
        "”": "",
        '"': "",
        "‘": "'",
        "’": "'",
        "_": " ",
        "\n": ". ",
        "·": " ",
    }
)
_MARKS = ",.;:?!"
_STRENGTH = ",:;.!?"
_RUN_OF_MARKS = re.compile(rf"\s*[{_MARKS}](?:\s*[{_MARKS}])*\s*")


def said(text: str) -> str:
    """`text` in words. Words of other scripts stay as they are."""
    text = _MAIL.sub("e-mail address", plain(text))
    text = _WEB.sub("web address", text)
    text = _LIST_START.sub(lambda match: f"{ordinal(match[1] or match[2]).capitalize()}, ", text)
    text = re.sub(rf"(\d+){LIST_MARK}", lambda match: f", {amount(match[1])}, ", text)
    for pattern, words in _WORDS:
        text = re.sub(pattern, words, text)
    for say in (with_cases, with_codes, with_dates, with_times, with_amounts):
        text = say(text)
    return _with_pauses(text)


def _with_pauses(text: str) -> str:
    for sign, name in _NAMED:
        text = text.replace(sign, name)
    text = text.translate(_PAUSES)
    text = re.sub(r"(?<![^\W_])'|'(?![^\W_])", "", text)
    text = re.sub(r"(?<![^\W_])-+|-+(?![^\W_])|--+", ", ", text)
    text = "".join(character for character in text if _is_said(character))
    text = re.sub(r"(?<=\w)\.(?=\w)", " ", text)
    text = _RUN_OF_MARKS.sub(_one_mark, text)
    text = re.sub(r"\s+", " ", text).strip()
    return text.lstrip(f"{_MARKS} ").rstrip(",:; ").strip()


def _is_said(character: str) -> bool:
    return character in f"{_MARKS}'- " or unicodedata.category(character)[0] in "LM"


def _one_mark(match: re.Match[str]) -> str:
    return f"{max((mark for mark in match[0] if mark in _MARKS), key=_STRENGTH.index)} "
