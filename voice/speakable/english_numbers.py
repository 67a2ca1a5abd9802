"""Numbers in English words: as an amount, digit by digit, as a year, as a place in an order."""

from __future__ import annotations

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_LARGE = ("", " thousand", " million", " billion", " trillion")
_LONGEST = 3 * len(_LARGE)
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip


def amount(digits: str) -> str:
    """163 → one hundred and sixty-three. A number too long to be counted is said digit by digit."""
    stripped = digits.lstrip("0")
    if len(stripped) > _LONGEST:
        return one_by_one(digits)
    if not stripped:
        return "zero"
    parts, value, place = [], int(stripped), 0
    while value:
        value, group = divmod(value, 1000)
        if group:
            parts.append((place, group))
        place += 1
    said = ""
    for place, group in reversed(parts):
        joint = "" if not said else " and " if place == 0 and group < 100 else " "
        said += f"{joint}{_group(group)}{_LARGE[place]}"
    return said


def decimal(whole: str, part: str) -> str:
    return f"{amount(whole)} point {one_by_one(part)}"


def one_by_one(digits: str) -> str:
    return " ".join(_SMALL[int(digit)] for digit in digits)


def year(digits: str) -> str:
    """2026 → twenty twenty-six, 2009 → two thousand and nine, 1900 → nineteen hundred."""
    century, rest = digits[:2], digits[2:]
    if century == "20" and rest[0] == "0":
        return amount(digits)
    if rest == "00":
        return f"{amount(century)} hundred"
    return f"{amount(century)} {f'oh {_SMALL[int(rest)]}' if rest[0] == '0' else amount(rest)}"


def ordinal(digits: str) -> str:
    said = amount(digits)
    cut = max(said.rfind(" "), said.rfind("-")) + 1
    last = said[cut:]
    if last in _ORDINALS:
        return said[:cut] + _ORDINALS[last]
    return said[:cut] + (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")


def _group(value: int) -> str:
    hundreds, rest = divmod(value, 100)
    said = f"{_SMALL[hundreds]} hundred" if hundreds else ""
    if not rest:
        return said
    tens, ones = divmod(rest, 10)
    small = _SMALL[rest] if rest < 20 else _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    return f"{said} and {small}" if said else small
