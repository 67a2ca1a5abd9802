"""“And my husband?”: the same for somebody else, told by words without a model."""

from __future__ import annotations

import re

_RELATIVE = (
    "(?:爸爸?妈妈?|父母亲?|爹娘|公公婆婆|公婆|岳父岳母|老?(?:妈妈|母亲|妈|爸爸|父亲|爸|爹|娘)|爷爷奶奶|爷爷|奶奶|外公|外婆"
    "|姥姥|姥爷|公公|婆婆|岳父|岳母|丈人|老伴儿?|老婆|老公|爱人|对象|那口子|老头子?|老太婆|媳妇|儿子|女儿|闺女|外孙女?|孙子"
    "|孙女|哥哥?|姐姐?|弟弟?|妹妹?|舅舅|姑姑|姨妈?|叔叔?|侄子|邻居|老人|孩子)"
)
_RELATIVE_EN = (
    "(?:mother|mom|mum|father|dad|wife|husband|neighbou?r|son|daughter|sister|brother|parents"
    "|grandmother|grandfather|grandson|granddaughter|grandparents|uncle|aunt)"
)
_CAN = "(?:能不能|可不可以|能|可以|是不是|有没有|算不算)"
_GETS = "(?:领|办|拿|享受|申请|有|这样|一样)"
_ABOUT = re.compile(
    f"(?:那|那么|要是|如果)?(?:是|换成|换)?(?:(?:我|俺|咱)?(?:家)?(?:的)?{_RELATIVE}|(?:我|俺)(?:自己|本人))"
    f"(?:(?:也)?{_CAN}?(?:也)?{_GETS}?(?:呢|咧|哩|吗|么|不|嘛)|(?:也)?(?:能不能|可不可以|有没有){_GETS}?[呀啊]?|[呀啊]|行不行)"
    "|那(?:我|俺)呢|(?:那)?(?:我|俺)也能(?:领|办|拿|享受|申请)(?:吗|不|么)"
    f"|(?:and |what about |how about )(?:my {_RELATIVE_EN}|me|myself)"
)


def is_about(said: str) -> bool:
    """Whether a message, in the form in which commands are compared, asks the same for somebody else.

    Whoever asks more of somebody (我妈能领多少) asks a question of its own.
    """
    return _ABOUT.fullmatch(said) is not None
