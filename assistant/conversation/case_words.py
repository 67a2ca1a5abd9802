"""Asking how a case stands, told by words, numbers and keys without a model."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.cases import numbers
from assistant.messages import Act

CODE_DIGITS = 4
ASKED = "code:"
"""How `asked` of a state begins while the code of the case whose number follows is waited for."""

_SPOKEN = str.maketrans("零〇○洞一幺二两三四五六七拐八九", "0000112234567789")
_LOOK = "(?:查询|查看|查一?下|查查|查|看看|看一?下|问一?下|问问|问)"
_LEAD = re.compile(
    rf"^(?:(?:我|请|帮我|麻烦|要|想)*{_LOOK}(?:我[妈爸]?的)?(?:那个|这个)?(?:进度|编号|号码|号)?(?:是|:)?"
    r"|(?:我的)?(?:进度|编号|号码|号)(?:是|:)?"
    r"|(?:check|status|case|status of|number)(?: number| status)?(?: of)?(?: case)?:?)\s*"
)
_TAIL = re.compile(r"\s*(?:的?(?:进度|事|情况)|号)?(?:办到哪(?:里|儿)?了|怎么样了?|好了吗|办好了吗)?$")
_CODE_NAME = re.compile(r"(?:的)?(?:查询码|密码|code|pin)(?:是|:)?")
_DASH = re.compile(r"(?<=[0-9])\s*[-—–－杠横]\s*(?=[0-9])")
_DIGITS = re.compile(r"[0-9 ,，、和]+")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_JOINED = (9, 10)
"""Lengths at which digits without a gap are a number and its code; a telephone number has none of them."""

_MY_CASE = r"(?:我|俺)?的?(?:那|这)?(?:个|件)?(?:事情?|单子|登记的事|办的事|问题|投诉|申请)?"
_SURE = re.compile(
    rf"(?:我|俺)?(?:要|想)?(?:帮我)?(?:{_LOOK}|看)?(?:我|俺)?的?(?:办事|办理|事情)?进度(?:怎么样了?)?"
    r"|(?:我|俺)的(?:那|这)?(?:个|件)?(?:事情?|单子)(?:办到哪(?:里|儿|一步)?了?|办得?怎么?样了?"
    r"|办得?咋样了?|办好了?(?:没|没有|吗)?|到哪了|(?:怎么|咋)样了|有(?:没有)?(?:结果|消息|回音)了?(?:吗|没)?)"
    r"|(?:check |what is |what's )?(?:the |my )?(?:case )?status(?: of my case)?"
    r"|(?:我)?(?:忘了|忘记|不记得|记不得|丢了|找不到)(?:我的)?(?:编号|号码|号)了?|(?:我的)?编号(?:是多少|是啥|是什么|多少|忘了)"
    r"|(?:how|where) is my case(?: going| now)?|my case"
)
_WEAK = re.compile(
    rf"{_MY_CASE}(?:办好了?(?:没有?|吗)|办得(?:怎么?|咋)样了|办到哪(?:里|儿|一步)?了|有(?:没有)?(?:结果|消息|回音)了?(?:吗|没有?)?"
    r"|什么时候(?:有结果|能办好|给我回|有人(?:联系|找)我)|还要等多久|要等多久|等多久|前面还有几个人?"
    r"|(?:排到|轮到)(?:我|第几个?|几号)了?(?:吗|没有?)?|怎么还?没有?人(?:联系|找|理|管)我?|怎么还?没有?人给我(?:打|回)电话)"
    r"|any news|how long (?:do i have to|must i|will i) wait|is it done(?: yet)?"
)


def read(said: str, asked: str | None) -> Act | None:
    """The act “case_status” of a message in the form in which commands are compared; None for others.

    What could as well mean something else has `if_any`: it counts only when the resident has such a case.
    `misread` is written as a number and is none.
    """
    if asked is not None and asked.startswith(ASKED):
        code = _digits(said)
        if code is not None and len(code) == CODE_DIGITS:
            return Act("case_status", {"number": asked.removeprefix(ASKED), "code": code})
    numbered = _numbered(said)
    if numbered is not None:
        return Act("case_status", numbered)
    if asks_how_it_stands(said):
        return Act("case_status")
    return Act("case_status", {"if_any": True}) if _WEAK.fullmatch(said) else None


def asks_how_it_stands(said: str) -> bool:
    """Whether the words can mean nothing else, whatever was asked before."""
    return _SURE.fullmatch(said) is not None


def _numbered(said: str) -> Mapping[str, object] | None:
    lead = _LEAD.match(said)
    rest = _TAIL.sub("", said[lead.end() :] if lead else said)
    named = _CODE_NAME.search(rest)
    rest = _CODE_NAME.sub(" ", rest).translate(_SPOKEN)
    dashed = _DASH.search(rest) is not None
    rest = _DASH.sub("", rest).strip()
    if not _DIGITS.fullmatch(rest):
        return None
    groups = re.findall("[0-9]+", rest)
    digits = "".join(groups)
    if _MOBILE.fullmatch(digits):
        return None
    number, code = digits, None
    if len(groups) > 1 and len(groups[-1]) == CODE_DIGITS:
        number, code = "".join(groups[:-1]), groups[-1]
    elif len(groups) == 1 and len(digits) in _JOINED:
        number, code = digits[:-CODE_DIGITS], digits[-CODE_DIGITS:]
    parsed = numbers.parse(number)
    if parsed is None:
        return {"misread": True} if dashed and code is None and len(groups) == 1 and len(digits) < 7 else None
    sure = lead is not None or dashed or named is not None or code is not None
    return {"number": parsed, **({"code": code} if code else {}), **({} if sure else {"if_any": True})}


def _digits(said: str) -> str | None:
    kept = re.sub(r"[\s,，、]", "", _CODE_NAME.sub("", said)).translate(_SPOKEN)
    return kept if kept.isascii() and kept.isdigit() else None
