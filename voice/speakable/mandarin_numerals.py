"""The numbers that no rule before has taken: ranges, amounts, and rows of digits."""

from __future__ import annotations

import re

from voice.speakable.mandarin_amounts import NO_UNIT
from voice.speakable.mandarin_numbers import amount, decimal, grouped, one_by_one
from voice.speakable.word_lists import word_lists

_DASH = r"\s*(?:-+|—+|~+)\s*"
_TIME_UNIT = r"(?:月|日|号|点|时|分钟|分|岁|周岁|年|元|块|万|天|个月|周|公里|度|级|楼)"
_RANGE = re.compile(rf"(?<![\d.-])(\d+(?:\.\d+)?{_TIME_UNIT}?){_DASH}(?=\d+(?:\.\d+)?(?![\d-]))")
_SAID_RANGE = re.compile(
    rf"(?<=[一二三四五六七八九十百千万亿零两半点分月日号年岁元块天%五]){_DASH}"
    r"(?=(?:上午|下午|晚上|早上|中午|凌晨|周|星期|次日|第)?[一二三四五六七八九十百两零日天])|"
    rf"(?<=[一二三四五六日天])(?<=周.|期.){_DASH}(?=周|星期|[一二三四五六日天])"
)
_RATIO = re.compile(r"(?<![\d:：.])(\d{1,3})\s?[:：]\s?(\d{1,3})(?![\d:：.])")
_MORE = re.compile(r"(?<=\d)\+(?!\s?\d)")
_VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])")
_NUMBER = re.compile(r"(?<![\d.])(\d+)(?:\.(\d+))?")
_LEFT_OVER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CALLED = re.compile(r"[栋幢座楼号元牌]\s*$")
_LIKEWISE = re.compile(r"\s*(?:到|至|或者?|、|，)\s*\d+(?:\.\d+)?\s*(?P<unit>.*)", re.DOTALL)


def with_ranges(text: str) -> str:
    """60-69岁 → 60到69岁; 周一至周五, 九点-十点 likewise; 3:2 is 3比2."""
    text = _RANGE.sub(lambda match: f"{match[1]}到", text)
    text = _SAID_RANGE.sub("到", text)
    text = _RATIO.sub(lambda match: f"{match[1]}比{match[2]}", text)
    return _MORE.sub("多", text)


def with_numbers(text: str) -> str:
    """Every number that is left. None stays, whatever stands around it."""
    text = _VERSION.sub(lambda match: "点".join(amount(part) for part in match[0].split(".")), text)
    text = _NUMBER.sub(_number, text)
    text = _LEFT_OVER.sub(lambda match: grouped(match[0]), text)
    return text.replace(f"{NO_UNIT}元", "").replace(NO_UNIT, "")


def _number(match: re.Match[str]) -> str:
    digits, part = match.groups()
    before, after = match.string[: match.start()], match.string[match.end() :]
    if part:
        return decimal(digits, part)
    if len(digits) > 1 and digits[0] == "0":
        return grouped(digits)
    if before.endswith("第"):
        return amount(digits)
    if _counts(after):
        return amount(digits, counted=not _names(after))
    if _is_called(digits, before):
        return grouped(digits)
    if _YEAR.fullmatch(digits) and not digits.endswith("00"):
        return one_by_one(digits, year=True)
    return amount(digits)


def _counts(after: str) -> bool:
    lists = word_lists()
    if re.match(rf"\s*(?:{lists.measures}|{lists.counted})", after):
        return True
    likewise = _LIKEWISE.match(after)
    return bool(likewise and re.match(lists.measures, likewise["unit"]))


def _names(after: str) -> bool:
    """Whether the word after the number names, as 2月 and 2号 do, or counts, as 2个月 does."""
    lists = word_lists()
    counted = re.match(rf"\s*({lists.counted})", after)
    measured = re.match(rf"\s*({lists.measures})", after)
    return counted is not None and (measured is None or len(counted[1]) > len(measured[1]))


def _is_called(digits: str, before: str) -> bool:
    if len(digits) >= 7:
        return not digits.endswith("0000")
    if len(digits) >= 5:
        return not digits.endswith("00")
    return len(digits) >= 3 and bool(_CALLED.search(before))
