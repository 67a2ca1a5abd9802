"""The numbers that a Chinese text names: 三成, 半年, 5万块, 12月31日."""

from __future__ import annotations

import re
from collections.abc import Iterator

import cn2an

from knowledge.named_number import Named, Readers, and_a_half, date, is_soft, month, read, share

_WORDS = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[百千万亿]?|(?<![几数上成])[{_WORDS}]+(?:点[{_WORDS}]+)?)"
# Characters of numbers in words that count nothing.
_IDIOM = re.compile(
    r"[统唯同万]一|万分|千万(?=[别不要记])|再三|十分(?!钟)|百姓|一[般样起直定些切下律旦时]|二[维手]|[两三四]轮(?=摩托)"
    r"|一卡通|三[无包]"
)
_UNITS = {
    "元": "yuan", "块": "yuan", "岁": "year", "周岁": "year", "年": "year", "月": "month", "周": "week",
    "星期": "week", "礼拜": "week", "天": "day", "日": "day", "工作日": "workday", "小时": "hour",
    "钟头": "hour", "分钟": "minute", "点": "clock",
}  # fmt: skip
_UNIT = r"周?岁|元|块|年|个?工作日|个月|个?(?:星期|礼拜|小时|钟头)|分钟|周|天|日|点(?!儿)"
_FIRST_YEAR = 1900
"""From here on a number before 年 is a year of the calendar."""


def numbers(text: str) -> list[Named]:
    """The numbers of `text`, from which telephone numbers were taken."""
    return read(text, _READERS)


def _value(words: str) -> float:
    return float(cn2an.cn2an(words.replace(",", "").replace("〇", "零"), "smart"))


def _army_day(match: re.Match[str]) -> Iterator[Named]:
    yield date(8, 1, match.group())


def _five_guarantees(match: re.Match[str]) -> Iterator[Named]:
    yield Named(5, "", match.group(), soft=True)


def _nothing(_: re.Match[str]) -> Iterator[Named]:
    return iter(())


def _date(match: re.Match[str]) -> Iterator[Named]:
    if match["year"]:
        yield Named(_value(match["year"]), "", f"{match['year']}年")
    if match["day"]:
        yield date(_value(match["month"]), _value(match["day"]), f"{match['month']}月{match['day']}日")
    else:
        yield month(_value(match["month"]), f"{match['month']}月")


def _share(match: re.Match[str]) -> Iterator[Named]:
    if match["whole"]:
        whole = 100 if match["whole"] == "百" else _value(match["whole"])
        yield share(100 * _value(match["part"]) / whole, match.group())
    elif match["tenths"]:
        yield share(10 * _value(match["tenths"]), match.group())
    elif match["percent"]:
        yield share(_value(match["percent"]), match.group())
    else:
        yield share(50, match.group())


def _half(match: re.Match[str]) -> Iterator[Named]:
    yield and_a_half(_value(match["whole"]) if match["whole"] else 0, _UNITS[match["unit"]], match.group())


def _neighbours(match: re.Match[str]) -> Iterator[Named]:
    unit = _UNITS.get((match["unit"] or "").removeprefix("个"), "")
    for word in match["pair"]:
        yield Named(_value(word), unit, match.group(), soft=is_soft(_value(word), unit))


def _number(match: re.Match[str]) -> Iterator[Named]:
    value = _value(match["number"])
    unit = _UNITS.get((match["unit"] or "").removeprefix("个"), "")
    if unit == "year" and value >= _FIRST_YEAR:
        unit = ""
    soft = is_soft(value, "" if match["rank"] else unit) and not match["number"][0].isdigit()
    yield Named(value, unit, match.group(), soft)


_READERS: Readers = (
    (re.compile(r"八一(?=慰问|建军|前|节)"), _army_day),
    (re.compile(r"五保"), _five_guarantees),
    (_IDIOM, _nothing),
    (re.compile(rf"(?:(?P<year>{_NUMBER})年)?(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})[日号])?"), _date),
    (
        re.compile(
            rf"(?P<whole>百|{_NUMBER})分之(?P<part>{_NUMBER})|(?P<tenths>{_NUMBER})[成折](?![年人])"
            rf"|(?P<percent>{_NUMBER})[%％]|一半|对半|半价"
        ),
        _share,
    ),
    (re.compile(rf"(?:(?P<whole>{_NUMBER})个)?半个?(?P<unit>年|月|天|小时)"), _half),
    (re.compile(rf"(?P<whole>{_NUMBER})(?P<unit>年|岁|天)半"), _half),
    # Two digits beside each other are two numbers: 一二级, 三四天.
    (
        re.compile(
            rf"(?<![{_WORDS}])(?P<pair>[一二两三四五六七八九]{{2}})(?![{_WORDS}])(?:(?P<unit>{_UNIT}))?"
        ),
        _neighbours,
    ),
    (re.compile(rf"(?P<rank>第)?(?P<number>{_NUMBER})(?:多?(?P<unit>{_UNIT}))?"), _number),
)
