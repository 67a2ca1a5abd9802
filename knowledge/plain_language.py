"""Rules for a text that an old resident reads or hears.

A Chinese sentence holds at most 20 characters and a clause at most 15; an English sentence holds at most
20 words (docs/knowledge.md). Punctuation is not counted. Numbers stand as people say them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.article import Language

SENTENCE_CHARACTERS = 20
CLAUSE_CHARACTERS = 15
SENTENCE_WORDS = 20

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_COUNTED = re.compile(rf"[{_HAN}A-Za-z0-9０-９]")
_SENTENCE_END = {"zh": re.compile(r"[。！？!?…\n]+"), "en": re.compile(r"(?<=[.!?])[\"”’)]*(?:\s+|$)")}
_CLAUSE_END = re.compile(r"[，；：、,;:]|——")
_CLOSED = {"zh": re.compile(r"[。！？][”’）]?$"), "en": re.compile(r"[.!?][\"”’)]?$")}
_LINK = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9./?=&_%-]*|(?<![A-Za-z0-9.-])[A-Za-z0-9.-]+\.(?:cn|com|gov|org|net)(?![A-Za-z0-9-])",
    re.IGNORECASE,
)
_HAN_SPACE_HAN = re.compile(rf"[{_HAN}，。；：、！？]\s+[{_HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_HAN_ANY = re.compile(rf"[{_HAN}]")

_NUMERAL = "0-9０-９零〇一二两三四五六七八九十百千万亿"
# How numbers are written and not said, by the code of the mistake.
_UNSPOKEN: dict[Language, dict[str, re.Pattern[str]]] = {
    "zh": {
        "said_percent": re.compile(r"[0-9０-９.]*[%％]"),
        "said_yuan": re.compile(rf"[{_NUMERAL}.,]*[{_NUMERAL}][多几余]?元"),
        "said_date": re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"),
        "said_clock": re.compile(r"[0-9０-９]*[：:][0-9０-９]+"),
        "said_roman": re.compile(r"[\u2160-\u217f]+|(?<![A-Za-z])[IVX]+(?![A-Za-z])"),
    },
    "en": {"said_currency": re.compile(r"RMB|[¥￥]")},
}

_UNIT_ZH = "元|块|角|毛|周?岁|天|日|年|分钟|周|个?(?:工作日|月|季度|小时|钟头|星期|礼拜)|成|倍|折|[%％]"
_UNIT_EN = "yuan|(?:year|day|month|week|hour|minute|tenth|third|quarter|time)s?|working|percent|per cent|%"
_PHONE = re.compile(
    r"(?<![\d.-])(?:0\d{2,3}-?\d{5,8}|1\d{10}|400-?\d{3}-?\d{4}|12\d{3}|9[56]\d{3,4}|11[0249]|12[02])(?![\d-])"
    rf"(?!\s*多?(?:万|{_UNIT_ZH}|{_UNIT_EN}))"
)
_CALLED = re.compile(r"(?:拨打?|打|call|ring|dial|phone)\s*(\d[\d-]{2,14})(?!\d)", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9０-９]+(?:[.-][0-9]+)*")
_NUMBER_ZH = re.compile(
    rf"百分之[零一二两三四五六七八九十百\d]+|[一二三四五六七八九十]分之[一二三四五六七八九十]|一半|半价|半年|半天|半个月"
    rf"|(?<![统唯万同某第])[零〇一二两三四五六七八九十百千万]+多?(?:{_UNIT_ZH})(?![龄纪底度期子份])"
)
_NUMBER_EN = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand)[\s-]+)+"
    rf"(?:{_UNIT_EN}|or over|and over|or older)\b"
    r"|\b(?:aged?|over|under) (?:fifty|sixty|seventy|eighty|ninety)(?:-\w+)?\b|\bhalf\b",
    re.IGNORECASE,
)


class Mistake(NamedTuple):
    """A broken rule: its code in knowledge/check_words.py and the values of that sentence."""

    code: str
    values: dict[str, str | int]


def length(text: str) -> int:
    """How many Chinese characters, letters and digits `text` holds."""
    return len(_COUNTED.findall(text))


def sentences(text: str, language: Language) -> list[str]:
    """The sentences of `text` without the marks that end a Chinese one."""
    return [part.strip() for part in _SENTENCE_END[language].split(text) if part and part.strip()]


def mistakes(text: str, language: Language) -> Iterator[Mistake]:
    """What makes `text` hard to read or to hear."""
    if link := _LINK.search(text):
        yield Mistake("link", {"words": link.group()})
    if not _CLOSED[language].search(text):
        yield Mistake("not_closed", {"words": text[-8:]})
    for code, pattern in _UNSPOKEN[language].items():
        if unspoken := pattern.search(text):
            yield Mistake(code, {"words": unspoken.group()})
    if language == "zh":
        yield from _chinese_mistakes(text)
    else:
        yield from _english_mistakes(text)


def _chinese_mistakes(text: str) -> Iterator[Mistake]:
    if space := _HAN_SPACE_HAN.search(text):
        yield Mistake("space", {"words": space.group()})
    if (word := _LATIN_WORD.search(text)) and not _LINK.search(text):
        yield Mistake("latin", {"words": word.group()})
    for sentence in sentences(text, "zh"):
        if (count := length(sentence)) > SENTENCE_CHARACTERS:
            yield Mistake("long_sentence", {"words": sentence, "count": count, "limit": SENTENCE_CHARACTERS})
        for clause in _CLAUSE_END.split(sentence):
            if (count := length(clause)) > CLAUSE_CHARACTERS:
                yield Mistake("long_clause", {"words": clause, "count": count, "limit": CLAUSE_CHARACTERS})


def _english_mistakes(text: str) -> Iterator[Mistake]:
    if han := _HAN_ANY.search(text):
        yield Mistake("han_in_english", {"words": text[han.start() : han.start() + 8]})
    for sentence in sentences(text, "en"):
        if (count := len(sentence.split())) > SENTENCE_WORDS:
            yield Mistake("long_english", {"words": sentence, "count": count, "limit": SENTENCE_WORDS})


def phone_numbers(text: str) -> set[str]:
    """The telephone numbers that `text` names."""
    found = {match.group() for match in _PHONE.finditer(text)}
    return found | {match.group(1) for match in _CALLED.finditer(text)}


def numbers(text: str, language: Language, hotlines: Iterable[str]) -> list[str]:
    """The amounts, ages, shares and periods that `text` names; `hotlines` do not count.

    Any number in digits counts, and one in words when a unit follows it.
    """
    allowed = set(hotlines)
    in_words = _NUMBER_ZH if language == "zh" else _NUMBER_EN
    found = [match.group() for match in _DIGITS.finditer(text) if match.group() not in allowed]
    return found + [match.group() for match in in_words.finditer(text)]
