"""A follow-up is understood without any model, in the ways in which people write it."""

from __future__ import annotations

import pytest

from assistant.messages import Act, Option
from assistant.rendering.options import match

OPTIONS = (
    Option("1", "要带什么", Act("answer", {"service": "id_card", "aspect": "materials"})),
    Option("2", "去哪里办", Act("answer", {"service": "id_card", "aspect": "where"})),
    Option("3", "A person", Act("open_case", {"reason": "requested"})),
    Option("0", "找人工", Act("open_case", {"reason": "requested"})),
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(
            (text, "1")
            for text in ("1", "１", "①", " 1 。", "一", "壹", "第一个", "第1个", "第一项吧", "1号", "幺")
        ),
        *(
            (text, "1")
            for text in ("选1", "我选一", "回1", "回复1", "按1键", "请按１", "发1", "1！！", "要1")
        ),
        *(
            (text, "1")
            for text in (
                "要带什么",
                "看要带什么",
                "我想看要带什么",
                "要带什么呢？",
                "1看要带什么",
                "要帶什麼",
            )
        ),
        *((text, "2") for text in ("2", "二", "第二個", "選2", "去哪里办", "去哪裡辦", "问去哪里办")),
        *(
            (text, "3")
            for text in ("3", "a person", "A Person please", "option 3", "the third one", "number three")
        ),
        *((text, "0") for text in ("0", "０", "零", "〇", "找人工", "按0")),
    ],
)
def test_a_choice_is_recognised(text, key):
    found = match(text, OPTIONS)
    assert found is not None
    assert found.key == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "？",
        "4",
        "四",
        "12",
        "办身份证要带什么东西",
        "第一次办身份证",
        "要带什么，去哪里办",
        "一个月多少钱",
        "我不要1",
    ],
)
def test_what_says_more_or_something_else_is_no_choice(text):
    assert match(text, OPTIONS) is None


def test_without_options_nothing_is_chosen():
    assert match("1", ()) is None
