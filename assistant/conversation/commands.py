"""Words and keys that always work, whatever the state, without a model."""

from __future__ import annotations

import re

from assistant.cases import needs
from assistant.cases.kinds import CaseKind
from assistant.conversation import case_words, kinds
from assistant.messages import Act, Engine, Option
from assistant.ports import Decision
from assistant.rendering.options import match
from assistant.state import ConversationState
from knowledge.danger import Dangers
from knowledge.normalise import normalise

# The words that must work by text message: ACCESSIBILITY, SMS.
_WORDS: dict[str, Act] = {
    **dict.fromkeys(
        (
            "人工",
            "0",
            "真人",
            "找人工",
            "转人工",
            "人工服务",
            "客服",
            "找个人",
            "找人",
            "直接找人",
            "直接转人工",
            "person",
            "agent",
            "human",
        ),
        Act("open_case", {"reason": "requested"}),
    ),
    **dict.fromkeys(("帮助", "help", "菜单", "menu"), Act("say", {"phrase": "help"})),
    **dict.fromkeys(("重复", "9", "再说一遍", "再说一次", "repeat", "again"), Act("repeat")),
    **dict.fromkeys(
        ("退订", "t", "td", "stop", "不要"), Act("preference", {"name": "messages", "value": "off"})
    ),
    **dict.fromkeys(("开始", "start"), Act("preference", {"name": "messages", "value": "on"})),
    **dict.fromkeys(("english", "英语", "英文"), Act("preference", {"name": "language", "value": "en"})),
    **dict.fromkeys(
        ("中文", "普通话", "国语", "chinese", "mandarin"),
        Act("preference", {"name": "language", "value": "zh"}),
    ),
    **dict.fromkeys(("接着看", "还有呢", "接着说", "more"), Act("more")),
    **dict.fromkeys(
        (
            "换屏幕",
            "换到屏幕",
            "到大厅接着办",
            "到大厅接着问",
            "去大厅接着办",
            "换个地方接着办",
            "换地方",
            "screen",
        ),
        Act("hand_over"),
    ),
    **dict.fromkeys(
        ("删掉我的回答", "忘掉我的回答", "删除我的回答", "别记我的回答", "delete my answers"),
        Act("interview", {"step": "forget"}),
    ),
}

# Six digits, as the assistant says them: in two groups.
_CODE = re.compile(r"\d{3}[ -]?\d{3}")

_EDGES = re.compile(r"^[\s\W_]+|[\s\W_]+$")

# A request for a person inside a short sentence: 我要跟人说话, 有没有真人, can I talk to someone.
_PERSON = re.compile(
    r"^(我|俺|咱)?(要|想|得)?(不要机器)?(帮我|给我|能不能|可不可以|可以|请|麻烦)*(你|您)?(帮我|给我)?"
    r"(转|接|找|换|叫|要|跟|和|同|与)(一下|接)?(个|一个|到|你们)?(人工|真人|活人|客服|工作人员|人)"
    r"(工)?(服务|客服|坐席)?(来)?(讲话|说话|讲|说|聊|谈|听|接|帮我)?(话)?(行不行|行吗|好吗|可以吗|吧|啊|呀)?$"
    r"|^(我|俺)?(要|想)?(找|换|叫|喊|来)(个|一个)?(真|活)?人(来)?(跟|和|同|给|帮)我(说|讲|谈|聊|办)?(说|讲|一下|办|话)?$"
    r"|^(有没有|有)(真人|活人|人工|工作人员)(吗|呢)?$"
    r"|^(please )?(can|could|may|let|i want|i need|i would like|i'd like)?.{0,12}\b(talk|speak)( to| with)? "
    r"(a |an )?(real )?(person|human|someone|somebody|staff|agent|operator)( please)?$"
)


def bare(text: str) -> str:
    """The text as commands are compared: normalised, lower case, without punctuation around it."""
    return _EDGES.sub("", normalise(text).lower())


class Commands:
    """What a message asks for when no model is needed to know it."""

    def __init__(self, dangers: Dangers) -> None:
        self._dangers = dangers

    def read(self, text: str, state: ConversationState) -> Decision | None:
        """Danger first, then what was just offered, then the words that always work."""
        danger = self._dangers.detect(normalise(text))
        if danger is not None:
            return _decided(Act("emergency", {"danger": danger}))
        option = _offered(text, state.options)
        if option is not None:
            return _decided(option.act)
        word = bare(text)
        if word in _WORDS:
            return _decided(_WORDS[word])
        if _CODE.fullmatch(word):
            return _decided(Act("take_over", {"code": re.sub(r"\D", "", word)}))
        if _PERSON.match(word) or needs.asks_for_lane(text):
            return _decided(Act("open_case", {"reason": "requested"}))
        status = case_words.read(word, state.asked)
        if status is not None:
            return _decided(status)
        kind = kinds.requested(text)
        if kind is None:
            return None
        return _decided(
            Act("open_case", {"reason": "complaint" if kind is CaseKind.COMPLAINT else "requested"})
        )


def _offered(text: str, options: tuple[Option, ...]) -> Option | None:
    return match(text, options) if options else None


def _decided(act: Act) -> Decision:
    return Decision(acts=(act,), engine=Engine.KEYPAD)
