"""Words for the codes of a case."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.cases.service import DANGER, ORDINARY, SENIOR
from assistant.staff.wording import pair
from knowledge.article import Bilingual

REASONS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "requested": pair("居民要找人", "asked for a person"),
        "offered": pair("两次没听懂，居民要找人", "not understood twice, then wanted a person"),
        "complaint": pair("居民要投诉", "wants to complain"),
        "unanswered": pair("帮办没能回答", "Bangban could not answer"),
        "distress": pair("居民很着急", "is upset"),
        "fraud": pair("可能正在受骗", "may be being cheated"),
        "minor": pair("可能是孩子在求助", "may be a child asking for help"),
        "left": pair("登记到一半没说完", "stopped before the end"),
        "not_satisfied": pair("居民不满意", "was not content"),
        "missed_call": pair("居民打来电话没人接", "called and reached nobody"),
        "other_system": pair("另一系统转来", "sent by another system"),
        "in_person": pair("工作人员当面登记", "noted by staff in person"),
    }
)
LANGUAGES: Mapping[str, Bilingual] = MappingProxyType(
    {"zh": pair("中文", "Chinese"), "en": pair("英文", "English")}
)
LANES: Mapping[int, Bilingual] = MappingProxyType(
    {
        DANGER: pair("紧急", "urgent"),
        SENIOR: pair("65岁以上", "65 or over"),
        ORDINARY: pair("普通", "ordinary"),
    }
)
NEEDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "dialect": pair("方言", "dialect"),
        "slow": pair("请说慢一点", "please speak slowly"),
        "hearing": pair("听不清", "hard of hearing"),
        "sight": pair("看不清", "sees badly"),
        "mobility": pair("走路不便", "walks with difficulty"),
        "proxy": pair("替别人问", "asks for somebody else"),
    }
)
NEEDS_WITH_VALUE = frozenset({"dialect", "proxy"})
"""Of these the value says something; of the others that there is the need is all."""

WHY_ESCALATED: Mapping[str, Bilingual] = MappingProxyType(
    {
        "take": pair("没人接", "nobody took it"),
        "reply": pair("没有回复", "no answer yet"),
        "resolve": pair("没有办结", "not settled"),
        "sent_back": pair("部门退了三次", "departments sent it back three times"),
    }
)
WHY_UNREACHED: Mapping[str, Bilingual] = MappingProxyType(
    {
        "no_answer": pair("没有回音", "no answer"),
        "terminal": pair("只在公用屏上来过", "came only by a shared screen"),
        "opted_out": pair("居民退订了", "wants no messages"),
    }
)
MEDIA: Mapping[str, Bilingual] = MappingProxyType(
    {"text": pair("短信", "text message"), "call": pair("电话", "call")}
)


def named(names: Mapping[str, Bilingual], code: object) -> Bilingual:
    """A code that has no words stands for itself."""
    return names.get(str(code)) or Bilingual(zh=str(code), en=str(code))
