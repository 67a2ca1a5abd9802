"""Chinese text cut into words."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any


@cache
def cutter() -> Any:
    """jieba. Importing it, and loading its dictionary, takes a second, so both wait for the first text."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba


def words_of(text: str) -> list[str]:
    """`text` in words of the dictionary, and single characters where it has none; joined they are `text`."""
    return list(cutter().cut(text, HMM=False))
