"""How the console words things: Chinese first, then English."""

from __future__ import annotations

from knowledge.article import Bilingual


def pair(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)
