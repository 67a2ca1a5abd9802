"""The telephone number that a resident says, types or spells."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime

from knowledge.article import Language
from knowledge.normalise import normalise
from knowledge.spoken.answers import is_correction

_ZH_DIGITS = dict(zip("零〇○洞一幺二两三四五六七八九", "000011223456789", strict=True))
_EN_DIGITS = {
    "zero": "0", "oh": "0", "o": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_MULTIPLES = {"double": 2, "triple": 3}
_EN_DIGIT = "|".join(sorted(_EN_DIGITS, key=len, reverse=True))
_EN_MULTIPLE = re.compile(rf"(?<![A-Za-z])(double|triple)[ -]({_EN_DIGIT}|\d)(?![A-Za-z])", re.IGNORECASE)
_EN_WORD = re.compile(rf"(?<![A-Za-z])({_EN_DIGIT})(?![A-Za-z])", re.IGNORECASE)
_ZH_MULTIPLE = re.compile(r"([两二三四2-4])个([零〇○洞一幺二三四五六七八九\d])")
# Characters that a recogniser writes for digits of the same sound.
_MISHEARD = dict(zip("腰妖衣医伊山伞思丝午舞流刘期妻巴酒久玲灵耳", "111113344556677899002", strict=True))
_MOSTLY_DIGITS = re.compile(rf"[\d{''.join(_MISHEARD)}]{{7,13}}")
_FEWEST_DIGITS = 0.7
# What a speaker puts between two groups of digits, and may breathe.
_BETWEEN = (
    r"(?:[\s\-—–.,、。()·*]|嗯|啊|开头|后头|末尾|呃|那个|然后是?|接着是?|后面是?|中间是?|再是?|横?杠"
    r"|转(?=\d{5})|\bthen\b|\band\b|\bdash\b)"
)
_RUN = re.compile(
    rf"(?<![\dA-Za-z])(?:\+|00)?\d(?:{_BETWEEN}*\d)*(?![\dA-Za-z]|{_BETWEEN}?[\d]|\s?[元块岁平])"
)
_WRITTEN_DATE = re.compile(r"(?<!\d)20\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?!\d)")
_CASE_NUMBER = re.compile(r"(?<![\d-])\d{4,9}-\d(?![\d-])")
_OTHER_NUMBER = re.compile(
    r"(?:身份证|银行卡|社保卡|医保卡|存折|卡号|账号|帐号|编号|案号|单号|受理号|受理码|查询码|验证码|取件码"
    r"|工号|学号|车牌|证号|门牌|(?:case|reference|id|card|account|bank)(?: card)?(?: number| no\.?"
    r"| code)?)(?:号码?|是|的|就|我|为|:|\s|is|尾号)*$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:(?:(?<!是)|(?<=就是))不是|不要打|别打|\bnot)\s*$", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?|extension)\s*(?:号)?\s*\d{1,4}(?!\d)", re.IGNORECASE)
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{8,10}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
# Area codes: 010 and 02x of three digits, others of four (China's telephone network numbering plan).
_LANDLINE = re.compile(r"(?:(?P<area>010|02\d|0[3-9]\d\d)(?P<local>[2-8]\d{6,7})|(?P<bare>[2-8]\d{6,7}))")


def read_phone(text: str) -> str | None:
    """The mobile or landline number in `text`, as digits with the area code that was said; None without one.

    The last one counts when the speaker corrects himself, else the first.
    """
    written = _digits(normalise(text))
    found: list[tuple[int, int, str]] = []
    for run in _RUN.finditer(written):
        before = written[: run.start()]
        if _OTHER_NUMBER.search(before) or _DENIED.search(before):
            continue
        found += [(run.start(), run.end(), number) for number in _numbers(run.group())]
    if not found:
        return None
    if len(found) > 1 and is_correction(written[found[-2][1] : found[-1][0]]):
        return found[-1][2]
    return found[0][2]


def spoken_phone(digits: str, language: Language) -> str:
    """A number in the groups in which it is said: 138 0000 1111; English speech synthesis wants hyphens."""
    return ("-" if language == "en" else " ").join(_groups(digits))


def _groups(digits: str) -> tuple[str, ...]:
    if _MOBILE.fullmatch(digits):
        return digits[:3], digits[3:7], digits[7:]
    landline = _LANDLINE.fullmatch(digits)
    if landline is None:
        return (digits,)
    local = landline["local"] or landline["bare"]
    groups = (local[:-4], local[-4:])
    return (landline["area"], *groups) if landline["area"] else groups


def _digits(text: str) -> str:
    """The text with digits for the words of digits, without what looks like a number and is none."""
    text = _EN_MULTIPLE.sub(lambda match: " ".join([match[2]] * _MULTIPLES[match[1].lower()]), text)
    text = _EN_WORD.sub(lambda match: _EN_DIGITS[match[1].lower()], text)
    text = _ZH_MULTIPLE.sub(lambda match: match[2] * int(_ZH_DIGITS.get(match[1], match[1])), text)
    text = "".join(_ZH_DIGITS.get(character, character) for character in text)
    text = _MOSTLY_DIGITS.sub(_as_meant, text)
    for other in (_WRITTEN_DATE, _CASE_NUMBER, _EXTENSION):
        text = other.sub(" ☎ ", text)
    return text


def _as_meant(match: re.Match[str]) -> str:
    heard = match.group()
    if _phone("".join(character for character in heard if character.isdecimal())):
        return heard
    if sum(character.isdecimal() for character in heard) < _FEWEST_DIGITS * len(heard):
        return heard
    return "".join(_MISHEARD.get(character, character) for character in heard)


def _numbers(run: str) -> list[str]:
    """The numbers that a run of digits is made of; none when a part of it belongs to no number."""
    whole = _phone(re.sub(rf"{_BETWEEN}", "", run))
    if whole is not None:
        return [whole]
    groups = [group for group in re.split(r"[^\d+]+", run) if group]
    numbers: list[str] = []
    start = 0
    for end in range(1, len(groups) + 1):
        number = _phone("".join(groups[start:end]))
        if number is not None and (end == len(groups) or len(number) == 11):
            numbers.append(number)
            start = end
    return numbers if start == len(groups) else []


def _phone(digits: str) -> str | None:
    digits = _COUNTRY.sub("", digits)
    if _MOBILE.fullmatch(digits):
        return digits
    if digits.startswith("0") and _MOBILE.fullmatch(digits[1:]):
        return digits[1:]
    if _LANDLINE.fullmatch(digits) and not _is_date(digits):
        return digits
    return None


def _is_date(digits: str) -> bool:
    if len(digits) != 8 or not digits.startswith("20"):
        return False
    with suppress(ValueError):
        datetime.strptime(digits, "%Y%m%d")  # noqa: DTZ007 only whether there is such a day
        return True
    return False
