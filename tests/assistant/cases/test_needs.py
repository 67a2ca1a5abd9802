"""What to mind with a resident, heard in the resident's own words, and what is no such thing."""

from __future__ import annotations

import pytest

from assistant.cases import needs
from knowledge.article import Bilingual

DIALECTS = {
    "mandarin": Bilingual(zh="普通话", en="Mandarin"),
    "fuzhou": Bilingual(zh="福州话", en="Fuzhou dialect"),
    "minnan": Bilingual(zh="闽南话", en="Minnan"),
}


def read(*texts: str) -> dict[str, str]:
    found = needs.read(texts, "zh", DIALECTS)
    assert found.pop("language") == "zh"
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我耳朵背", {"hearing": "yes"}),
        ("耳朵有点聋", {"hearing": "yes"}),
        ("听不清你说啥", {"hearing": "yes"}),
        ("I can't hear well", {"hearing": "yes"}),
        ("请说慢一点", {"slow": "yes"}),
        ("你讲得太快了", {"slow": "yes"}),
        ("speak slowly please", {"slow": "yes"}),
        ("眼睛不好，看不清字", {"sight": "yes"}),
        ("我看不见", {"sight": "yes"}),
        ("我是盲人", {"sight": "yes"}),
        ("走不动了", {"mobility": "yes"}),
        ("我坐轮椅的", {"mobility": "yes"}),
        ("下不了楼", {"mobility": "yes"}),
        ("I use a wheelchair", {"mobility": "yes"}),
        ("我只会讲福州话", {"dialect": "fuzhou"}),
        ("听不懂普通话，会说闽南话", {"dialect": "minnan"}),
        ("替我妈问养老金", {"proxy": "我妈"}),
        ("帮邻居问低保", {"proxy": "邻居"}),
        ("给我老伴办老人卡", {"proxy": "我老伴"}),
        ("I am asking for my mother", {"proxy": "my mother"}),
        ("耳朵背，走不动，说慢点", {"hearing": "yes", "mobility": "yes", "slow": "yes"}),
    ],
)
def test_a_need_is_heard(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "助听器补贴怎么领",
        "轮椅补贴有多少",
        "行动不便的老人怎么认证",
        "视力残疾证怎么办",
        "福州话考试在哪",
        "我不会说福州话",
        "发得太慢了",
        "帮我问问",
        "八十岁那个钱咋领",
    ],
)
def test_a_question_about_such_things_is_no_need(text):
    assert read(text) == {}


def test_all_messages_count_and_the_later_one_decides():
    assert read("我讲福州话", "我耳朵背", "还是说普通话吧") == {"dialect": "mandarin", "hearing": "yes"}


def test_only_what_stays_true_of_the_resident_lasts():
    assert needs.lasting({"language": "zh", "slow": "yes", "hearing": "yes"}) == {"hearing": "yes"}
    assert needs.lasting({"proxy": "我妈", "mobility": "yes", "dialect": "fuzhou"}) == {"dialect": "fuzhou"}


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("我七十了", 70),
        ("我今年72岁", 72),
        ("我七十多岁了", 70),
        ("我一百零二岁", 102),
        ("我80了", 80),
        ("I am 72 years old", 72),
        ("我妈七十了", None),
        ("我70块钱", None),
        ("七十岁有补贴吗", None),
        ("我等了70分钟", None),
        ("我家老人80岁了", None),
    ],
)
def test_the_own_age_is_read(text, age):
    assert needs.stated_age(text) == age


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        ("我七十了", True),
        ("我65岁了", True),
        ("我六十四岁", False),
        ("老年人专线", True),
        ("以后都直接找人", True),
        ("65岁以上", True),
        ("老年人专线电话是多少", False),
        ("65岁以上有什么补贴", False),
        ("直接找人", False),
    ],
)
def test_who_goes_before_others(text, lane):
    assert needs.wants_lane(text) is lane
