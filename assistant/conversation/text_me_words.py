"""Asking that what was said be sent as a text message, told by fixed words without a model."""

from __future__ import annotations

import re

from assistant.messages import Act

SAID = Act("text_me", {"what": "said"})
"""What was just said is to be sent; also the act of the key that offers it."""
_WISH = Act("text_me")
"""A text message is wanted: of what was said, or, while something is arranged, as the way to be reached."""

_PLEASE = (
    "(?:请|麻烦|劳驾|帮我|你们?|您|能不能|可不可以|可以|能|就|那|你看|要不|要|我要|我想"
    "|不用打电话|别打电话|不要打电话|别打了|用)*"
)
_ME = r"(?:我|俺|咱)(?:这儿|这里)?"
_PHONE = r"(?:的)?(?:手机|电话)(?:号码?)?(?:上|里|上面)?"
_TEXT = r"(?:手机)?(?:短信|短消息|信息)"
_ONE = r"(?:个|一个|条|一条|份|一份)?"
_TO_ME = rf"(?:给|到|在)?{_ME}(?:{_PHONE})?"
_ALL = r"(?:都|全都?|一起)?"
_SAY = r"(?:说|讲|念|告诉我|回答)"
_THAT = (
    rf"(?:(?:刚才|刚刚|前面|上面)(?:你|您|你们)?{_SAY}?(?:过)?的?|(?:你|您|你们)(?:刚才|刚刚)?{_SAY}(?:过)?的|这|那)"
    r"(?:个|些|条|段|几样|几条)?(?:话|内容|东西|事情?|材料|地址|电话|号码?)?"
)
_END = (
    "(?:一下|一份|看看|就(?:行|可以|好|成|够)|(?:行|好|成|可以|中)(?:吗|不|么)|行不行|好不好|可不可以"
    "|谢谢|[吧啊呀呗哦嘛呢了啦])*"
)
_WISHES = (
    rf"(?:发|编|写|回){_ONE}{_TEXT}(?:给|到|回)?{_TO_ME}",
    rf"{_TEXT}(?:发|给|告诉|通知|联系|回|回复){_TO_ME}",
    rf"(?:给|往|向){_ME}(?:{_PHONE})?(?:发|写|回){_ONE}{_TEXT}(?:过来)?",
    rf"(?:发|传)(?:给|到|在)?{_ME}{_PHONE}",
    rf"(?:给|往){_ME}{_PHONE}发{_ONE}(?:过来)?",
    rf"发{_ONE}{_TEXT}(?:来|过来|就行)?",
    rf"(?:回|回复|告诉|通知|联系){_ME}(?:用|发){_TEXT}",
    rf"{_TEXT}(?:回|回复|告诉|通知|联系)(?:{_ME})?",
)
_SAIDS = (
    rf"(?:把|将)?{_THAT}{_ALL}(?:用|以|拿)?(?:{_TEXT})?(?:都)?(?:发|传){_ONE}(?:{_TEXT})?{_TO_ME}",
    rf"(?:把|将)?{_THAT}{_ALL}(?:用|以|拿)?{_TEXT}(?:给)?{_ME}",
    rf"(?:把|将)?{_THAT}{_ALL}(?:发|写)(?:成|个){_TEXT}(?:{_TO_ME})?",
)
_PHONE_EN = "(?:me|my (?:phone|mobile))"
_IT_EN = "(?:it|that|this|what you (?:just )?said)"
_POLITE = r"(?:please |can you |could you |would you |just |i want you to )*"
_WISHES_EN = (
    r"text me(?: instead| back)?",
    rf"send (?:me )?(?:a|an|one) (?:text(?: message)?|sms|message)(?: to {_PHONE_EN})?(?: instead)?",
    r"(?:a )?text(?: message)? (?:is fine|will do|is enough)",
)
_SAIDS_EN = (
    rf"(?:text|send) {_IT_EN} to {_PHONE_EN}(?: by text| as a text)?",
    rf"text me {_IT_EN}",
)


def _whole(chinese: tuple[str, ...], english: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        f"{_PLEASE}(?:{'|'.join(chinese)}){_END}|{_POLITE}(?:{'|'.join(english)})(?: please)?(?: thank you)?"
    )


_PATTERNS = ((SAID, _whole(_SAIDS, _SAIDS_EN)), (_WISH, _whole(_WISHES, _WISHES_EN)))
_PAUSES = re.compile("(?<=[\u4e00-\u9fff])[\\s,、。;!…~，]+(?=[\u4e00-\u9fff])")


def read(said: str) -> Act | None:
    """The act “text_me” of a message in the form in which commands are compared; None for others.

    It holds the words, which say how the resident wants to be reached where something is arranged.
    """
    heard = _PAUSES.sub("", said)
    for act, pattern in _PATTERNS:
        if pattern.fullmatch(heard):
            return Act(act.kind, {**act.values, "words": said})
    return None
