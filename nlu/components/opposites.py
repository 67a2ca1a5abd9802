"""Of two opposite wishes the one that the words express: “太小” wants it bigger, “小一点” wants it smaller."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Before a word: it is too much of it, or it is not wanted.
_BEFORE = re.compile(
    r"(?:太|别|不要|不用|不想|不必|取消|关掉|退出|怎么|咋|按错|讨厌|看不懂|不认得?|不会看|那么|这么|那样|这样|甭|莫|嫌|不会|[听看]不懂|"
    r"\b(?:too|no|not|so|such|don't|turn off|without|can't (?:read|speak|understand)|don't (?:speak|understand))\b)[^,，。]{0,5}$"
)
# After a word: it is the trouble.
_AFTER = re.compile(
    r"^(?:[体字声速话]|characters|letters)?(?:死|得|咧|啦|了(?!解)|[^,，。]{0,2}(?:看不|不认|不会|认不|不懂|不惯)|吓人| for me)"
)
# After a word: more of it is wanted, whatever stands before.
_MORE = re.compile(r"^(?:[体字声音]|一)?(?:点|些|一?点儿|er\b)")
_MORE_OF = re.compile(r"(?:再|卡|较)$")
_INTO = re.compile(r"(?:换|转|改|变)(?:成|为|到|回)?$")


@dataclass(frozen=True)
class Pair:
    """Two intents, the words of each, and words that mean the one or the other by themselves."""

    one: str
    other: str
    words_of_one: re.Pattern[str]
    words_of_other: re.Pattern[str]
    clearly_one: re.Pattern[str]
    clearly_other: re.Pattern[str]


def _pair(one: str, other: str, *patterns: str) -> Pair:
    return Pair(one, other, *(re.compile(pattern) for pattern in patterns))


PAIRS = (
    _pair(
        "text_bigger",
        "text_smaller",
        r"[大达]|\b(?:big|large|up|increase|enlarge)",
        r"[小细]|缩|\b(?:small|down|decrease|reduce|shrink)",
        r"看不[清见到]|眼睛?花|放大|老花|瞧不见|zoom in|tiny|芝麻|蚂蚁",
        r"缩小|zoom out|看不全|变回|原来|正常|普通",
    ),
    _pair(
        "speak_louder",
        "speak_softer",
        r"[大响高加]|\b(?:loud|up|more)",
        r"[小轻低减]|\b(?:soft|quiet|down|low|less)",
        r"听[不勿毋][见到清着]|没听见|耳背|耳朵聋|扯开|使劲|使点劲|can't hear|hard of hearing|speak up|turn it up",
        r"[吵震]|别[喊嚷]|不用喊|原来|恢复|shout|asleep|keep it down|turn it down",
    ),
    _pair(
        "speak_slower",
        "speak_faster",
        r"慢|\bslow",
        r"[快紧]|\b(?:fast|quick|hurry|speed)",
        r"跟不上|喘口气|听不过来|停一停|一个字一个字(?!.*不用)|take your time|keep up",
        r"磨|拖|(?<!那么)急|利索|麻溜|别停|没工夫|停顿|不用一个字|hurry up",
    ),
    _pair(
        "set_script_hans",
        "set_script_hant",
        r"简|\b(?:simplified|mainland)|大陆",
        r"繁|正体|台湾|香港|港台|\b(?:traditional|taiwan|hong kong)",
        r"笔画(?!多的)|平常|报纸|学校|现代",
        r"老字|旧字",
    ),
    _pair(
        "set_language_zh",
        "set_language_en",
        r"中文|汉语|国语|普通话|中国话|\b(?:chinese|mandarin)",
        r"英[文语]|\benglish",
        r"zhongwen",
        r"yingwen",
    ),
)


def right_way_round(intent: str, text: str) -> str:
    """The intent itself, or its opposite when the words ask for that."""
    for pair in PAIRS:
        if intent in (pair.one, pair.other):
            weight = _weight(pair, text)
            if weight:
                return pair.one if weight > 0 else pair.other
    return intent


def _weight(pair: Pair, text: str) -> int:
    """Above 0 when the words want the one, below when they want the other."""
    weight = 2 * bool(pair.clearly_one.search(text)) - 2 * bool(pair.clearly_other.search(text))
    for words, sign in ((pair.words_of_one, 1), (pair.words_of_other, -1)):
        for match in words.finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            if _MORE.search(after) or _MORE_OF.search(before):
                weight += 3 * sign
            elif _BEFORE.search(before) or _AFTER.search(after):
                weight -= 2 * sign
            else:
                weight += (2 if _INTO.search(before) else 1) * sign
    return weight
