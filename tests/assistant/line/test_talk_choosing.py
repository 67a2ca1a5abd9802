"""Of all that a caller may have said, what fits; and which words say little."""

from __future__ import annotations

import pytest

from assistant.line.choosing import choose, likely, says_present, tone_of
from assistant.messages import Act, Option
from tests.assistant.line.talking import BRING, PERSON, WHERE

OPTIONS = (BRING, WHERE, PERSON)


@pytest.mark.parametrize(
    ("alternatives", "expect", "chosen"),
    [
        (("取哪里板", "去哪里办", "去哪里"), "choice", "去哪里办"),
        (("第儿个", "第二个"), "choice", "第二个"),
        (("要戴什么", "要带什么"), "open", "要带什么"),
        (("堆", "对"), "yes_no", "对"),
        (("布什", "不是"), "yes_no", "不是"),
        (("是的", "十点"), "yes_no", "是的"),
        (("要三八零零", "幺三八零零"), "digits", "幺三八零零"),
        (("我的电话是13800", "我的电话是一三八"), "digits", "我的电话是13800"),
        (("低保怎么办", "第八怎么办"), "open", "低保怎么办"),
        (("堆", "对"), "open", "堆"),
        (("他说", "138"), "open", "他说"),
        (("东街口",), "address", "东街口"),
        (("人工", "一"), "choice", "人工"),
        (("我要找真人", "要带什么"), "choice", "我要找真人"),
        ((), "open", ""),
    ],
)
def test_the_first_that_fits_is_chosen_and_else_the_likeliest(alternatives, expect, chosen):
    assert choose(alternatives, expect, OPTIONS, "zh") == chosen


def test_english_is_chosen_among_as_well():
    assert choose(("know", "no"), "yes_no", (), "en") == "no"
    assert choose(("one tree eight", "one three eight"), "digits", (), "en") == "one three eight"


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("啊", "murmur"),
        ("哦哦", "murmur"),
        ("嗯", "hum"),
        ("嗯，啊", "hum"),
        ("好", "assent"),
        ("对对对", "assent"),
        ("好的。", "assent"),
        ("嗯，对", "assent"),
        ("yes", "assent"),
        ("mm-hm", "hum"),
        ("好像不是", None),
        ("对面", None),
        ("是我妈", None),
        ("不对", None),
        ("身份证", None),
        ("oh no", None),
    ],
)
def test_words_that_say_little_are_told_apart(text, tone):
    assert tone_of(text) == tone


@pytest.mark.parametrize("text", ["在", "我还在", "嗯", "喂", "我在听"])
def test_presence_is_heard(text):
    assert says_present(text, "zh")


def test_a_matter_is_more_than_presence():
    assert not says_present("我在鼓楼区", "zh")
    assert says_present("I'm here", "en")


def test_what_was_offered_is_likely_and_so_is_a_yes_where_one_is_asked_for():
    assert likely("choice", OPTIONS, "zh") == ("要带什么", "去哪里办", "找人工")
    assert {"对", "不对"} <= set(likely("yes_no", (), "zh"))
    assert likely("open", (), "zh") == ()


def test_whatever_hears_is_not_given_longer_phrases_than_it_takes():
    long = Option("1", "a very long label of an option that nobody says word for word", Act("more"))
    assert likely("choice", (long, BRING), "zh") == ("要带什么",)
