"""What to mind with a resident, as the resident said it: nothing is guessed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import cn2an

from knowledge.article import Bilingual
from knowledge.normalise import bare, normalise

YES = "yes"
LASTING = frozenset({"dialect", "hearing", "sight", "mobility"})
"""What stays true after the case, and is kept for the resident's next one."""

SENIOR_AGE = 65
"""MIIT 2020: people of 65 and over are put through to a person at once."""
_OLDEST = 120

_SENTENCES = re.compile(r"[。！？；!?;\n]+|\.(?=\s|$)")


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways))


_SIGNS: Mapping[str, re.Pattern[str]] = {
    "slow": _any(
        r"(?:说|讲|念|读|请|您|你|再)(?:得|话)?慢一?[点些]|慢慢(?:说|讲|念)|(?:说|讲|念)得?太快",
        r"\b(?:speak|talk|read|go|say it)(?: more)? slow(?:ly|er)|\bmore slowly|\btoo fast for me",
    ),
    "hearing": _any(
        r"耳朵?(?:有点|有些|也|很|都|比较|又)?(?:背|聋|不好使?|不灵|不行)|听不(?:清|见|到)",
        r"听力(?:也|很|有点)?(?:不好|差|不行|下降)",
        r"hard of hearing|\bcan(?:'|no)t hear|\bi am deaf|\bi'm deaf",
    ),
    "sight": _any(
        r"(?:我|我妈|我爸|老人|他|她|人).{0,4}看不(?:见|清)|看不(?:见|清)(?:字|楚字)",
        r"眼睛?(?:有点|有些|也|很|都|又)?(?:不好使?|花了?|瞎了?|不行|看不(?:见|清))(?!的[一-鿿])",
        r"老花眼|我.{0,3}失明|我是个?盲人",
        r"\bcan(?:'|no)t see (?:well|the|it|anything)|\b(?:i am|i'm) blind",
        r"\b(?:poor|bad) (?:eyes|eyesight|sight)",
    ),
    "mobility": _any(
        r"(?:走不动|走不了路?|下不了(?:楼|床)|出不了门|动不了|坐着?轮椅|用轮椅|行动不(?:便|方便))(?!的[一-鿿])",
        r"(?:腿脚?(?:有点|也|很)?不(?:好|便|方便|灵|行)|瘫痪?在床|卧床)(?!的[一-鿿])",
        r"\bcan(?:'|no)t walk|\b(?:in|use) a wheelchair|\bbedridden",
        r"\bcan(?:'|no)t (?:leave|get out of) (?:the house|my home|bed)",
    ),
}

_SOMEBODY = (
    r"(?:我家?(?:的)?)?(?:老?(?:妈妈|母亲|妈|爸爸|父亲|爸|爹|娘)|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|老伴|老婆"
    r"|老公|爱人|儿子|女儿|孙子|孙女|哥哥?|姐姐?|弟弟?|妹妹?|邻居|朋友|亲戚|老人)"
)
_PROXY = (
    re.compile(rf"(?:替|帮|给|代)(?P<who>{_SOMEBODY}).{{0,4}}(?:问|办|打听|查|申请|登记|弄|领|交|看看)"),
    re.compile(
        r"\b(?:for|on behalf of) (?P<who>my (?:mother|mom|mum|father|dad|wife|husband|neighbour|neighbor"
        r"|grandmother|grandfather|son|daughter|friend|parents))\b"
    ),
)

_SPEAKS = r"(?:说|讲|会|懂|用|听得懂|能听)"
_REFUSES = r"(?:不会|不懂|听不懂|不能|不想|不)"

_LANE = _any(
    r"(?:我要|我想|请|转|接)?(?:老年人|老人|长者)(?:专线|通道|绿色通道)",
    r"(?:我|要|想|请)*(?:以后|今后|下次)都?直接(?:给我)?(?:找|转|接)(?:个|到)?(?:人工?|真人|工作人员)(?:服务)?",
    r"(?:always )?put me (?:straight )?through(?: to a person)?(?: directly| at once)?|senior line",
)
_OVER = re.compile(r"我?(?:已经|都|今年)?(?:是|有)?(?:65|六十五)岁?以上的?(?:老人|老年人)?了?")
_DIGITS = "零〇一二两三四五六七八九十百"
_AGE = re.compile(
    rf"(?<![\w])我(?:今年|现在|都|已经|也|老了|有|是|满)*(?P<age>\d{{2,3}}|[{_DIGITS}]{{1,5}})(?:多|出头)?(?:周?岁|了|$)"
    r"|\bi(?: am|'m) (?P<years>\d{2,3})(?: years?(?: old)?)?(?:$|[ ,.])"
)


def read(texts: Iterable[str], language: str, dialects: Mapping[str, Bilingual]) -> dict[str, str]:
    """What the messages of a resident tell, by kind of need.

    `dialects` are those of the town. "proxy" is for whom the resident asks, in the resident's own word; every
    other need is "yes", but for "language" and "dialect", an id of the town's.
    """
    found: dict[str, str] = {}
    for sentence in _sentences(texts):
        for need, sign in _SIGNS.items():
            if sign.search(sentence):
                found[need] = YES
        dialect = _dialect(sentence, dialects)
        if dialect is not None:
            found["dialect"] = dialect
        who = next((match["who"] for pattern in _PROXY if (match := pattern.search(sentence))), None)
        if who is not None:
            found["proxy"] = who
    return {"language": language, **found}


def lasting(needs: Mapping[str, str]) -> dict[str, str]:
    """What of `needs` is the resident's own: who asks for somebody else told of somebody else."""
    if "proxy" in needs:
        return {need: value for need, value in needs.items() if need == "dialect"}
    return {need: value for need, value in needs.items() if need in LASTING}


def stated_age(text: str) -> int | None:
    """The age in years that the resident gives as the own one: 我七十了, I am 72."""
    for match in _AGE.finditer(normalise(text).lower()):
        said = match["years"] or match["age"]
        try:
            age = int(said) if said.isdecimal() else int(cn2an.cn2an(said, "smart"))
        except ValueError:
            continue
        if 0 < age <= _OLDEST:
            return age
    return None


def wants_lane(text: str) -> bool:
    """Whether the resident is 65 or over by own account, or wants a person at once from now on."""
    age = stated_age(text)
    if age is not None and age >= SENIOR_AGE:
        return True
    return _OVER.fullmatch(bare(text)) is not None or asks_for_lane(text)


def asks_for_lane(text: str) -> bool:
    """Whether the message itself asks for a person at once: 以后都直接找人."""
    return _LANE.fullmatch(bare(text)) is not None


def _sentences(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from _SENTENCES.split(normalise(text).lower())


def _dialect(sentence: str, dialects: Mapping[str, Bilingual]) -> str | None:
    """The dialect that the resident wants to speak; one that is only named, or not spoken, is none."""
    for id_, name in dialects.items():
        zh, en = re.escape(name.zh), re.escape(name.en.lower())
        if re.search(rf"{_REFUSES}{_SPEAKS}?{zh}", sentence):
            continue
        if re.search(rf"{_SPEAKS}(?:的是)?{zh}|\b(?:speak|in) {en}\b", sentence):
            return id_
    return None
