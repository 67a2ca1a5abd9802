"""Words for the codes of a case."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.cases.service import DANGER, ORDINARY, SENIOR
from knowledge.article import Bilingual


def _pair(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


REASONS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "requested": _pair("居民要找人", "asked for a person"),
        "offered": _pair("两次没听懂，居民要找人", "not understood twice, then wanted a person"),
        "complaint": _pair("居民要投诉", "wants to complain"),
        "unanswered": _pair("帮办没能回答", "Bangban could not answer"),
        "distress": _pair("居民很着急", "is upset"),
        "not_satisfied": _pair("居民不满意", "was not content"),
        "missed_call": _pair("居民打来电话没人接", "called and reached nobody"),
        "other_system": _pair("另一系统转来", "sent by another system"),
        "in_person": _pair("工作人员当面登记", "noted by staff in person"),
    }
)
LANGUAGES: Mapping[str, Bilingual] = MappingProxyType(
    {"zh": _pair("中文", "Chinese"), "en": _pair("英文", "English")}
)
LANES: Mapping[int, Bilingual] = MappingProxyType(
    {
        DANGER: _pair("紧急", "urgent"),
        SENIOR: _pair("65岁以上", "65 or over"),
        ORDINARY: _pair("普通", "ordinary"),
    }
)
NEEDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "dialect": _pair("方言", "dialect"),
        "slow": _pair("请说慢一点", "please speak slowly"),
        "hearing": _pair("听不清", "hard of hearing"),
        "sight": _pair("看不清", "sees badly"),
        "mobility": _pair("走路不便", "walks with difficulty"),
        "proxy": _pair("替别人问", "asks for somebody else"),
    }
)
NEEDS_WITH_VALUE = frozenset({"dialect", "proxy"})
"""Of these the value says something; of the others that there is the need is all."""

WHY_ESCALATED: Mapping[str, Bilingual] = MappingProxyType(
    {
        "take": _pair("没人接", "nobody took it"),
        "reply": _pair("没有回复", "no answer yet"),
        "resolve": _pair("没有办结", "not settled"),
        "sent_back": _pair("部门退了三次", "departments sent it back three times"),
    }
)
WHY_UNREACHED: Mapping[str, Bilingual] = MappingProxyType(
    {
        "no_answer": _pair("没有回音", "no answer"),
        "terminal": _pair("只在公用屏上来过", "came only by a shared screen"),
        "opted_out": _pair("居民退订了", "wants no messages"),
    }
)
MEDIA: Mapping[str, Bilingual] = MappingProxyType(
    {"text": _pair("短信", "text message"), "call": _pair("电话", "call")}
)


def named(names: Mapping[str, Bilingual], code: object) -> Bilingual:
    """A code that has no words stands for itself."""
    return names.get(str(code)) or Bilingual(zh=str(code), en=str(code))
