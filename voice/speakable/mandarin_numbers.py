"""Numbers in Mandarin words: as an amount, digit by digit, as a year."""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_MYRIADS = ("", "万", "亿", "万亿")
_LONGEST = 4 * len(_MYRIADS)


def amount(digits: str, counted: bool = False) -> str:
    """A whole number as it is counted: 163 → 一百六十三, 2000 → 两千.

    `counted` says that a measure word follows, before which a lone 2 is 两. A number too long to be
    counted is said digit by digit.
    """
    stripped = digits.lstrip("0")
    if len(stripped) > _LONGEST:
        return one_by_one(digits, year=True)
    if not stripped:
        return "零"
    if stripped == "2":
        return "两" if counted else "二"
    size = len(stripped)
    groups = [stripped[max(0, end - 4) : end] for end in range(size, 0, -4)]
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not int(group):
            continue
        if said and (group[0] == "0" or _empty_before(groups, place)):
            said += "零"
        said += _group(group.lstrip("0"), bool(said), place > 0) + _MYRIADS[place]
    return said


def decimal(whole: str, part: str) -> str:
    """1.50 → 一点五零."""
    return f"{amount(whole)}点{one_by_one(part, year=True)}"


def one_by_one(digits: str, year: bool = False) -> str:
    """Each digit by itself; 1 is 幺, but 一 in a year."""
    said = "".join(_DIGITS[int(digit)] for digit in digits)
    return said if year else said.replace("一", "幺")


def grouped(digits: str) -> str:
    """A long number digit by digit, with the pauses that people make: 138，0000，0001."""
    return "，".join(one_by_one(group) for group in _groups(digits))


def _groups(digits: str) -> list[str]:
    size = len(digits)
    if size == 11 and digits[0] == "1":
        cuts = [3, 7]
    elif size == 18:
        cuts = [6, 14]
    elif size == 10 and digits[:3] in ("400", "800"):
        cuts = [3, 6]
    elif size in (6, 7):
        cuts = [3]
    else:
        cuts = list(range(4, size - 1, 4)) if size > 5 else []
    return [digits[start:end] for start, end in zip([0, *cuts], [*cuts, size], strict=True)]


def _empty_before(groups: list[str], place: int) -> bool:
    return place + 1 < len(groups) and not int(groups[place + 1])


def _group(digits: str, inside: bool, large: bool) -> str:
    """Four digits at most, without a leading zero."""
    if digits == "2" and large:
        return "两"
    said, gap = "", False
    for index, digit in enumerate(digits):
        place = len(digits) - 1 - index
        if digit == "0":
            gap = bool(said)
            continue
        if gap:
            said, gap = f"{said}零", False
        if digit == "1" and place == 1 and not said and not inside:
            said += "十"
        elif digit == "2" and place >= 2 and (place == 3 or not said):
            said += f"两{_PLACES[place]}"
        else:
            said += f"{_DIGITS[int(digit)]}{_PLACES[place]}"
    return said
