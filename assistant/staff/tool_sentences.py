"""What the console says about phrases, approved answers, practice and messages that did not go out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.staff.wording import pair
from knowledge.article import Bilingual

SENTENCES_OF_TOOLS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "phrase_title_missing": pair("请给这句话起个名字。", "Give the phrase a name."),
        "phrase_zh_missing": pair("请写中文。", "Write the Chinese."),
        "phrase_en_missing": pair("请写英文。", "Write the English."),
        "phrase_kept": pair("常用语存好了。", "The phrase is kept."),
        "phrase_removed": pair("常用语删掉了。", "The phrase is removed."),
        "phrase_gone": pair("这句常用语已经没有了。", "This phrase is gone already."),
        "answer_sent": pair("答案发出去了。", "The answer is on its way."),
        "answer_gone": pair(
            "这条答案已经没有了，规定可能到期了。", "This answer is gone; its rule may have ended."
        ),
        "said_missing": pair("请写居民说了什么。", "Write down what the resident said."),
        "practice_begun": pair("练习个案摆好了。", "The practice cases are laid out."),
        "try_again_noted": pair("会再发一次。", "It will be tried again."),
        "set_aside_noted": pair("不再发了，记下了。", "It is set aside."),
        "delivery_gone": pair("这一条已经有人处理了。", "Somebody has seen to this one already."),
    }
)
MEDIA: Mapping[str, Bilingual] = MappingProxyType(
    {"text": pair("短信", "text message"), "call": pair("电话", "call")}
)
PURPOSES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "reply": pair("回复", "reply"),
        "turn": pair("帮办的回答", "answer"),
        "notice": pair("进度通知", "news of the case"),
        "follow_up": pair("回访", "follow-up"),
        "reminder": pair("预约提醒", "reminder"),
        "callback": pair("回电", "callback"),
        "code": pair("核对用的数字", "check code"),
    }
)
