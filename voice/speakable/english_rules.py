"""What the digits of an English text mean, rule by rule: codes, dates and times, money and amounts."""

from __future__ import annotations

import re

from voice.speakable.english_numbers import amount, decimal, one_by_one, ordinal, year

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(_MONTHS) + "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
_YEAR = r"(?:1[89]|20|21)\d\d"
_TO = r"\s*(?:-|—|to|until)\s*"
_DOCUMENT = re.compile(rf"[\[(]\s*({_YEAR})\s*[\])]\s*(?:No\.?\s*)?(\d{{1,5}})\s*(?:号)?")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6})(\d{8})(\d{3}[0-9Xx])(?![0-9A-Za-z])")
_COUNTRY = re.compile(r"(?<![0-9A-Za-z])(?:\+|00)\s?(86)[\s-]?(?=\d)")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(1[3-9]\d)[\s-]?(\d{4})[\s-]?(\d{4})(?!\d|\.\d)")
_FREE = re.compile(r"(?<![0-9A-Za-z.])([48]00)[\s-]?(\d{3})[\s-]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z.])\(?(0\d{2,3})\)?[\s-]?(\d{3,4})[\s-]?(\d{4})(?!\d)")
_LANDLINE_SHORT = re.compile(r"(?<![0-9A-Za-z.])(0\d{2,3})-(\d{5})(?!\d)")
_COUNTED = (
    r"(?!\s?(?:yuan|people|days?|months?|years?|metres?|km|kg|%|percent|per cent|or more|families|homes))"
)
_HOTLINE = re.compile(
    rf"(?<![0-9A-Za-z.,¥$+-])(?:12\d{{3}}|100\d\d|95\d{{3,4}}|96\d{{3,4}}|116\d\d|110|114|119|12[0-2])(?![\d-]|[.,]\d){_COUNTED}"
)
_CASE = re.compile(r"(?<![0-9A-Za-z-])(\d{4,9})-(\d)(?![0-9A-Za-z-])")
_DATE = re.compile(r"(?<![\d.-])(\d{4})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![\d]|[-/.]\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\d.])(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\b\.?(?:,?\s+({_YEAR})(?!\d))?"
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+({_YEAR})(?!\d))?")
_YEARS = re.compile(rf"(?<![\d.])({_YEAR}){_TO}({_YEAR})(?![\d.])")
_DECADE = re.compile(r"(?<![\d.])(\d{2}|\d{4})s\b")
_CLOCK = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?(?![\d%]|:\d)(?:\s?([ap])\.?m\b\.?)?", re.IGNORECASE
)
_HOUR = re.compile(r"(?<![\d:.])(\d{1,2})\s?([ap])\.?m\b\.?", re.IGNORECASE)
_RANGE = re.compile(r"(?<=\d)(%?)\s*(?:-|—|~)+\s*(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_MONEY = re.compile(
    r"(¥|RMB|CNY|US\$|\$|€|£)\s?(\d+(?:\.\d+)?)(\s(?:million|billion|thousand))?(?:\s?(?:yuan|RMB))?"
)
_CURRENCIES = {"$": "dollars", "US$": "dollars", "€": "euros", "£": "pounds"}
_PER = re.compile(r"(?<=yuan)\s?/\s?(?=[a-z])|(?<=yuan)\s?每")
_FRACTION = re.compile(r"(?<![\d./])(\d{1,3})\s?/\s?(\d{1,4})(?![\d./])")
_ORDINAL = re.compile(r"(?<![\d.])(\d+)(?:st|nd|rd|th)\b")
_DECIMAL = re.compile(r"(?<![\d.])(\d+)\.(\d+)(?![\d]|\.\d)")
_NAMED = re.compile(
    r"((?:code|number|case|ID|card|room|no)\b\.?\s*(?:is|are|:|#)?\s*)(\d{3,})(?![\d.,]|\s?yuan)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def with_codes(text: str) -> str:
    """Documents, identity cards, telephones and cases, digit by digit."""
    text = _DOCUMENT.sub(lambda match: f", {year(match[1])}, number {_short(match[2])}", text)
    text = _IDENTITY.sub(_groups, text)
    text = _COUNTRY.sub(lambda match: f"plus {one_by_one(match[1])}, ", text)
    for numbers in (_MOBILE, _FREE, _LANDLINE, _LANDLINE_SHORT):
        text = numbers.sub(_groups, text)
    text = _HOTLINE.sub(lambda match: one_by_one(match[0]), text)
    text = _NAMED.sub(lambda match: match[1] + one_by_one(match[2]), text)
    return text


def with_cases(text: str) -> str:
    return _CASE.sub(_groups, text)


def with_dates(text: str) -> str:
    text = _DATE.sub(lambda match: f"{_date(_MONTHS[int(match[3]) - 1], match[4], match[1])}", text)
    text = _DAY_FIRST.sub(lambda match: _date(match[2], match[1], match[3]), text)
    text = _MONTH_FIRST.sub(lambda match: _date(match[1], match[2], match[3]), text)
    text = _YEARS.sub(lambda match: f"{year(match[1])} to {year(match[2])}", text)
    return _DECADE.sub(lambda match: _decade(match[1]), text)


def with_times(text: str) -> str:
    text = re.sub(r"(?<=:\d\d)\s*(?:-|—)\s*(?=\d{1,2}:\d\d)", " to ", text)
    text = _CLOCK.sub(_clock, text)
    return _HOUR.sub(lambda match: f"{amount(match[1])} {match[2].lower()} m", text)


def with_amounts(text: str) -> str:
    """Money, shares, fractions, ranges, and every other number. No digit is left."""
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = _MONEY.sub(lambda match: f"{match[2]}{match[3] or ''} {_CURRENCIES.get(match[1], 'yuan')}", text)
    text = _PER.sub(" per ", text)
    text = _RANGE.sub(lambda match: f"{match[1]} to ", text)
    text = re.sub(r"(?<=\d)\s?%", " percent", text)
    text = re.sub(r"(?<=\d)\s?(?:℃|°C)", " degrees", text)
    text = re.sub(r"(?:(?<=^)|(?<=[\s(]))-(?=\d)", "minus ", text)
    text = _FRACTION.sub(_fraction, text)
    text = _ORDINAL.sub(lambda match: ordinal(match[1]), text)
    text = _DECIMAL.sub(lambda match: decimal(match[1], match[2]), text)
    return _DIGITS.sub(_number, text)


def _groups(match: re.Match[str]) -> str:
    parts = ["".join(part) for part in match.groups() if part]
    return ", ".join(one_by_one(part) if part.isdecimal() else f"{one_by_one(part[:-1])} X" for part in parts)


def _short(digits: str) -> str:
    return amount(digits) if len(digits) < 3 else one_by_one(digits)


def _date(month: str, day: str, its_year: str | None) -> str:
    full = next((name for name in _MONTHS if name.startswith(month[:3])), month)
    said = f"{full} {ordinal(day)}"
    return f"{said}, {year(its_year)}" if its_year else said


def _decade(digits: str) -> str:
    said = year(digits) if len(digits) == 4 else amount(digits)
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"


def _clock(match: re.Match[str]) -> str:
    hour, minute, second, half = match.groups()
    value = int(hour)
    part = f" {half.lower()} m" if half else ""
    if value > 12 and not half:
        value -= 12
        part = " in the afternoon" if value < 6 else " in the evening"
    said = amount(str(value))
    if minute != "00" or second:
        said += f" {f'oh {one_by_one(minute[1])}' if minute[0] == '0' else amount(minute)}"
    elif not part:
        said += " o'clock"
    return f"{said} and {amount(second)} seconds{part}" if second else f"{said}{part}"


def _fraction(match: re.Match[str]) -> str:
    part, whole = match.groups()
    if part == "1" and whole in ("2", "4"):
        return "a half" if whole == "2" else "a quarter"
    if 0 < int(part) < int(whole):
        said = ordinal(whole)
        return f"{amount(part)} {said if part == '1' else f'{said}s'}"
    return f"{part}, {whole}"


def _number(match: re.Match[str]) -> str:
    """Digits that stand in or beside letters are said by themselves, with a space between."""
    digits = match[0]
    before, after = match.string[: match.start()][-1:], match.string[match.end() :]
    counted = re.match(r"\s?(?:yuan|people|days?|months?|years?|points?|homes|families)\b", after)
    if re.fullmatch(_YEAR, digits) and not counted and not digits.endswith("00"):
        said = year(digits)
    elif (len(digits) > 1 and digits[0] == "0") or (len(digits) >= 7 and not counted):
        said = one_by_one(digits)
    else:
        said = amount(digits)
    left = " " if before.isalpha() else ""
    return f"{left}{said}{' ' if after[:1].isalpha() else ''}"
