"""Mandarin text as it is said. The rules come in order: a telephone number is not an amount."""

from __future__ import annotations

from functools import cache

import opencc

from voice.speakable import (
    mandarin_amounts,
    mandarin_calendar,
    mandarin_codes,
    mandarin_numerals,
    mandarin_signs,
)
from voice.speakable.characters import plain


def said(text: str) -> str:
    """`text` in words. Digits, letters and signs are gone, but for words that are to be read as English."""
    text = _simplified(plain(text))
    for say in (
        mandarin_signs.without_addresses,
        mandarin_signs.with_known_words,
        mandarin_signs.with_list_marks,
        mandarin_codes.with_document_numbers,
        mandarin_codes.with_identity_numbers,
        mandarin_calendar.with_dates,
        mandarin_calendar.with_times,
        mandarin_codes.with_telephone_numbers,
        mandarin_codes.with_case_numbers,
        mandarin_codes.with_named_codes,
        mandarin_amounts.with_money,
        mandarin_amounts.with_units,
        mandarin_amounts.with_shares,
        mandarin_numerals.with_ranges,
        mandarin_numerals.with_numbers,
        mandarin_signs.with_letters,
        mandarin_signs.with_pauses,
    ):
        text = say(text)
    return text


def _simplified(text: str) -> str:
    """In the characters of the word lists, since Traditional text sounds the same. 薴 takes two steps."""
    converter = _converter()
    return str(converter.convert(converter.convert(text)))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")
