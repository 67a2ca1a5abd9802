"""Shares and working time in words."""

from __future__ import annotations

from assistant.cases.figures import Rate
from assistant.staff.board_sentences import NONE
from knowledge.article import Bilingual


def share(rate: Rate) -> Bilingual:
    """A percentage with its counts; only the counts when they are too small."""
    if not rate.whole:
        return NONE
    if rate.percent is None:
        return _same(f"{rate.part}/{rate.whole}")
    return _same(f"{rate.percent:.1f}% ({rate.part}/{rate.whole})")


def worked(seconds: int | None) -> Bilingual:
    """Hours and minutes; days would say nothing about working time."""
    if seconds is None:
        return NONE
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return Bilingual(zh=f"{hours}小时{minutes}分", en=f"{hours} h {minutes} min")
    if minutes:
        return Bilingual(zh=f"{minutes}分", en=f"{minutes} min")
    return Bilingual(zh="不到1分", en="under 1 min")


def _same(words: str) -> Bilingual:
    return Bilingual(zh=words, en=words)
