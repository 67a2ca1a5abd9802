"""The dialogue engine without a model: follow-ups, places and plain search, for when Rasa fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from assistant.messages import Act, Engine
from assistant.ports import Decision
from assistant.rendering.moments import LOCAL_TIME
from assistant.state import ConversationState
from knowledge.article import Aspect
from knowledge.aspects import Aspects
from knowledge.normalise import bare, normalise
from knowledge.regions import Regions
from knowledge.spoken.answers import after_denial, is_cancel
from knowledge.spoken.people import read_person
from knowledge.spoken.phones import read_phone
from knowledge.spoken.times import read_when

_STEP = "task:"
_QUESTION = re.compile(
    r"[?？]$|吗$|怎么|咋|多少|多久|什么|啥|哪|要不要|能不能|^(?:how|what|where|which|do i)\b"
)
# 随便哪个, 哪天的事不对 answer a step.
_NO_QUESTION = re.compile(
    r"随便|没有?(?:手机|电话)|(?:别|其他|另外)的?(?:时间|日子)|都[行可]|无所谓|(?:不对|错|有问题)[了的啊呀]*$|\bany\b|\bwrong$"
)
_ABOUT_SOMEBODY = frozenset({"task:who", "task:relation"})
_TALK: Mapping[str, Act] = {
    **dict.fromkeys(
        ("你好", "您好", "你们好", "喂", "喂喂", "在吗", "有人吗", "有人在吗", "hello", "hi"),
        Act("say", {"phrase": "greeting"}),
    ),
    **dict.fromkeys(
        ("谢谢", "谢谢你", "谢谢您", "多谢", "谢了", "麻烦你了", "麻烦了", "thanks", "thank you"),
        Act("say", {"phrase": "thanks"}),
    ),
    **dict.fromkeys(
        ("再见", "拜拜", "没事了", "没别的事了", "先这样", "挂了", "bye", "goodbye"), Act("close")
    ),
}
_FOLLOW_UP_CHARACTERS = 10
_ANSWER_CHARACTERS = 16
_CHECK = re.compile(
    r"^(那|那么)?(帮我|给我|替我)?(看看|看下|算算|问问)?(我|俺|我家|我妈|我爸|我老伴|老人|他|她)?(这样|这种情况)?"
    r"(能不能|可不可以|能|可以|够不够|够|符合|有没有|有)(领|办|申请|享受|条件|资格)(吗|不|么|呢)?$"
    r"|^(can i get it|can i get that|am i eligible|do i qualify)$"
)


class KeypadEngine:
    """Decides by fixed rules what a simple message asks for; never fails."""

    def __init__(self, aspects: Aspects, regions: Regions) -> None:
        self._aspects = aspects
        self._regions = regions

    def decide(self, conversation_id: str, text: str, state: ConversationState) -> Decision:
        return Decision(acts=self._acts(normalise(text), state), engine=Engine.KEYPAD)

    def _acts(self, text: str, state: ConversationState) -> tuple[Act, ...]:
        if state.asked == "district":
            region = self._regions.find(text, state.language)
            if region is not None:
                return told_district(region.code, state)
        talk = _TALK.get(bare(text))
        if talk is not None and state.asked != "fact":
            return (talk,)
        aspect = self._aspects.detect(text, state.language)
        if (state.asked or "").startswith(_STEP):
            return self._answered_step(text, aspect, state)
        if state.asked == "fact" and aspect is None and len(text) <= _ANSWER_CHARACTERS:
            return (Act("interview", {"step": "answer", "query": text}),)
        if state.service and _CHECK.match(text.lower().strip(" ?。!")):
            return (Act("interview", {"step": "start", "service": state.service}),)
        if aspect is not None and state.service and len(text) <= _FOLLOW_UP_CHARACTERS:
            values = {"query": text, "service": state.service, "aspect": aspect.value}
            return (Act("answer", values),)
        return (Act("answer", {"query": text}),)

    def _answered_step(self, text: str, aspect: Aspect | None, state: ConversationState) -> tuple[Act, ...]:
        """A step of a task waits: its answer, what was wrong before it, or a question in between."""
        if is_cancel(text, state.language):
            return (Act("cancel"),)
        if after_denial(text, state.language):
            return (Act("task", {"step": "correct", "query": text}),)
        is_question = aspect is not None or _QUESTION.search(text.lower())
        if is_question and not _NO_QUESTION.search(text.lower()) and self._reads_no_answer(text, state):
            about = {"service": state.service} if state.service else {}
            return (Act("answer", {"query": text, **about}),)
        return (Act("task", {"step": "answer", "query": text}),)

    def _reads_no_answer(self, text: str, state: ConversationState) -> bool:
        """Whether `text` holds nothing of what a step can ask for."""
        if state.asked in _ABOUT_SOMEBODY and not _QUESTION.search(text.lower()):
            # 帮邻居办 tells for whom.
            return read_person(text, state.language) is None
        at = datetime.now(LOCAL_TIME).replace(tzinfo=None)
        return read_when(text, state.language, at) is None and read_phone(text) is None


def told_district(code: str, state: ConversationState) -> tuple[Act, ...]:
    """Note where the resident lives, and answer once more what was asked last."""
    noted = Act("preference", {"name": "region", "value": code})
    if not state.service:
        return (noted,)
    values = {"service": state.service, "region": code}
    if state.aspect:
        values["aspect"] = state.aspect
    return (noted, Act("answer", values))
