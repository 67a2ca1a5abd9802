"""Fixed words and forms of words, the same whatever the state of a conversation."""

from __future__ import annotations

import re

from assistant.messages import Act
from knowledge.normalise import normalise

# The words that must work by text message: ACCESSIBILITY, SMS.
WORDS: dict[str, Act] = {
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

LIVES = re.compile(
    r"(?:不是|不对|错了)?[,，。 ]*(?:我|俺|我们)(?:现在|已经|家)?(?:是|在|住在?|搬到|搬去|改到)"
    r"(?P<place>.{2,12}?)(?:的|人|了|去了|去)*"
)
"""Somebody says where they live: 不是，我是晋安的; 我搬到厦门去了."""

CODE = re.compile(r"\d{3}[ -]?\d{3}")
"""Six digits, as the assistant says them: in two groups."""

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ -]+(?=\d)")
_CARD = re.compile(r"(?<!\d)(?:[3-6]\d{15}|6\d{18})(?![\dx])")
"""Bank cards have sixteen or nineteen digits (ISO/IEC 7812); identity numbers have eighteen."""
_PASSWORD = re.compile(r"(?:密码|验证码|password|pin)(?:是|为|is|:| )*\d{4,8}(?!\d)")


PERSON = re.compile(
    r"^(我|俺|咱)?(要|想|得)?(不要机器)?(帮我|给我|能不能|可不可以|可以|请|麻烦)*(你|您)?(帮我|给我)?"
    r"(转|接|找|换|叫|要|跟|和|同|与)(一下|接)?(个|一个|到|你们)?(人工|真人|活人|客服|工作人员|人)"
    r"(工)?(服务|客服|坐席)?(来)?(讲话|说话|讲|说|聊|谈|听|接|帮我)?(话)?(行不行|行吗|好吗|可以吗|吧|啊|呀)?$"
    r"|^(我|俺)?(要|想)?(找|换|叫|喊|来)(个|一个)?(真|活)?人(来)?(跟|和|同|给|帮)我(说|讲|谈|聊|办)?(说|讲|一下|办|话)?$"
    r"|^(有没有|有)(真人|活人|人工|工作人员)(吗|呢)?$"
    r"|^(please )?(can|could|may|let|i want|i need|i would like|i'd like)?.{0,12}\b(talk|speak)( to| with)? "
    r"(a |an )?(real )?(person|human|someone|somebody|staff|agent|operator)( please)?$"
)
"""A request for a person inside a short sentence: 我要跟人说话, 有没有真人, can I talk to someone."""


def tells_a_secret(text: str) -> bool:
    """Whether a message holds the number of a card, or a password: nobody here may ask for these."""
    said = normalise(text).lower()
    return bool(_CARD.search(_BETWEEN_DIGITS.sub("", said)) or _PASSWORD.search(said))
