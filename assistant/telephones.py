"""Telephone numbers as the providers write them."""

from __future__ import annotations

import re

import phonenumbers

_TELEPHONE = re.compile(r"\s*[+＋]?[\d\s().-]{5,24}")
_SHORTEST = 7


def is_landline(number: str) -> bool:
    """Whether an E.164 number is surely one that no text message reaches."""
    try:
        known = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(known) == phonenumbers.PhoneNumberType.FIXED_LINE)


def number_of(text: str) -> str | None:
    """`text` as an E.164 number; None when it is no telephone number. Without a + it is a Chinese one."""
    if not _TELEPHONE.fullmatch(text):
        return None
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < _SHORTEST:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
