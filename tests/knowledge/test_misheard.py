"""Names of services are known by their sound, and nothing else is touched."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.misheard import Misheard


@pytest.fixture(scope="module")
def misheard() -> Misheard:
    return Misheard.of(Library.load().articles.values())


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("殘疾人正怎麼申請", "残疾人证怎么申请"),
        ("家史正到期了怎么办", "驾驶证到期了怎么办"),
        ("居民洋老金每个月多少钱", "居民养老金每个月多少钱"),
        ("我要住小户口", "我要注销户口"),
        ("半身粉证要带什么", "办身份证要带什么"),
        ("攻击金怎么取", "公积金怎么取"),
    ],
)
def test_a_name_is_known_by_its_sound(misheard, heard, meant):
    assert misheard.put_right(heard) == meant


@pytest.mark.parametrize(
    "said",
    [
        "身份证丢了怎么办",
        "照顾四个老人真的力不从心",
        "工商局在哪里",
        "我家楼下路灯坏了",
        "How do I renew my ID card",
        "",
        "12345",
    ],
)
def test_what_is_no_name_or_is_written_rightly_stays_as_it_is(misheard, said):
    assert misheard.put_right(said) == said


def test_of_two_names_that_sound_alike_none_is_chosen():
    assert Misheard(["老年证", "老连证"]).put_right("老莲正") == "老莲正"


def test_the_longest_name_counts():
    names = Misheard(["养老金", "居民养老金"])

    assert names.put_right("居民洋老金") == "居民养老金"


def test_hardly_any_question_of_the_product_is_changed(misheard):
    questions = [text for article in Library.load().articles.values() for text in article.asks.zh]
    changed = [text for text in questions if misheard.put_right(text) != Misheard([]).put_right(text)]

    assert len(changed) <= len(questions) * 0.01, changed[:20]
