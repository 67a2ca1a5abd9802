"""Money, shares of a whole, and amounts with a foreign unit."""

from __future__ import annotations

import re

from voice.speakable.mandarin_numbers import amount, decimal, one_by_one
from voice.speakable.word_lists import any_of, word_lists

NO_UNIT = "\ue001"
"""Stands where the word 元 that follows has been said already."""
_THOUSANDS = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?![\d,])")
_WIDE_THOUSANDS = re.compile(r"(?<![\d，.])\d{1,3}(?:，000)+(?=\s?[元块])")
_SIGNED_BEFORE = re.compile(
    r"(?P<sign>¥|RMB|CNY|US\$|\$|€|£)\s?(?P<number>\d+(?:\.\d+)?)\s?(?P<large>[万亿]?)\s?(?P<unit>[元块])?"
)
_CURRENCIES = {"US$": "美元", "$": "美元", "€": "欧元", "£": "英镑"}
_PER = re.compile(
    r"(?P<number>\d[\d.]*(?:\s?[-~—到至]\s?\d[\d.]*)?)\s?(?P<unit>万?元|块钱?|度|吨|立方米|小时|次|天|个)"
    r"(?P<per>(?:\s?[/／·]\s?(?:每?(?:月|年|天|日|人|户|次|亩|平方米|个?小时|度|吨|位|床|斤|公里|立方米|张|本|件|份|学期|季度?|周)))+)"
)
_EACH = re.compile(
    r"[/／·]\s?每?(月|年|天|日|人|户|次|亩|平方米|个?小时|度|吨|位|床|斤|公里|立方米|张|本|件|份|学期|季度?|周)"
)
_CENTS = re.compile(r"(?<![\d.])([1-9]\d*)\.(\d)(\d?)(?=元(?!/))")
_SHARES = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?([%‰])(?:\s?(?:-|—+|~|至)\s?(\d+(?:\.\d+)?)\s?[%‰])?")
_SHARE_RANGE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s?(?:-|—+|~)\s?(\d+(?:\.\d+)?)\s?([%‰])")
_FRACTION = re.compile(r"(?<![\d./])(\d{1,3})\s?/\s?(\d{1,4})(?![\d./])")
_MINUS_DEGREES = re.compile(r"(?<![\d\w])-\s?(?=\d+(?:\.\d+)?\s?(?:℃|°))")
_MINUS = re.compile(r"(?:(?<=^)|(?<=[\s，。：（(是为]))-\s?(?=\d)")


def with_money(text: str) -> str:
    """￥200 → 两百元, 3,000元 → 三千元, 163元/月 → 每月一百六十三元, 3.50元 → 三元五角."""
    text = _WIDE_THOUSANDS.sub(lambda match: match[0].replace("，", ""), text)
    text = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
    text = _SIGNED_BEFORE.sub(_signed, text)
    text = _PER.sub(_per, text)
    return _CENTS.sub(_cents, text)


def with_shares(text: str) -> str:
    """Per cent, per mille, fractions, and numbers below nothing."""
    text = _SHARE_RANGE.sub(lambda match: f"{_share(match[1], match[3])}到{_share(match[2], match[3])}", text)
    text = _SHARES.sub(
        lambda match: _share(match[1], match[2]) + (f"到{_share(match[3], match[2])}" if match[3] else ""),
        text,
    )
    text = _FRACTION.sub(_fraction, text)
    return _MINUS.sub("负", text)


def with_units(text: str) -> str:
    """20km → 20公里: the number is said later, with its measure word."""
    units = word_lists().units
    pattern = rf"(?<=\d)\s?({any_of(units)})(?![A-Za-z])"
    text = _MINUS_DEGREES.sub("零下", text)
    return re.sub(pattern, lambda match: units[match[1]], text)


def any_number(number: str) -> str:
    whole, _, part = number.partition(".")
    return decimal(whole, part) if part else amount(whole)


def _signed(match: re.Match[str]) -> str:
    return f"{match['number']}{match['large']}{_CURRENCIES.get(match['sign'], match['unit'] or '元')}"


def _per(match: re.Match[str]) -> str:
    """People name what it is for first: 每人每年二百元. 每月 already said before is not said again."""
    each = [f"每{what}" for what in _EACH.findall(match["per"])]
    before = match.string[: match.start()]
    said = "".join(word for word in each if not before.endswith(word))
    return f"{said}{match['number']}{match['unit']}"


def _cents(match: re.Match[str]) -> str:
    whole, tenths, hundredths = match.groups()
    said = f"{amount(whole, counted=True)}元"
    if tenths == "0" and hundredths in ("", "0"):
        return said[:-1]
    tens = f"{one_by_one(tenths, year=True)}角" if tenths != "0" else "零"
    cents = f"{one_by_one(hundredths, year=True)}分" if hundredths not in ("", "0") else ""
    return f"{said}{tens}{cents}{NO_UNIT}"


def _share(number: str, sign: str) -> str:
    return f"{'百' if sign == '%' else '千'}分之{any_number(number)}"


def _fraction(match: re.Match[str]) -> str:
    part, whole = match.groups()
    if 0 < int(part) < int(whole):
        return f"{amount(whole)}分之{amount(part)}"
    return f"{part}、{whole}"
