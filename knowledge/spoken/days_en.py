"""The days that an English text names: tomorrow, next Wednesday, the 25th, 3 December, in two days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from knowledge.spoken import calendar_days as days
from knowledge.spoken.time_words import Bounds, DayReader, Reckon

BOUNDS = Bounds(
    after=re.compile(r" (?:or later|onwards?|or after|and after)\b", re.IGNORECASE),
    before=re.compile(r" (?:or earlier|or before|at the latest)\b", re.IGNORECASE),
    after_lead=re.compile(r"\b(?:any ?time )?(?:after|from|since) $", re.IGNORECASE),
    before_lead=re.compile(r"\b(?:before|by|until|till) $", re.IGNORECASE),
    lead=re.compile(r"\b(?:at|on|around|about|between) (?:the )?$", re.IGNORECASE),
)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = (
    r"(?P<day>mon(?:day)?|tues?(?:day)?|wed(?:nesday|s)?|thu(?:rs?(?:day)?)?|fri(?:day)?|saturday|sunday"
    r"|(?<=on )(?:sat|sun)|(?<=this )(?:sat|sun)|(?<=next )(?:sat|sun))s?\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "couple of": 2, "a couple of": 2, "fifteen": 15,
    "twenty": 20, "thirty": 30,
}  # fmt: skip
COUNT = (
    r"(?P<count>\d{1,3}|an?|a couple of|couple of|" + "|".join(word for word in COUNTS if len(word) > 2) + ")"
)
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
_ORDINALS |= {f"twenty-{word}": 20 + _ORDINALS[word] for word in list(_ORDINALS)[:9]}
_ORDINALS |= {"thirtieth": 30, "thirty-first": 31}
_ORDINAL_WORD = "|".join(sorted((word.replace("-", "[ -]") for word in _ORDINALS), key=len, reverse=True))
_ORDINAL = rf"(?P<nth>\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL_WORD})\b"
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_THIRDS = {
    "beginning": (1, 5),
    "start": (1, 5),
    "early": (1, 5),
    "middle": (11, 20),
    "end": (25, 31),
    "late": (25, 31),
}


def counted(word: str) -> int:
    return int(word) if word.isdecimal() else COUNTS[word.lower()]


def _nth(word: str) -> int:
    digits = re.match(r"\d+", word)
    return int(digits.group()) if digits else _ORDINALS[word.lower().replace(" ", "-")]


def _lunar(_: re.Match[str]) -> Reckon:
    return lambda today: days.LUNAR


def _long_ago(_: re.Match[str]) -> Reckon:
    return lambda today: days.LONG_AGO


def _iso(match: re.Match[str]) -> Reckon:
    return partial(days.calendar_day, int(match["month"]), int(match["day"]), int(match["year"]))


def _calendar_day(match: re.Match[str]) -> Reckon:
    month = _MONTHS.index(match["month"][:3].lower()) + 1
    year = int(match["year"]) if match["year"] else None
    return partial(days.calendar_day, month, _nth(match["nth"]), year)


def _months(match: re.Match[str]) -> int:
    return 0 if match["which"].lower() in {"this", "the"} else -1 if match["which"].lower() == "last" else 1


def _part_of_month(match: re.Match[str]) -> Reckon | None:
    if match["which"].lower() == "the" and not match["third"]:
        return None
    first, last = _THIRDS[match["third"].lower()] if match["third"] else (1, 31)
    if match["third"] and match["which"].lower() == "the":
        return partial(days.coming_part_of_month, first=first, last=last)
    return partial(days.month, _months(match), first=first, last=last)


def _day_of_month(match: re.Match[str]) -> Reckon:
    return partial(days.day_of_month, _nth(match["nth"]), 1 if match["later"] else None)


def _offset(match: re.Match[str]) -> Reckon | None:
    if not (match["later"] or match["after"]):
        return None
    count = counted(match["count"])
    if match["unit"].lower() == "month":
        return partial(days.in_months, count)
    return partial(days.in_days, count * _UNIT_DAYS[match["unit"].lower()])


def _weekday(match: re.Match[str]) -> Reckon:
    number, which = _WEEKDAYS.index(match["day"][:3].lower()), (match["which"] or "").lower()
    if not which or which == "coming":
        return partial(days.weekday, number)
    return partial(days.weekday_of_week, number, {"this": 0, "next": 1, "last": -1}[which])


def _week(match: re.Match[str]) -> Reckon:
    weeks = {"this": 0, "the": 0, "next": 1, "last": -1}[(match["which"] or "this").lower()]
    return partial(days.week, weeks, first=5 if match["end"] else 0)


def _named(match: re.Match[str]) -> Reckon:
    name = (match["name"] or "today").lower()
    if name.startswith("the day"):
        return partial(days.in_days, 2 if "after" in name else -2)
    return partial(days.in_days, -1 if name == "yesterday" else 1 if name.startswith("tom") else 0)


def _few_days(match: re.Match[str]) -> Reckon:
    return partial(days.within_days, 0, 4) if match["next"] else partial(days.within_days, 3, 7)


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


READERS: Sequence[DayReader] = (
    (
        _pattern(r"\b(?:lunar|chinese) (?:new year|calendar|month)|\bspring festival\b|\blunar\b"),
        "date",
        _lunar,
    ),
    (_pattern(r"\b(?P<year>20\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)\b"), "date", _iso),
    (
        _pattern(
            rf"\b(?:the )?(?P<nth>\d{{1,2}}(?:st|nd|rd|th)?"
            rf"|{_ORDINAL_WORD}) (?:of )?{_MONTH}(?:,? (?P<year>20\d\d))?\b"
        ),
        "date",
        _calendar_day,
    ),
    (
        _pattern(
            rf"\b{_MONTH} (?:the )?(?P<nth>\d{{1,2}}(?:st|nd|rd|th)?"
            rf"|{_ORDINAL_WORD})\b(?!:)(?:,? (?P<year>20\d\d))?"
        ),
        "date",
        _calendar_day,
    ),
    (
        _pattern(
            r"\b(?:(?:at |in |by )?the )?(?:(?P<third>beginning|start|middle|end) of )?(?P<which>this|the"
            r"|next|last) month\b"
        ),
        "range",
        _part_of_month,
    ),
    (
        _pattern(
            rf"\b(?:on )?the {_ORDINAL}(?P<later> of next month)?(?! (?:floor|time|one|street|road|window))"
        ),
        "date",
        _day_of_month,
    ),
    (
        _pattern(
            rf"\b(?P<later>in )?{COUNT} (?P<unit>day|week|fortnight|month)s?\b(?P<after> (?:later|from now"
            r"|from today|time))?(?! ago)"
        ),
        "named",
        _offset,
    ),
    (_pattern(rf"\b{COUNT} (?:day|week|month|year)s? ago\b|\blast year\b"), "named", _long_ago),
    (_pattern(r"\b(?:the )?(?P<next>next) few days\b|\bin a few days\b"), "range", _few_days),
    (_pattern(rf"\b(?:(?P<which>this|next|last|coming) )?{_WEEKDAY}"), "weekday", _weekday),
    (_pattern(r"\b(?:(?P<which>this|the|next|last) )?week(?P<end>end)\b"), "range", _week),
    (_pattern(r"\b(?P<which>this|next|last) week(?P<end>end)?\b"), "range", _week),
    (
        _pattern(
            r"\b(?P<name>the day after tomorrow|the day before yesterday|today|tomorrow|tomorow|tmrw"
            r"|yesterday)\b|\b(?P<part>to(?=night\b)|this (?=morning\b|afternoon\b|evening\b))"
        ),
        "named",
        _named,
    ),
)
