import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import language_of, normalise


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("養老保險怎麼領", "养老保险怎么领"),
        ("ＩＤ　ｃａｒｄ？", "ID card?"),
        ("身 份 证", "身份证"),
        ("  低保\n\n多少钱  ", "低保多少钱"),
        ("救命！！！！", "救命!"),
        ("how   do I\tapply", "how do I apply"),
        ("社保\u200b卡\ufeff", "社保卡"),
        ("", ""),
    ],
)
def test_what_is_written_in_many_ways_becomes_one(written: str, meant: str) -> None:
    assert normalise(written) == meant


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("办身份证要带啥", "zh"),
        ("how do I renew my ID card", "en"),
        ("eid哪里办", "zh"),
        ("how do I get 低保", "en"),
        ("HELP", "en"),
        ("1", None),
        ("TD", None),
        ("???", None),
        ("", None),
    ],
)
def test_the_language_is_told_from_what_there_is_most_of(text: str, language: str | None) -> None:
    assert language_of(text) == language
