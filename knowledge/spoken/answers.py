"""Yes, no, “no, it is …”, and “leave it”."""

from __future__ import annotations

import re

from knowledge.article import Language
from knowledge.spoken.fillers import bare

_SOFT = r"[吧啊呢呀哦嘛啦咯喽哈哩呗噢哟哇,。、.!\s]"
_TAIL_ZH = rf"(?:{_SOFT}|的|了|谢谢(?:你们?|您)?|麻烦(?:你们?|您)了?|就这样|我知道了?)*"
_YES_ZH = (
    r"(?:对(?:的|了|头|着呢|呀)?|没错|不错|错不了|是(?:的|啊|呀|嘞|咧|哩|这样的?|这个|这么回事)?|正是"
    r"|好(?:的|嘞|咧|啊|呀|了|吧|说)?|行(?:的|吧|啊|嘞|呢)?|中|成|要得|要的|可以的?|嗯+|恩+|昂|得|得嘞|使得"
    r"|管|能行|没问题|冇问题|系|着|确认|确定|同意|愿意|需要|要|想|就(?:是)?这样(?:的|办|吧|定)?"
    r"|就这么(?:办|定)(?:了)?|这样(?:就)?(?:行|好|可以)|没(?:有)?意见|ok|okay|yes|y|欧克|好滴|中的|妥|当然"
    r"|肯定|晓得|有)"
)
_NO_ZH = (
    r"(?:不(?:是|对|行|好|要|用|成|中|可以|同意|愿意|需要|想|确定?|办|约|去|得|方便)?(?:的|了)?|错(?:了|的)?"
    r"|(?:你|我|您)?(?:弄|说|听|搞|记|写)错了?|没有(?:了)?|没(?:了)?|甭|莫|别|冇|唔(?:要|系|对|好|得)|毋|否"
    r"|no|n|nope|算不上)"
)
_NO = re.compile(rf"(?:我|那)?{_NO_ZH}(?:{_SOFT}*+(?>{_NO_ZH}))*+{_TAIL_ZH}", re.IGNORECASE)
_YES = {
    "zh": re.compile(rf"(?:我|那|就)?{_YES_ZH}(?:{_SOFT}*+(?>{_YES_ZH}))*+{_TAIL_ZH}", re.IGNORECASE),
    "en": re.compile(
        r"(?:(?:yes|yeah|yep|yup|y|ok|okay|sure|right|correct|that's (?:right|correct|it|fine)"
        r"|that is (?:right|correct)|fine|good|all right|alright|of course|please do|i do|it is|certainly"
        r"|absolutely|definitely|go ahead|confirm|agreed?|yes please|i am|sounds good|perfect|true|exactly"
        r"|uh[ -]huh|mm[ -]?hm+)[\s,.!]*)+",
        re.IGNORECASE,
    ),
}
# 对,是明天: a yes set off from what follows. 对面 and 是我妈 are none.
_YES_FIRST = {
    "zh": re.compile(
        r"(?:对(?:的|了|对|呀|啊)*|是(?:的|啊|呀)|没错|好(?:的|嘞|啊|吧)|可以的?|行|嗯+|ok)[,。!\s]",
        re.IGNORECASE,
    ),
    "en": re.compile(r"(?:yes|yeah|yep|ok|okay|right|correct|sure)\b[,.!\s]", re.IGNORECASE),
}
_QUESTION = {
    "zh": re.compile(r"[吗么?]$|^(?:对不对|是不是|行不行|好不好|可不可以|要不要|中不中)"),
    "en": re.compile(r"\?$"),
}
# A closed denial ends by itself: what follows it is the correction.
_DENIAL_ZH = re.compile(
    r"(?:(?:你|您|我)?(?:刚才|刚刚)?(?:弄|说|听|搞|记|写)?错(?:了|啦|的)"
    r"|不(?:对|是的|行|成|中|好(?!意思|办|用|走|看|说|找))(?:了|的)?|不(?=[,。!\s]|$)|没有(?=[,。!\s]|$)"
    r"|唔(?:系|对|好)|不用(?:了)?(?=[,。!\s]|$)|不要(?:了)?(?=[,。!\s]|$)|no(?=\W|$))",
    re.IGNORECASE,
)
# An open one denies what follows it: 不是明天,是后天.
_OPEN_DENIAL_ZH = re.compile(r"不(?:是|要)(?!不)")
_TAKES_ITS_PLACE = re.compile(r"[,;。](?=.)|(?:应该)?是(?!的)|要|改成?|换成?|应该|得(?=[去来])")
_STARTS_CORRECTION = re.compile(r"(?:我)?(?:是|要|想|说|应该|改|换|得)")
_AFTER_POINT = re.compile(r"^[吧啊呢呀哦啦的,。、.!;:\s]+")
_DENIAL_EN = re.compile(
    r"(?:no(?:pe)?\b(?! problem)|(?:that's |that is |it's )?(?:wrong|incorrect)\b"
    r"|(?:that's |that is |it's |it is )?not (?:right|correct|true)\b"
    r"|(?:i said it wrong|my mistake|sorry)\b(?=[,. ]+(?:no|not|it|i)))",
    re.IGNORECASE,
)
_OPEN_DENIAL_EN = re.compile(r"(?:it's |it is |that's |i'm )?not\b", re.IGNORECASE)
_TAKES_ITS_PLACE_EN = re.compile(
    r"\b(?:but|it's|it is|rather|make it|i mean|i meant)\b\s*|,\s*", re.IGNORECASE
)
_CORRECTION = re.compile(
    r"不对|不是|错|改|换成|哦不|\b(?:no|not|wrong|sorry|wait|rather|instead)\b", re.IGNORECASE
)
_NO_EN = re.compile(
    r"(?:(?:no|nope|nah|n|not (?:right|correct|really|now)|wrong|incorrect|that's (?:wrong|not right|not it)"
    r"|i don't|don't|no thanks?|no thank you|never|false|it isn't|it's not|i'm not)[\s,.!]*)+",
    re.IGNORECASE,
)
_LEAVE_IT_ZH = (
    r"(?:(?:那|就|还是|先|我|俺|这个|这事儿?)*(?:算了(?:吧)?|拉倒(?:吧)?|免了|作罢"
    r"|不(?:想|要)?(?:再)?(?:办|约|弄|搞|预约|申请|登记|投诉|填|约时间|继续|问)了?(?=$|[吧啊呢呀,。!了])"
    r"|不用了|不要了|不需要了|不必了|不打了|不来了|不去了|不麻烦(?:你们?|您)?了"
    r"|(?:别|甭|莫)(?:弄|办|约|搞|打|来|填)了?|放弃|退出|停下(?:来)?"
    r"|(?:帮我|给我|我要|我想|请|麻烦你?|把)?(?:这个|那个|刚才的?|我的)?(?:预约|回电|上门|申请|代办"
    r"|投诉)?(?:给我)?取消(?:了|掉|吧)?(?:这个|那个|这次|刚才|我|的)*(?:预约|回电|上门|申请|代办|投诉"
    r"|约定)?))"
)
_LATER_ZH = (
    r"(?:(?:我)?(?:下次|以后|改天|回头|过几天|明天|等等|等会儿?|有空|想想|考虑考虑)*再(?:说|办|来|打|想想"
    r"|看看?|联系)|我?自己(?:去|来)(?:办|弄|问|跑)?|谢谢(?:你们?|您)?|再见|拜拜)"
)
_CANCEL = {
    "zh": re.compile(rf"{_LEAVE_IT_ZH}(?:{_SOFT}*+(?>{_LEAVE_IT_ZH}|{_LATER_ZH}))*+{_SOFT}*+"),
    "en": re.compile(
        r"(?:(?:no|ok|okay|oh|please|actually|i want to|i'd like to|can you|let's)[\s,]+)*(?:(?:never ?mind"
        r"|forget (?:it|about it|that)|cancel(?: (?:it|that|this|everything"
        r"|(?:the|my|this) (?:appointment|call|visit|request|callback|complaint)))?|leave it|drop it"
        r"|not any ?more|quit|give up|i (?:don't|do not) want (?:it|this|that|to)(?: any ?more)?"
        r"|stop (?:it|this|that)|i changed my mind|another time)"
        r"(?:[\s,.!]|please|thanks|thank you)*+)++",
        re.IGNORECASE,
    ),
}


