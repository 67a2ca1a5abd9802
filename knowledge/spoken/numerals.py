"""The small numbers of days and hours, in digits or in Chinese."""

from __future__ import annotations

import cn2an

NUMBER = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
"""A pattern of what `number` reads."""


def number(words: str) -> int | None:
    """The number that `words` write; None when they write none, as 十十 do."""
    if words.isdecimal():
        return int(words)
    try:
        return int(cn2an.cn2an(words.replace("〇", "零"), "smart"))
    except ValueError:
        return None
