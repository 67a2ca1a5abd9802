"""Whether what was said so far sounds like all of it: a whole question needs no long pause after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.line.choosing import always_works
from assistant.messages import Expect, Option
from assistant.rendering.options import match
from knowledge.article import Language
from knowledge.normalise import bare
from knowledge.spoken.answers import read_yes_no

_SHORTEST = 4
"""Characters of a question that can be a whole one."""
_ASKS = re.compile(
    r"(?:吗|呢|么|没有?|[咋怎]么?(?:样|办理?|领取?|弄|走|报销?|申请|查|交|补|换|算|写|填|去)|多少钱?|什么(?:条件|手续|材料|证件?|东西)?|啥"
    r"|在?哪(?:里|儿|个)?(?:办|领|交|查)?|多久|多长时间|几天|几点|谁|怎么回事|行不行|能不能办?|可不可以)$"
)
_GOES_ON = re.compile(
    r"(?:那个|这个|就是|然后|还有|因为|但是|不过|所以|想问|我想|我要|比如|或者|要是|如果|[的和跟给在把被去到从]|嗯+|呃+)$"
)
_TOLD = frozenset({"digits", "address", "time", "anything"})
"""What is said in several breaths, and sounds whole after each."""


def sounds_finished(text: str, expect: Expect, options: Sequence[Option], language: Language) -> bool:
    """By the words alone; a question in English does not show where it ends."""
    said = bare(text)
    if always_works(text) or match(text, options) is not None:
        return True
    if expect in _TOLD:
        return False
    if expect == "yes_no":
        return read_yes_no(text, language) is not None
    if language == "en" or len(said) < _SHORTEST or _GOES_ON.search(said):
        return False
    return _ASKS.search(said) is not None
