"""The numbers that an English text names: 30%, half a year, 50,000 yuan, 31 December."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.named_number import Named, Readers, and_a_half, date, is_soft, month, read, share

_SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_LARGE = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_AS_ONE_WORD = {
    "once": 1, "first": 1, "single": 1, "both": 2, "twice": 2, "double": 2, "couple": 2, "second": 2,
    "third": 3,
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

_WORD = "|".join((*sorted(_SMALL, key=len, reverse=True), *(rf"{large}(?: and)?" for large in _LARGE)))
_NUMBER = (
    r"(?:(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?(?: (?:hundred|thousand|million))?"
    rf"|\b(?i:(?:{_WORD})(?:[ -](?:{_WORD}))*)\b)"
)
# “May” is a month only where it cannot be the verb.
_MONTH = rf"\b(?:{'|'.join(name for name in _MONTHS if name != 'May')}|(?<=[a-z\d] )May)\b"
_PERIOD = r"(?:year|month|week|day|workday|hour|minute)"
_BETWEEN = r"(?:more |full |whole |free |extra |further |calendar )?"
_UNIT = (
    rf"(?:[ -]?(?P<unit>%|per ?cent)|[ -]{_BETWEEN}(?P<name>working days?|yuan|{_PERIOD}s?|[ap]m|o'clock)\b)"
)


def numbers(text: str) -> list[Named]:
    """The numbers of `text`, from which telephone numbers were taken."""
    return read(text, _READERS)


def _value(words: str) -> float:
    total = part = 0.0
    for word in re.findall(r"\d+(?:\.\d+)?|[a-z]+", words.lower().replace(",", "")):
        if word in _LARGE:
            part = (part or 1) * _LARGE[word]
            total, part = (total, part) if word == "hundred" else (total + part, 0)
        elif word != "and":
            part += _SMALL[word] if word in _SMALL else float(word)
    return total + part


def _unit(name: str) -> str:
    name = name.removesuffix("s")
    return {"working day": "workday", "am": "clock", "pm": "clock", "o'clock": "clock"}.get(name, name)


def _date(match: re.Match[str]) -> Iterator[Named]:
    number = _MONTHS.index(match["month"]) + 1
    if day := match["before"] or match["after"]:
        yield date(number, float(day), f"{day} {match['month']}")
    else:
        yield month(number, match["month"])
    if match["year"]:
        yield Named(float(match["year"]), "", match["year"])


def _period_and_a_half(match: re.Match[str]) -> Iterator[Named]:
    whole = match["whole"] or match["whole_before"]
    count = 0.0 if whole is None else 1.0 if whole.lower() in {"a", "an"} else _value(whole)
    yield and_a_half(
        count, _unit(match["unit"] or match["unit_after"] or match["unit_before"]), match.group()
    )


def _fraction(match: re.Match[str]) -> Iterator[Named]:
    if match["half"]:
        yield share(50, match.group())
    else:
        parts = _value(match["parts"]) if match["parts"] else 1
        yield share(100 * parts / {"third": 3, "quarter": 4, "tenth": 10}[match["of"]], match.group())


def _one(match: re.Match[str]) -> Iterator[Named]:
    yield Named(1, _unit(match["unit"]), match.group(), soft=True)


def _number(match: re.Match[str]) -> Iterator[Named]:
    value = _value(match["number"])
    unit = "share" if match["unit"] else _unit(match["name"] or "")
    soft = not match["number"][0].isdigit() and is_soft(value, unit)
    yield Named(value, unit, match.group(), soft)


def _as_one_word(match: re.Match[str]) -> Iterator[Named]:
    yield Named(_AS_ONE_WORD[match.group().lower()], "", match.group(), soft=True)


_READERS: Readers = (
    (
        re.compile(
            rf"(?:\b(?P<before>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{_MONTH})"
            r"(?: (?P<after>\d{1,2})\b(?!,\d))?(?:,? (?P<year>(?:19|20)\d\d)\b)?"
        ),
        _date,
    ),
    (
        re.compile(
            rf"\b(?i:half)[ -](?:an? )?(?P<unit>{_PERIOD})\b"
            rf"|(?P<whole>{_NUMBER}|\b(?i:an?)) and a half (?P<unit_after>{_PERIOD})s"
            rf"|(?P<whole_before>{_NUMBER}|\b(?i:an?)) (?P<unit_before>{_PERIOD})s? and a half"
        ),
        _period_and_a_half,
    ),
    (
        re.compile(
            rf"(?P<half>\b(?i:half)\b)"
            rf"|(?:(?P<parts>{_NUMBER})|\b[Aa])[ -](?P<of>third|quarter|tenth)s?\b(?= (?:of|off)\b)"
        ),
        _fraction,
    ),
    (re.compile(rf"\b(?i:an?|each|every|per) (?:whole |full |further |extra )?(?P<unit>{_PERIOD})\b"), _one),
    (re.compile(rf"(?P<number>{_NUMBER})(?:st|nd|rd|th)?(?:{_UNIT})?"), _number),
    (re.compile(rf"\b(?:{'|'.join(_AS_ONE_WORD)})\b", re.IGNORECASE), _as_one_word),
)
