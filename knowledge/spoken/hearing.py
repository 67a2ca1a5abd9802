"""Words that a recogniser of speech wrote with other characters of the same sound: 名天 for 明天."""

from __future__ import annotations

import re
from functools import cache, lru_cache

# What sounds like one of the words and is meant as written: toneless pinyin does not tell them apart.
_AS_WRITTEN = frozenset(
    {
        "晌午", "商务",
        "上五", "上无", "尚无", "下五", "下无", "下屋", "下物", "重物", "种物", "众物", "中五",
        "中无", "后填", "后添", "金田", "名田", "明填", "刑期", "兴起", "行期", "李白", "里摆", "碎石",
        "随市", "老板", "老办", "找上", "造上", "万上", "完上", "弯上", "坐天", "做天", "一后", "前填",
        "先填", "钱填", "前田",
    }
)  # fmt: skip


_WEEKDAY = re.compile(
    r"(?:(?<=星期)|(?<=礼拜)|(?<=[这下本]周)|(?<=周)(?=.(?:[上下早晚中,。吧]|$)))([伞散叁午舞伍武无流留刘陆耳而尔思司丝田])"
)
_WEEKDAYS = {
    **dict.fromkeys("伞散叁", "三"), **dict.fromkeys("午舞伍武无", "五"), **dict.fromkeys("流留刘陆", "六"),
    **dict.fromkeys("耳而尔", "二"), **dict.fromkeys("思司丝", "四"), "田": "天",
}  # fmt: skip


def weekdays_as_meant(text: str) -> str:
    """`text` with the number of a weekday in place of its homophones: 礼拜午."""
    return _WEEKDAY.sub(lambda match: _WEEKDAYS[match[1]], text)


def as_meant(text: str, words: frozenset[str]) -> str:
    """`text` with each of the two-character `words` in place of its homophones; its length is kept."""
    if not text or text.isascii():
        return text
    by_sound = _by_sound(words)
    characters = list(text)
    for i in range(len(text) - 1):
        pair = text[i : i + 2]
        if pair in words or pair in _AS_WRITTEN or pair.isascii():
            continue
        meant = by_sound.get((_sound(pair[0]), _sound(pair[1])))
        if meant is not None and "".join(characters[i : i + 2]) == pair:
            characters[i : i + 2] = meant
    return "".join(characters)


@cache
def _by_sound(words: frozenset[str]) -> dict[tuple[str, str], str]:
    return {(_sound(word[0]), _sound(word[1])): word for word in words}


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    from pypinyin import lazy_pinyin  # takes a quarter of a second to import

    return str(lazy_pinyin(character)[0])
