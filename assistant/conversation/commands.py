"""Words and keys that always work, whatever the state, without a model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from assistant.cases import needs
from assistant.conversation import case_words, heard, kinds, my_data
from assistant.conversation.tasks.plans import TASKS
from assistant.conversation.tasks.tasks import step_of
from assistant.messages import Act, Engine, Option
from assistant.ports import Decision
from assistant.rendering.options import match
from assistant.state import ConversationState
from knowledge.article import Language
from knowledge.combinations import Combinations
from knowledge.danger import Dangers
from knowledge.glossary import Glossary
from knowledge.limits import Limits
from knowledge.normalise import normalise
from knowledge.spoken.answers import after_denial, read_yes_no

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
            "找工作人员",
            "工作人员",
            "member of staff",
            "staff",
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

_ANSWERS_A_STEP = frozenset(
    {"不要", "stop", "t", "开始", "start", "快点", "快一点", "快些", "再快点", "faster"}
)
"""Words that answer the question of a step as well."""
_TOLD_FREELY = frozenset({"what", "service", "happened"})
_NAMES_SOMEBODY = frozenset({"who", "relation"})
_URGENT = frozenset({"distress", "minor"})
"""Limits that go before what is told to a step, but for a complaint, whose own words may sound like them."""

_REFUSALS = frozenset({("say", "deny_nothing"), ("interview", "forget")})
_SHORT: Mapping[Language, int] = {"zh": 6, "en": 16}
"""Characters of a yes or no that says nothing else."""

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ -]+(?=\d)")
_CARD = re.compile(r"(?<!\d)(?:[3-6]\d{15}|6\d{18})(?![\dx])")
"""Bank cards have sixteen or nineteen digits (ISO/IEC 7812); identity numbers have eighteen."""
_PASSWORD = re.compile(r"(?:密码|验证码|password|pin)(?:是|为|is|:| )*\d{4,8}(?!\d)")

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

    def __init__(
        self, dangers: Dangers, limits: Limits, glossary: Glossary, combinations: Combinations
    ) -> None:
        self._dangers = dangers
        self._limits = limits
        self._glossary = glossary
        self._combinations = combinations

    @classmethod
    def load(cls) -> Self:
        """With the kept lists of words. Raises KnowledgeError when one of them is wrong."""
        return cls(Dangers.load(), Limits.load(), Glossary.load(), Combinations.load())

    def read(self, text: str, state: ConversationState) -> Decision | None:
        """Danger first, then what was just offered, then the words that always work."""
        danger = self._dangers.detect(normalise(text))
        if danger == "crime" and self._limits.detect(text) == "minor":
            # A child is told to ring 110 too, and gets a person besides.
            return _decided(Act("limit", {"topic": "minor"}))
        if danger is not None:
            return _decided(Act("emergency", {"danger": danger}))
        option = _offered(text, state.options)
        if option is not None:
            return _decided(option.act)
        if _tells_a_secret(text):
            return _decided(Act("say", {"phrase": "keep_secret"}))
        word = bare(text)
        answer = _answered(word, state)
        if answer is not None:
            return _decided(answer)
        step = step_of(state)
        if word in _WORDS and not ((step or state.asked == "fact") and word in _ANSWERS_A_STEP):
            return _decided(_WORDS[word])
        if _PERSON.match(word) or needs.asks_for_lane(text):
            return _decided(Act("open_case", {"reason": "requested"}))
        act = my_data.read(word, state.asked) or self._heard(word, step)
        if act is None and step:
            return self._told(text, step, state)
        act = act or self._looked_up(word, state) or self._started(text, state)
        return _decided(act) if act is not None else self._aside(text, state)

    @staticmethod
    def _heard(word: str, step: str) -> Act | None:
        """How the resident wants it said, unless the words answer the question of `step`."""
        if step and word in _ANSWERS_A_STEP:
            return None
        act = heard.read(word)
        return None if act and act.kind == "about" and step in _NAMES_SOMEBODY else act

    def _told(self, text: str, step: str, state: ConversationState) -> Decision | None:
        """What is told of the matter may hold any words at all; elsewhere another task may be wanted."""
        if step not in _TOLD_FREELY:
            begun = self._started(text, state)
            if begun is not None and begun.get("task") != state.task:
                return _decided(begun)
            return self._aside(text, state)
        topic = self._limits.detect(text) if step != "what" else None
        if topic in _URGENT:
            return _decided(Act("limit", {"topic": topic}))
        return _decided(Act("task", {"step": "answer", "query": text}))

    @staticmethod
    def _looked_up(word: str, state: ConversationState) -> Act | None:
        if _CODE.fullmatch(word):
            return Act("take_over", {"code": re.sub(r"\D", "", word)})
        return case_words.read(word, state.asked)

    @staticmethod
    def _started(text: str, state: ConversationState) -> Act | None:
        """What the resident clearly wants to have done."""
        kind = kinds.requested(text)
        task = TASKS.get(kind) if kind is not None else None
        return Act("task", {"step": "start", "task": task, "query": text}) if task else None

    def _aside(self, text: str, state: ConversationState) -> Decision | None:
        """What is never a question about a service."""
        topic = self._limits.detect(text)
        if topic is not None:
            return _decided(Act("limit", {"topic": topic}))
        if self._glossary.asks_meaning(text, state.language):
            return _decided(Act("explain", {"query": text}))
        if self._combinations.asks(text, state.language):
            return _decided(Act("compare", {"query": text}))
        return None


def _tells_a_secret(text: str) -> bool:
    """Whether a message holds the number of a card, or a password: nobody here may ask for these."""
    said = normalise(text).lower()
    return bool(_CARD.search(_BETWEEN_DIGITS.sub("", said)) or _PASSWORD.search(said))


def _offered(text: str, options: tuple[Option, ...]) -> Option | None:
    return match(text, options) if options else None


def _answered(word: str, state: ConversationState) -> Act | None:
    """What a short yes or no chooses, where what is offered can be refused: 不要 stops no messages then."""
    refused = next((option for option in state.options if _refuses(option.act)), None)
    if refused is None or len(word) > _SHORT[state.language] or after_denial(word, state.language):
        return None
    said = read_yes_no(word, state.language)
    if said is None:
        return None
    return state.options[0].act if said else refused.act


def _refuses(act: Act) -> bool:
    if act.kind == "my_data":
        return act.get("yes") is False
    return (act.kind, act.get("phrase") or act.get("step")) in _REFUSALS


def _decided(act: Act) -> Decision:
    return Decision(acts=(act,), engine=Engine.KEYPAD)
