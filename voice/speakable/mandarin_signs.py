"""What is neither number nor Chinese word: addresses, foreign words, letters, brackets, quotes, signs."""

from __future__ import annotations

import re
import unicodedata

from voice.speakable.characters import LIST_MARK
from voice.speakable.mandarin_numbers import amount
from voice.speakable.word_lists import any_of, word_lists

_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_WEB = re.compile(
    r"(?:https?|ftp)\s?:\s?//[!-~]+|www\.[!-~]+"
    r"|(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]+\.)+(?:com|cn|org|net|gov|edu|io)(?![A-Za-z0-9-])(?:[/?][!-~]*)?",
    re.ASCII,
)
_LIST_START = re.compile(
    r"(?m)(^[ \t]*|(?<=[。；;\n])[ \t]*)(?:[（(]\s*(?P<inside>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[）)]"
    rf"|(?P<plain>\d{{1,2}})(?:{LIST_MARK}|[、．）)]|\.(?!\d))(?!\s*$))\s*[、，.：:]?"
)
_CIRCLED = re.compile(rf"(\d{{1,3}}){LIST_MARK}\s*[、，.：:]?")
_ASCII_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_NUMBERED = re.compile(r"(?<![A-Za-z0-9])No\.?\s?(\d+)(?![\d.])", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouAEIOU]")
_SAYS = "说回写念叫喊按答问讲发填选点"
_KEYS = (("#键", "井号键"), ("*键", "星号键"), ("#号键", "井号键"), ("*号键", "星号键"), ("#", "井号"))
_NAMED = (
    ("+", "加"),
    ("=", "等于"),
    ("≥", "不少于"),
    ("≤", "不超过"),
    (">", "大于"),
    ("<", "小于"),
    ("×", "乘"),
    ("÷", "除以"),
    ("±", "正负"),
    ("&", "和"),
    ("@", "在"),
    ("%", "百分号"),
    ("‰", "千分号"),
    ("¥", "元"),
    ("$", "美元"),
    ("℃", "度"),
    ("℉", "华氏度"),
    ("°", "度"),
    ("€", "欧元"),
    ("£", "英镑"),
    ("≈", "大约"),
    ("≠", "不等于"),
)
_PAUSES = str.maketrans(
    {
        ",": "，",
        ":": "：",
        ";": "；",
        "?": "？",
        "!": "！",
        "(": "，",
        ")": "，",
        "（": "，",
        "）": "，",
        "[": "，",
        "]": "，",
        "{": "，",
        "}": "，",
        "—": "，",
        "…": "，",
        "|": "，",
        "/": "，",
        "\\": "，",
        "~": "，",
        "\n": "。",
    }
)
_MARKS = "，。；：？！、"
_STRENGTH = {
    mark: strength
    for strength, marks in enumerate(("、", "，", "：", "；", "。", "！", "？"))
    for mark in marks
}
_RUN_OF_MARKS = re.compile(rf"\s*[{_MARKS}][{_MARKS}\s]*")
_WORD_SIGN = re.compile(r"(?<=[\w])\s*/\s*(?=[\w])")


def without_addresses(text: str) -> str:
    """Addresses of mail and of web pages are named, never spelled."""
    return _WEB.sub("网址", _MAIL.sub("邮箱地址", text))


def with_known_words(text: str) -> str:
    words = word_lists().words
    text = _NUMBERED.sub(r"\1号", text)
    pattern = rf"(?<![A-Za-z0-9])(?:{any_of(words)})(?![A-Za-z0-9]|[元块]|[.,]\d)"
    return re.sub(pattern, lambda match: words[match[0].lower()], text, flags=re.IGNORECASE)


def with_list_marks(text: str) -> str:
    """1. and ① and （一） at the beginning of a line are 第一."""

    def said(match: re.Match[str]) -> str:
        number = match["plain"] or match["inside"]
        return f"第{amount(number) if number.isdecimal() else number}，"

    return _CIRCLED.sub(lambda match: f"，第{amount(match[1])}，", _LIST_START.sub(said, text))


def with_letters(text: str) -> str:
    """Abbreviations by the Chinese names of their letters; a word stays, to be read as English."""
    return _ASCII_WORD.sub(_spelled, text)


def with_pauses(text: str) -> str:
    """Brackets, dashes and quotes as pauses; the signs that have a name by it; nothing else is left."""
    text = re.sub(rf"(?<=[{_SAYS}])[“‘\"](?=[^”’\"\n]+[”’\"])", "，", text)
    text = _WORD_SIGN.sub("或", text).replace("·", "")
    for sign, name in (*_KEYS, *_NAMED):
        text = text.replace(sign, name)
    text = re.sub(r"(?<![A-Za-z])['’]|['’](?![A-Za-z])", "", text).replace("’", "'")
    text = re.sub(r"(?<![A-Za-z])-+|-+(?![A-Za-z])", "，", text)
    text = re.sub(r"(?<=[A-Za-z])\.(?=\s|$)|\.(?=\s*$)", "。", text).translate(_PAUSES)
    text = "".join(character for character in text if _is_said(character))
    text = _RUN_OF_MARKS.sub(_one_mark, text)
    text = re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", _gap, text)
    return text.strip().lstrip(_MARKS).rstrip("，、：").strip()


def _spelled(match: re.Match[str]) -> str:
    word = match[0]
    if len(word) >= 4 and _VOWEL.search(word) and not word.isupper():
        return word.lower()
    letters = word_lists().letters
    return "".join(letters.get(letter.upper(), "") for letter in word)


def _is_said(character: str) -> bool:
    if character in _MARKS or character in "'- ":
        return True
    return unicodedata.category(character)[0] in "LM"


def _one_mark(match: re.Match[str]) -> str:
    return max((mark for mark in match[0] if mark in _MARKS), key=_STRENGTH.__getitem__)


def _gap(match: re.Match[str]) -> str:
    """A space between Chinese words is no word; one beside a word of another script is."""
    text = match.string
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    if before.isascii() and after.isascii():
        return " "
    return " " if _foreign(before) and _foreign(after) else ""


def _foreign(character: str) -> bool:
    return bool(character) and character.isalpha() and not "\u3400" <= character <= "\u9fff"
