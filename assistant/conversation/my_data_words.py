"""Asking what is kept, and for it to be erased, told by words and keys without a model."""

from __future__ import annotations

import re

from assistant.conversation import case_words
from assistant.messages import Act

ASKED = "data:"
"""How `asked` of a state begins while a code or a yes is waited for; the step follows."""

_WHO = r"(?:你们?|您|这里|这儿|系统)*(?:都|还)?"
_DATA = r"(?:的)?(?:全部|所有|个人|一切)?的?(?:资料|信息|数据|记录|号码|档案|东西)"
_SHOW = re.compile(
    rf"{_WHO}(?:存|记|留|保存|收集|留存|知道|有)(?:了|着|下)?(?:我|俺)的?(?:什么|啥子?|哪些|哪几样)(?:资料|信息|数据|东西|事)?(?:啊|呀|呢)?"
    rf"|(?:我要|我想|想|请|帮我)*(?:查|看|查看|看看|查查|查一下|看一下)(?:我|俺){_DATA}"
    rf"|(?:我|俺){_DATA}(?:有|存|记)(?:了)?(?:什么|啥|哪些)"
    r"|what (?:data |information )?(?:do you|have you) (?:know|keep|store|stored|kept|have|got)"
    r"(?: about| on| of) me|(?:show |see |show me )?my data"
)
_ERASE = re.compile(
    rf"(?:我要|我想|想|请|请你|帮我|给我|麻烦)*(?:删|删掉|删除|删了|清|清除|清空|清掉|忘掉|抹掉|销毁|去掉)(?:你们存的|存的)?(?:我|俺){_DATA}"
    rf"|(?:我要|我想|请|帮我)*(?:把|将)(?:你们存的|存的)?(?:我|俺)?{_DATA}(?:都|全|全都|全部)?(?:给我)?(?:删|删掉|删除|删了|清|清除|清空|清掉|忘掉)(?:了|吧)?"
    rf"|(?:我|俺)不(?:想|要|愿意)(?:让|叫|被)?你们?(?:再)?(?:存|留|记|保存)(?:着)?(?:我|俺){_DATA}.{{0,8}}"
    r"|(?:please )?(?:delete|erase|remove|forget) (?:all )?(?:of )?my (?:data|information|details|number)"
    r"|(?:please )?(?:delete|erase|forget) (?:everything|what you (?:know|have|keep)) about me"
)
_YES = re.compile(
    r"(?:好|好的|是|是的|对|要|要删|要清|删|清|删掉|清掉|确定|可以)(?:啊|呀|吧|了)?"
    r"|yes|ok|okay|erase|erase it"
)
_NO = re.compile(
    r"(?:不|不要|不用|不删|不清|别删|别清|先不删|先不清|算了|不是|取消|no|keep it|cancel)(?:吧|了)?"
)
_AGAIN = re.compile(
    r"(?:我)?(?:没有?|还没有?)(?:收到|看到|来)(?:短信|数字|码|验证码)?"
    r"|(?:请)?(?:再|重新|重)(?:发|给我发)(?:一次|一遍|一个|一条|个|条)?(?:短信|码)?(?:吧)?"
    r"|send it again|i (?:did not|didn't) get it"
)


def read(said: str, asked: str | None) -> Act | None:
    """The act “my_data” of a message in the form in which commands are compared; None for others.

    While a code or a yes is waited for, as `asked` tells, the answer is read; a request is one at any time.
    """
    if _SHOW.fullmatch(said):
        return Act("my_data", {"step": "show"})
    if _ERASE.fullmatch(said):
        return Act("my_data", {"step": "erase"})
    if asked is None or not asked.startswith(ASKED):
        return None
    step = asked.removeprefix(ASKED)
    if step == "erase" and _YES.fullmatch(said):
        return yes(step)
    if _NO.fullmatch(said):
        return no(step)
    if _AGAIN.fullmatch(said):
        return Act("my_data", {"step": step, "again": True})
    coded = case_words.read(said, case_words.ASKED)
    if coded is None or not coded.get("code"):
        return None
    number = {"number": coded.get("number")} if coded.get("number") else {}
    return Act("my_data", {"step": step, "code": coded.get("code"), **number})


def yes(step: str) -> Act:
    """The act of the key that confirms."""
    return Act("my_data", {"step": step, "yes": True})


def no(step: str) -> Act:
    """The act of the key that changes nothing."""
    return Act("my_data", {"step": step, "yes": False})
