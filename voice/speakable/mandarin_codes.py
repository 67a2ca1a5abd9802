"""Numbers that name something and count nothing: documents, identity cards, telephones, cases."""

from __future__ import annotations

import re

from voice.speakable.mandarin_numbers import amount, grouped, one_by_one
from voice.speakable.word_lists import any_of, word_lists

_DOCUMENT = re.compile(r"[\[（(]\s*((?:19|20)\d\d)\s*[\]）)]\s*(?:第\s*)?(\d{1,5})\s*号")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6})(\d{8})(\d{3}[0-9Xx])(?![0-9A-Za-z])")
_COUNTRY = re.compile(r"(?<![0-9A-Za-z])(?:\+|00)\s?(86)[\s-]?(?=\d)")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?!\d|\.\d)")
_MASKED = re.compile(r"(?<!\d)(1[3-9]\d)\*{2,}(\d{2,4})(?!\d)")
_LANDLINE = re.compile(
    r"(?<![0-9A-Za-z.])[（(]?(0(?:10|2\d|[3-9]\d\d))[）)]?\s?[-—–]?\s?(\d{7,8}|\d{5})(?:\s?(?:-|转)\s?(\d{1,6}))?(?!\d)"
)
_FREE = re.compile(r"(?<![0-9A-Za-z.])([48]00)[\s-]?(\d{3})[\s-]?(\d{4})(?!\d)")
_FIVE = r"(?:12\d{3}|100\d\d|95\d{3,4}|96\d{3,4}|116\d\d)"
_THREE = r"(?:110|114|119|12[0-2])"
_DIALLED = re.compile(rf"(?<=[打拨呼])\s?({_FIVE}|{_THREE})(?![\d.])")
_HOTLINE = re.compile(
    rf"(?<![0-9A-Za-z.,¥$+-])(?:{_FIVE}(?![\d.])(?!\s?(?:元|块|万|亿|多(?!久|少)|余|人(?!工)|户(?!口)|名|公里|平|亩|斤|吨|度|%|步|个(?!人)))"
    rf"|{_THREE}(?![\d.])(?!\s?(?:%|km|kg|cm|㎝|/(?!1)|[-~—–]\s?\d)))"
)
_CASE = re.compile(r"(?<![0-9A-Za-z-])(\d{4,9})-(\d)(?![0-9-]|\s?(?:%|月|日|年))")
_ALPHANUMERIC = (
    r"(?<![0-9A-Za-z])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])(?!\d+(?:{units})(?![0-9A-Za-z]))"
    r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*(?![0-9A-Za-z])"
)
_PLATE = re.compile(
    r"(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])([A-Z])[·\s]?([0-9A-Z]{5,6})(?![0-9A-Za-z])"
)
_PARTS = re.compile(r"(?<![0-9A-Za-z.-])\d+(?:-\d+){2,}(?![0-9-])")
_ROOM = re.compile(
    r"(?<![\d.])(\d{3,4})(?=\s?[室房]|号[房室]|[国省县]道)|(?<=[栋幢座楼元])(\d{3,4})(?![\d.元块万%])"
)


def with_document_numbers(text: str) -> str:
    """国发〔2024〕12号 → 国发，二零二四年，十二号."""

    def said(match: re.Match[str]) -> str:
        number = amount(match[2]) if len(match[2]) < 3 else one_by_one(match[2], year=True)
        return f"，{one_by_one(match[1], year=True)}年，{number}号"

    return _DOCUMENT.sub(said, text)


def with_identity_numbers(text: str) -> str:
    """18 places (GB 11643): the district, the day of birth, the rest."""
    return _IDENTITY.sub(lambda match: "，".join(_code(part) for part in match.groups()), text)


def with_telephone_numbers(text: str) -> str:
    text = _MASKED.sub(lambda match: f"{one_by_one(match[1])}，几个星号，{one_by_one(match[2])}", text)
    text = _COUNTRY.sub(lambda match: f"加{one_by_one(match[1])}，", text)
    text = _MOBILE.sub(_groups, text)
    text = _FREE.sub(_groups, text)
    text = _LANDLINE.sub(_landline, text)
    text = _DIALLED.sub(lambda match: one_by_one(match[1]), text)
    return _HOTLINE.sub(_hotline, text)


def with_case_numbers(text: str) -> str:
    """4817-3 → 四八幺七，三."""
    return _CASE.sub(lambda match: f"{grouped(match[1])}，{one_by_one(match[2])}", text)


def with_named_codes(text: str) -> str:
    """What is called a number of something, plates, rooms, and what mixes letters with digits."""
    named = re.compile(
        rf"((?:{word_lists().codes})(?:号码|号)?(?:还?是|为|：|:|\s|尾号|“|，)*)(\d{{3,}})(?![\d.%]|\s?(?:元|块|{_count()}))"
    )
    text = _PLATE.sub(lambda match: f"{_code(match[1])}，{_code(match[2])}", text)
    text = named.sub(lambda match: f"{match[1]}{grouped(match[2])}", text)
    text = _ROOM.sub(lambda match: one_by_one(match[1] or match[2]), text)
    text = _PARTS.sub(lambda match: "杠".join(_code(part) for part in match[0].split("-")), text)
    mixed = _ALPHANUMERIC.format(units=any_of(word_lists().units))
    return re.sub(mixed, lambda match: "，".join(_mixed(part) for part in match[0].split("-")), text)


def _count() -> str:
    return "万|亿|人|个|户|年|月|日|天|岁"


def _groups(match: re.Match[str]) -> str:
    return "，".join(one_by_one(part) for part in match.groups())


def _landline(match: re.Match[str]) -> str:
    area, local, extension = match.groups()
    said = f"{one_by_one(area)}，{grouped(local)}"
    return f"{said}，转{one_by_one(extension)}" if extension else said


def _hotline(match: re.Match[str]) -> str:
    number, after = match[0], match.string[match.end() :].lstrip()
    if len(number) == 3:
        before = match.string[: match.start()].rstrip()
        counted = re.match(
            rf"(?:{word_lists().measures}|{word_lists().counted}|到|至|、\d+(?:元|块)|kg|km|/月)", after
        )
        if counted or before.endswith(
            ("第", "到", "至", "满", "超过", "补", "收", "发", "交", "加", "每月", "每年")
        ):
            return number
    return one_by_one(number)


def _code(part: str) -> str:
    """Digits by themselves; letters are left for the names of letters."""
    return "".join(one_by_one(sign) if sign.isdecimal() else sign.upper() for sign in part)


def _mixed(part: str) -> str:
    """A4, C1: few digits after a letter are an amount; more are said one by one."""
    letters = word_lists().letters
    said = []
    for run in re.findall(r"\d+|[A-Za-z]+", part):
        if run.isdecimal():
            said.append(amount(run) if len(run) < 3 and run[0] != "0" else grouped(run))
        else:
            said.append("".join(letters[letter.upper()] for letter in run))
    return "".join(said)
