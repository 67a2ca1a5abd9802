"""Numbers that tell who somebody is, in words that everybody on the case may read."""

from __future__ import annotations

import re

DIGITS_SHOWN = 4
"""As of a phone number: enough to tell two apart."""

# Seven digits and more are a telephone or an identity; a day is neither.
_DIGITS = re.compile(r"\d(?:[  \-‐-―.·]?\d){6,}[Xx]?")
_SPOKEN = re.compile(r"[零〇○一二三四五六七八九幺]{7,}")
_DAY = re.compile(r"(?:19|20)\d\d[-.](?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])(?: \d{1,2})?")


def masked(text: str) -> str:
    """`text` with stars in place of each such number, but for its end."""
    return _SPOKEN.sub(_starred, _DIGITS.sub(_starred, text))


def _starred(found: re.Match[str]) -> str:
    said = found.group()
    if _DAY.fullmatch(said):
        return said
    return "*" * 4 + said[-DIGITS_SHOWN:]
