"""A resident's phone number as staff see it."""

from __future__ import annotations

import phonenumbers

from knowledge.article import Bilingual

DIGITS_SHOWN = 4


def masked(address: str) -> Bilingual:
    """Only its end, enough to tell two residents apart."""
    end = address[-DIGITS_SHOWN:]
    return Bilingual(zh=f"尾号 {end}", en=f"ends in {end}")


def readable(address: str) -> str:
    """In groups, as people dial and read it; an address that is no phone number stays as it is."""
    try:
        number = phonenumbers.parse(address, None)
    except phonenumbers.NumberParseException:
        return address
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
