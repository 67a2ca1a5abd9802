"""How long a resident has been waiting, in words that can be read aloud."""

from __future__ import annotations

from datetime import timedelta

from knowledge.article import Bilingual


def in_words(waited: timedelta) -> Bilingual:
    """Minutes below an hour, hours and minutes below a day, then days and hours; never less than nothing."""
    minutes = max(0, int(waited.total_seconds() // 60))
    if minutes < 1:
        return Bilingual(zh="不到1分钟", en="less than a minute")
    if minutes < 60:
        return Bilingual(zh=f"{minutes}分钟", en=_count(minutes, "minute"))
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return _joined(hours, "小时", "hour", minutes, "分钟", "minute")
    days, hours = divmod(hours, 24)
    return _joined(days, "天", "day", hours, "小时", "hour")


def _joined(large: int, large_zh: str, large_en: str, small: int, small_zh: str, small_en: str) -> Bilingual:
    if not small:
        return Bilingual(zh=f"{large}{large_zh}", en=_count(large, large_en))
    return Bilingual(
        zh=f"{large}{large_zh}{small}{small_zh}", en=f"{_count(large, large_en)} {_count(small, small_en)}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
