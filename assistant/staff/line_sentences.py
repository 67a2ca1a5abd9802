"""What the page of the telephone line calls its figures and codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.staff.wording import pair
from knowledge.article import Bilingual

MODES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "stream": pair("我们听、我们说", "by our own voice"),
        "gather": pair("电话公司听和说", "by the provider’s voice"),
    }
)
ENDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "hung_up": pair("居民挂断", "the resident hung up"),
        "transferred": pair("转给了人工", "a person took it"),
        "dropped": pair("线路断了", "the line broke"),
        "refused": pair("没接", "refused"),
    }
)
STANDINGS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "talking": pair("和帮办说话", "talks with Bangban"),
        "waiting": pair("等人工", "waits for a person"),
        "taken": pair("和工作人员说话", "talks with a person"),
    }
)
STAGES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "endpoint_ms": pair("知道居民说完了", "That they had finished was noticed"),
        "text_ms": pair("听出了说的话", "The words were known"),
        "reply_ms": pair("有了答案", "The answer was known"),
        "audio_ms": pair("有了声音", "Its first sound was ready"),
        "total_ms": pair("居民听到声音", "The first sound went out"),
    }
)
"""By the field of `TurnTimes`; each counts from when the resident stopped speaking, or pressed a key."""


def milliseconds(value: int | None) -> Bilingual:
    if value is None:
        return pair("没有", "none")
    return pair(f"{value}毫秒", f"{value} ms")


def minutes(seconds: float) -> Bilingual:
    """How long a call has gone on."""
    whole, rest = divmod(int(seconds), 60)
    if not whole:
        return pair(f"{rest}秒", f"{rest} s")
    return pair(f"{whole}分{rest}秒", f"{whole} min {rest} s")


def named(names: Mapping[str, Bilingual], code: str) -> Bilingual:
    return names.get(code) or Bilingual(zh=code, en=code)
