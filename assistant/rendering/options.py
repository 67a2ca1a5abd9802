"""Which of the offered options a message chooses, without any model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.messages import Option
from knowledge.normalise import bare

_NUMERALS = {
    **{str(number): str(number) for number in range(10)},
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", "123456789", strict=True)),
    "〇": "0",
    "○": "0",
    "幺": "1",
    **dict(
        zip(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            "0123456789",
            strict=True,
        )
    ),
    "1st": "1",
    "2nd": "2",
    "3rd": "3",
    **dict(zip(("first", "second", "third", "fourth", "fifth"), "12345", strict=True)),
}
_NUMERAL = "|".join(sorted(map(re.escape, _NUMERALS), key=len, reverse=True))
_LEAD = r"(?:请|我|就|给我)*(?:想|要)?(?:选择|选|按|摁|回复|回|看看|看|问|发|要)?(?:数字)?"
_LEAD_EN = r"(?:please |i want |i choose |i'll take )?(?:press |reply |choose |option |number |no\. ?|the )*"
_UNIT = r"(?:个|项|条|样|种|号键|号|键| one| option)?(?:吧|的|啊|呀|了| please)?"
_KEY = re.compile(rf"(?:{_LEAD}|{_LEAD_EN})\s*第?(?P<numeral>{_NUMERAL}){_UNIT}")


def match(text: str, options: Sequence[Option]) -> Option | None:
    """The option that `text` chooses by its key, its place or its label; None when it says anything more.

    Keys come as 1, １, ①, 一, 第一个, 选1, option 1, "the first one"; full-width and Traditional forms count.
    """
    said = bare(text)
    if not said:
        return None
    by_key = {option.key: option for option in options}
    if said in by_key:
        return by_key[said]
    if found := _KEY.fullmatch(said):
        return by_key.get(_NUMERALS[found["numeral"]])
    for option in options:
        label = re.escape(bare(option.label))
        if re.fullmatch(
            rf"(?:{re.escape(option.key)}\W*)?(?:{_LEAD}|{_LEAD_EN}){label}(?:吧|啊|呀|呢|了| please)?", said
        ):
            return option
    return None
