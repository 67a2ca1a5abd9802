"""Dates, years and times of day as Mandarin says them."""

from __future__ import annotations

import re

from voice.speakable.mandarin_numbers import amount, one_by_one

_TO = r"\s*(?:-|—+|~|至|到)\s*"
_YEAR = r"(?:1[89]|20|21)\d\d"
_WRITTEN = re.compile(
    rf"(?<![\d.-])(?P<year>{_YEAR})(?P<sign>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=sign)(?P<day>0?[1-9]|[12]\d|3[01])"
    r"(?:日|号)?(?![\d]|[-/.]\d)"
)
_MONTH = re.compile(rf"(?<![\d.-])(?P<year>{_YEAR})[-/.](?P<month>0[1-9]|1[0-2])(?:月)?(?![\d]|[-/.]\d)")
_SHORT = re.compile(
    r"(?:(?<=[于在从自截至日期前后定约])|(?<=^)|(?<=[。，；：\s])|(?<=到))(?P<month>0?[1-9]|1[0-2])[/](?P<day>0?[1-9]|[12]\d|3[01])"
    r"(?=\s?(?:之?前|之?后|以前|以后|截止|开始|起|上午|下午|早上|晚上|中午|[（(]?(?:周|星期)|到期|去|来|办|日|号|[，。]\s?\d{1,2}[:：]))(?:日|号)?"
)
_UNTIL = re.compile(
    r"(?<=截止|截至|日期|时间)(?P<month>0?[1-9]|1[0-2])/(?P<day>0?[1-9]|[12]\d|3[01])(?:日|号)?(?![\d/])"
)
_BETWEEN = re.compile(r"(?<=\d)T(?=\d\d:\d\d)")
_YEARS = re.compile(
    rf"(?<![\d.])(?P<first>{_YEAR})(?P<named>年)?{_TO}(?P<second>{_YEAR})(?![\d.]|\s?[元块万个人户])"
)
_ONE_YEAR = re.compile(rf"(?<![\d.,])({_YEAR})(?=\s*(?:年|学年|届))")
_BORN = re.compile(r"(?<![\d.])([3-9]\d|0\d)(?=年(?:出生|生的|\d{1,2}月|女|男|以?前(?:出?生)|的女|的男|属))")
_CLOCK = (
    r"(?P<hour{0}>[01]?\d|2[0-4])\s?[:：]\s?(?P<minute{0}>[0-5]\d)"
    r"(?:[:：](?P<second{0}>[0-5]\d))?(?![\d%]|[:：]\d)"
)
_TIMES = re.compile(rf"(?<![\d:：.])(?:{_CLOCK.format(1)}{_TO}{_CLOCK.format(2)})")
_TIME = re.compile(rf"(?<![\d:：.]){_CLOCK.format('')}")
_PART_BEFORE = re.compile(r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|夜间|晚|早)\s*$")


def with_dates(text: str) -> str:
    """2026-11-25, 2026/11/25 and, where it is clearly a date, 11/25; years digit by digit."""
    text = _WRITTEN.sub(_date, _BETWEEN.sub(" ", text))
    text = _MONTH.sub(lambda match: f"{_year(match['year'])}年{amount(match['month'])}月", text)
    for short in (_SHORT, _UNTIL):
        text = short.sub(lambda match: f"{amount(match['month'])}月{amount(match['day'])}日", text)
    text = _YEARS.sub(
        lambda match: f"{_year(match['first'])}{match['named'] or ''}到{_year(match['second'])}", text
    )
    text = _ONE_YEAR.sub(lambda match: _year(match[1]), text)
    return _BORN.sub(lambda match: one_by_one(match[1], year=True), text)


def with_times(text: str) -> str:
    """8:30 → 八点半, 14:30–17:30 → 下午两点半到五点半; after 上午 without the part of the day."""

    def both(match: re.Match[str]) -> str:
        part = _said_before(match)
        first, second = _part(match["hour1"]), _part(match["hour2"])
        said = _clock(match["hour1"], match["minute1"], match["second1"])
        until = _clock(match["hour2"], match["minute2"], match["second2"])
        return f"{'' if part else first}{said}到{'' if second == first else second}{until}"

    def one(match: re.Match[str]) -> str:
        part = "" if _said_before(match) else _part(match["hour"])
        return part + _clock(match["hour"], match["minute"], match["second"])

    return _TIME.sub(one, _TIMES.sub(both, text))


def _date(match: re.Match[str]) -> str:
    return f"{_year(match['year'])}年{amount(match['month'])}月{amount(match['day'])}日"


def _year(digits: str) -> str:
    return one_by_one(digits, year=True)


def _said_before(match: re.Match[str]) -> bool:
    return bool(_PART_BEFORE.search(match.string[: match.start()]))


def _part(hour: str) -> str:
    """The part of the day of an hour that the twelve-hour clock would leave open."""
    value = int(hour)
    if value < 5:
        return "凌晨"
    if value < 12:
        return ""
    if value == 12:
        return "中午"
    return "下午" if value < 18 else "晚上"


def _clock(hour: str, minute: str, second: str | None) -> str:
    value = int(hour)
    said = amount(str(value - 12 if value > 12 else value), counted=True) + "点"
    if second:
        return f"{said}{amount(minute)}分{amount(second)}秒"
    if minute == "30":
        return f"{said}半"
    if minute == "00":
        return said
    return f"{said}零{amount(minute)}分" if minute[0] == "0" else f"{said}{amount(minute)}分"
