"""The dialogue engine without a model: follow-ups, places and plain search, for when Rasa fails."""

from __future__ import annotations

import re

from assistant.messages import Act, Engine
from assistant.ports import Decision
from assistant.state import ConversationState
from knowledge.aspects import Aspects
from knowledge.normalise import normalise
from knowledge.regions import Regions

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
                return self._told_district(region.code, state)
        aspect = self._aspects.detect(text, state.language)
        if state.asked == "fact" and aspect is None and len(text) <= _ANSWER_CHARACTERS:
            return (Act("interview", {"step": "answer", "query": text}),)
        if state.service and _CHECK.match(text.lower().strip(" ?。!")):
            return (Act("interview", {"step": "start", "service": state.service}),)
        if aspect is not None and state.service and len(text) <= _FOLLOW_UP_CHARACTERS:
            values = {"query": text, "service": state.service, "aspect": aspect.value}
            return (Act("answer", values),)
        return (Act("answer", {"query": text}),)

    @staticmethod
    def _told_district(code: str, state: ConversationState) -> tuple[Act, ...]:
        noted = Act("preference", {"name": "region", "value": code})
        if not state.service:
            return (noted,)
        values = {"service": state.service, "region": code}
        if state.aspect:
            values["aspect"] = state.aspect
        return (noted, Act("answer", values))