def read_yes_no(text: str, language: Language) -> bool | None:
    """Whether a short reply agrees. A denial with a correction is no; a question or other words are None."""
    said = _said(text, language)
    if _QUESTION[language].search(_last_words(text)) or not said:
        return None
    if _YES[language].fullmatch(said) or _YES_FIRST[language].match(said):
        return True
    if _plain_no(said, language) or after_denial(text, language) is not None:
        return False
    return None


def after_denial(text: str, language: Language) -> str | None:
    """What follows a denial, as in “不对，是明天”; "" when nothing does, None when the text is no denial.

    Of “不是明天，是后天” it is what takes the place of the denied: 是后天.
    """
    rest = _after_one_denial(text, language)
    while rest and (again := _after_one_denial(rest, language)) is not None:
        rest = again
    return rest


def is_cancel(text: str, language: Language) -> bool:
    """Whether the resident gives up what is being arranged. “算了多少钱” asks something."""
    return bool(_CANCEL[language].fullmatch(_said(text, language)))


def is_correction(words: str) -> bool:
    """Whether words between two answers say that the second replaces the first."""
    return bool(_CORRECTION.search(words))


def _said(text: str, language: Language) -> str:
    return bare(text, language).replace("’", "'")


def _last_words(text: str) -> str:
    return text.strip().replace("？", "?")


def _plain_no(said: str, language: Language) -> bool:
    if language == "en":
        return bool(_NO_EN.fullmatch(said))
    return bool(_NO.fullmatch(said))


def _after_one_denial(text: str, language: Language) -> str | None:
    said = _said(text, language)
    if language == "en":
        return _after_english_denial(said)
    if _YES["zh"].fullmatch(said):
        return None
    if match := _DENIAL_ZH.match(said):
        return _AFTER_POINT.sub("", said[match.end() :])
    if match := _OPEN_DENIAL_ZH.match(said):
        rest = said[match.end() :]
        if not rest or rest[0] in ",。!了的 " or _STARTS_CORRECTION.match(rest):
            return _AFTER_POINT.sub("", rest)
        if instead := _TAKES_ITS_PLACE.search(rest):
            return _AFTER_POINT.sub("", rest[instead.start() :])
        # 不要讲那么快 asks for something else.
        return "" if match.group() == "不是" else None
    return "" if _plain_no(said, language) else None


def _after_english_denial(said: str) -> str | None:
    if match := _DENIAL_EN.match(said):
        return re.sub(r"^[\s,.!;:]+", "", said[match.end() :])
    if match := _OPEN_DENIAL_EN.match(said):
        rest = said[match.end() :]
        instead = _TAKES_ITS_PLACE_EN.search(rest)
        return rest[instead.end() :] if instead else ""
    return "" if _NO_EN.fullmatch(said) else None
