"""Case numbers: four digits and a check digit, said digit by digit; longer when four no longer do.

The check digit is Verhoeff's (J. Verhoeff, Error Detecting Decimal Codes, 1969): every single wrong digit and
every swap of two neighbours is noticed, which is what goes wrong when numbers are read out.
"""

from __future__ import annotations

import unicodedata

_FIRST_WIDTH = 4
_STRIDE = 3_571
"""Prime, and no divisor of 9·10^k: consecutive cases get numbers that look nothing alike."""

_STEP = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_SPOKEN = dict(zip("零〇○洞一幺二两三四五六七拐八九", "0000112234567789", strict=True))


def number_for(index: int) -> str:
    """The number of the case with this index, different for each. Raises ValueError below 0."""
    if index < 0:
        raise ValueError("cases are counted from 0")
    width, first, size = _FIRST_WIDTH, 10 ** (_FIRST_WIDTH - 1), 9 * 10 ** (_FIRST_WIDTH - 1)
    while index >= size:
        index -= size
        width, first, size = width + 1, first * 10, size * 10
    digits = str(first + (index + 1) * _STRIDE % size)
    return f"{digits}-{check_digit(digits)}"


def parse(text: str) -> str | None:
    """The case number meant by what someone typed or said, in digits of any width or in Chinese.

    None when it is no case number, or its check digit is wrong.
    """
    kept = [_SPOKEN.get(char, char) for char in unicodedata.normalize("NFKC", text)]
    digits = "".join(char for char in kept if not char.isspace() and char not in "-—–－")
    if len(digits) <= _FIRST_WIDTH or len(digits) > 12 or not (digits.isascii() and digits.isdigit()):
        return None
    if digits[0] == "0" or check_digit(digits[:-1]) != digits[-1]:
        return None
    return f"{digits[:-1]}-{digits[-1]}"


def check_digit(digits: str) -> str:
    """The Verhoeff digit of a row of decimal digits."""
    total = 0
    for place, digit in enumerate(reversed(digits), start=1):
        total = _multiply(total, _PERMUTED[place % 8][int(digit)])
    return str(next(digit for digit in range(10) if _multiply(total, digit) == 0))


def _multiply(a: int, b: int) -> int:
    """The product in the dihedral group of the pentagon: 0 to 4 turn it, 5 to 9 turn it over."""
    turned = (a + b if a < 5 else a - b) % 5
    return turned if (a < 5) == (b < 5) else turned + 5


def _permutations() -> list[list[int]]:
    rows = [list(range(10))]
    for _ in range(7):
        rows.append([_STEP[digit] for digit in rows[-1]])
    return rows


_PERMUTED = _permutations()
