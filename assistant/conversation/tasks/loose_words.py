"""Words that answer a step without naming what is asked: any of them, none of them, I have none."""

from __future__ import annotations

import re

from knowledge.normalise import normalise

_WHICHEVER = re.compile(r"随便|(?<!不)都[行可](?!不)|无所谓|哪个都|\b(?:any|either|whichever)\b")
_NONE = re.compile(r"(?:都|一个也|一个都)(?:不|没)|没有?合适|不合适|\bnone\b|\bno(?:ne)? of (?:them|these)\b")
_NO_PHONE = re.compile(
    r"没有?(?:手机|电话|号码)|不记得|记不得|记不住|忘了|忘记|不知道|\bno (?:phone|telephone|number)\b"
)
_OTHER_TIME = re.compile(
    r"(?:我|想|要|能不能|可以|帮我|给我|还|有没有|有)*(?:换|改|找|选|挑|看)?(?:一?个|一?下)?(?:别的|其他的?|另外的?)?"
    r"(?:时间|时候|日子|一天)(?:呢|吧|吗|有没有|有吗|还有吗)?|another (?:time|day)(?: please)?"
)
_ADDRESS = re.compile(r"[0-9一二三四五六七八九十百]+ ?[号栋幢弄室座]|\b\d+ |\b(?:no|number|room)\.? ?\d")
_FOR = r"(?:[给替帮为]|\b(?:for|help) )"


def is_whichever(words: str) -> bool:
    """随便哪个: any of what is offered."""
    return _WHICHEVER.search(words.lower()) is not None


def is_none_of_them(words: str) -> bool:
    """都不合适: nothing of what is offered."""
    return _NONE.search(words.lower()) is not None


def wants_other_time(words: str) -> bool:
    """换个时间: none of those that are offered, without saying which."""
    return _OTHER_TIME.fullmatch(normalise(words).lower().strip(" ,.。!?，？")) is not None


def has_no_phone(words: str) -> bool:
    """没有手机: there is no number to tell, or none that is known."""
    return _NO_PHONE.search(words.lower()) is not None


def is_address(place: str) -> bool:
    """Whether a place is told to the house, not as a 社区 or 街道办 alone."""
    return _ADDRESS.search(place.lower()) is not None


def is_for(who: str, words: str) -> bool:
    """Whether a person who is named in `words` is the one for whom it is done: 给我妈办."""
    return re.search(_FOR + re.escape(who), normalise(words), re.IGNORECASE) is not None
