"""How the matches of `days_zh` are reckoned: each function reads the named groups of one of its patterns."""

from __future__ import annotations

import re
from functools import partial

from knowledge.spoken import calendar_days as days
from knowledge.spoken.calendar_days import Today
from knowledge.spoken.numerals import number
from knowledge.spoken.time_words import Reckon

_WEEKDAYS = {
    **dict(zip("一二三四五六日", range(7), strict=True)),
    **dict(zip("1234567", range(7), strict=True)),
    "天": 6, "末": 5,
}  # fmt: skip
_MONTHS_AWAY = {"上": -1, "这": 0, "本": 0, "当": 0, "下": 1}
_YEARS = {"今": 0, "本": 0, "明": 1, "后": 2, "去": -1, "前": -2}
_THIRDS = {
    "初": (1, 5), "头": (1, 5), "上旬": (1, 10), "中": (11, 20), "中旬": (11, 20), "下旬": (21, 31),
    "底": (25, 31), "末": (25, 31), "尾": (25, 31),
}  # fmt: skip
# What makes a number before 号 a house, a window or a line instead of a day.
_ADDRESS_BEFORE = re.compile(
    r"(?:[路街巷弄道村坊院园区段楼栋幢座里厝第排组队]|门牌|胡同)[的是,]?(?:\d+[-—–之])?$"
)
_FEW = (3, 7)
_UNIT_DAYS = {"天": 1, "日": 1, "星期": 7, "礼拜": 7, "周": 7}
_NAMED = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "赶明": 1, "后": 2, "大后": 3, "外后": 3}
_HOLIDAYS = {"元旦": (1, 1), "国庆": (10, 1), "五一": (5, 1)}


def lunar(_: re.Match[str]) -> Reckon:
    return lambda today: days.LUNAR


def _year(match: re.Match[str], today: Today) -> int | None:
    if match["year"]:
        return number(match["year"])
    return today.date.year + _YEARS[match["some"]] if match["some"] else None


def day_of_named_month(match: re.Match[str]) -> Reckon | None:
    month, day = number(match["month"]), number(match["day"])
    if month is None or day is None:
        return None
    return lambda today: days.calendar_day(month, day, _year(match, today), today)


def written_date(match: re.Match[str]) -> Reckon:
    year = int(match["year"]) if match["year"] else None
    return partial(days.calendar_day, int(match["month"]), int(match["day"]), year)


def _months(match: re.Match[str]) -> int:
    away = _MONTHS_AWAY[match["away"]]
    return away * 2 if match["twice"] else away


def day_of_month_away(match: re.Match[str]) -> Reckon | None:
    day = number(match["day"])
    return None if day is None else partial(days.day_of_month, day, _months(match))


def part_of_month_away(match: re.Match[str]) -> Reckon:
    first, last = _THIRDS[match["third"]] if match["third"] else (1, 31)
    return partial(days.month, _months(match), first=first, last=last)


def part_of_named_month(match: re.Match[str]) -> Reckon | None:
    month = number(match["month"])
    if month is None:
        return None
    first, last = _THIRDS[match["third"]] if match["third"] else (1, 31)
    return lambda today: days.named_month(month, _year(match, today), today, first, last)


def coming_part_of_month(match: re.Match[str]) -> Reckon:
    first, last = _THIRDS[match["third"]]
    return partial(days.coming_part_of_month, first=first, last=last)


def day_of_month(match: re.Match[str]) -> Reckon | None:
    day = number(match["day"])
    if day is None or not 1 <= day <= 31 or _ADDRESS_BEFORE.search(match.string[: match.start()]):
        return None
    return partial(days.day_of_month, day, None)


def offset(match: re.Match[str]) -> Reckon | None:
    """三天后, 过两个礼拜, 一个月以后, 三天前."""
    past = bool(match["past"])
    if not (past or match["over"] or match["later"]):
        return None
    if past:
        return lambda today: days.LONG_AGO
    count = 0 if match["count"] == "半" else number(match["count"]) if "几" not in match["count"] else None
    unit = match["unit"]
    if count is None:
        return partial(days.within_days, *_FEW) if unit in "天日" and "几" in match["count"] else None
    if unit == "月":
        return partial(days.in_months, count) if count else partial(days.in_days, 15)
    return partial(days.in_days, count * _UNIT_DAYS[unit]) if count else None


def within(match: re.Match[str]) -> Reckon | None:
    count = number(match["count"])
    if count is None:
        return None
    return partial(days.within_days, 0, count * _UNIT_DAYS[match["unit"]])


def _weeks(match: re.Match[str]) -> int | None:
    """How many weeks from this one; None when it is not said."""
    if match["near"]:
        return 0
    return len(match["next"]) if match["next"] else -len(match["last"]) if match["last"] else None


def weekday(match: re.Match[str]) -> Reckon:
    """Of 星期五六 it is both days."""
    wanted, weeks = _WEEKDAYS[match["day"][0]], _weeks(match)
    both = match["next_day"] is not None and _WEEKDAYS[match["next_day"]] == wanted + 1
    reckon = partial(days.weekday, wanted) if weeks is None else partial(days.weekday_of_week, wanted, weeks)
    return (lambda today: days.and_the_next(reckon(today))) if both else reckon


def weekend(match: re.Match[str]) -> Reckon:
    return partial(days.week, _weeks(match) or 0, first=5)


def week(match: re.Match[str]) -> Reckon | None:
    weeks = _weeks(match)
    return None if weeks is None else partial(days.week, weeks)


def named_day(match: re.Match[str]) -> Reckon:
    return partial(days.in_days, _NAMED[match["name"] or "明"])


def tomorrow_or_after(_: re.Match[str]) -> Reckon:
    return partial(days.within_days, 1, 2)


def these_days(match: re.Match[str]) -> Reckon:
    return partial(days.within_days, 0, 2 if match["few"] in "两二" else 4)


def next_few_days(_: re.Match[str]) -> Reckon:
    return partial(days.within_days, *_FEW)


def long_ago(_: re.Match[str]) -> Reckon:
    return lambda today: days.LONG_AGO


def holiday(match: re.Match[str]) -> Reckon:
    return partial(days.calendar_day, *_HOLIDAYS[match["holiday"]], None)
