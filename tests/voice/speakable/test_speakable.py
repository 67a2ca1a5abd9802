"""What is written comes out as people say it, in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voice.speakable.tables import approved, rows
from voice.speakable import Language, speakable
from voice.speakable.mandarin_numbers import amount, one_by_one

_LEFT = re.compile(r"[^\u4e00-\u9fff，。；：？！、]")
_MANDARIN_MARKS = "，。；：？！、"
_UNITS = (
    "",
    "元",
    "块",
    "个",
    "岁",
    "天",
    "%",
    "号",
    "人",
    "km",
    "年",
    "月",
    "楼",
    "平方米",
    "/月",
    "A",
    "-",
    "：",
    ".",
)
_BEFORE = ("", "打", "第", "满", "编号", "￥", "约", "（", "A", "-", "每年", "尾号", "/", "+", "〔", "。")


@pytest.mark.parametrize(("written", "said"), rows("mandarin.tsv"))
def test_mandarin_is_said_as_people_say_it(written: str, said: str) -> None:
    assert speakable(written, "zh") == said


@pytest.mark.parametrize(("written", "said"), rows("english.tsv"))
def test_english_is_said_as_people_say_it(written: str, said: str) -> None:
    assert speakable(written, "en") == said


@pytest.mark.slow
def test_nothing_that_the_knowledge_says_keeps_a_digit_a_letter_or_a_sign() -> None:
    assert len(approved()) > 2_500
    left = {text: speakable(text, "zh") for text in approved() if _LEFT.search(speakable(text, "zh"))}
    assert left == {}


@pytest.mark.slow
def test_what_is_said_of_the_knowledge_is_said_the_same_again() -> None:
    changed = [text for text in approved() if speakable(speakable(text, "zh"), "zh") != speakable(text, "zh")]
    assert changed == []


def test_chinese_without_digits_or_signs_keeps_every_character() -> None:
    plain = [text for text in approved() if re.fullmatch(r"[\u4e00-\u9fff，。；：？！、]+[^，、：]", text)]
    assert len(plain) > 1_000
    assert [text for text in plain if speakable(text, "zh") != text] == []


@given(st.text(), st.sampled_from(("zh", "en")))
def test_any_text_can_be_made_speakable(text: str, language: Language) -> None:
    said = speakable(text, language)
    assert not re.search(r"\d", said)
    assert speakable(said, language) == said


@given(
    st.text(st.characters(codec=None, categories=["N", "P", "S", "C", "Z"])), st.sampled_from(("zh", "en"))
)
def test_signs_alone_can_be_made_speakable(text: str, language: Language) -> None:
    said = speakable(text, language)
    assert not re.search(r"\d", said)
    assert speakable(said, language) == said


@given(
    st.lists(st.tuples(st.sampled_from(_BEFORE), st.integers(0, 10**12), st.sampled_from(_UNITS)), max_size=4)
)
def test_digits_among_signs_and_units_are_all_words(parts: list[tuple[str, int, str]]) -> None:
    written = "".join(f"{before}{number}{unit}" for before, number, unit in parts)
    said = speakable(written, "zh")
    assert not re.search(r"\d", said)
    assert speakable(said, "zh") == said


@given(st.sampled_from(_BEFORE), st.from_regex(r"[0-9]{1,19}", fullmatch=True), st.sampled_from(_UNITS))
def test_no_run_of_digits_is_dropped(before: str, digits: str, unit: str) -> None:
    said = speakable(f"请看{before}{digits}{unit}，好", "zh")
    words = "".join(sign for sign in said if sign not in _MANDARIN_MARKS)
    whole = (amount(digits), amount(digits, counted=True), one_by_one(digits), one_by_one(digits, year=True))
    assert any(number in words for number in whole), said


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_is_said_with_its_hour_and_minute(hour: int, minute: int) -> None:
    said = speakable(f"{hour}:{minute:02d}来", "zh")
    on_the_clock = amount(str(hour - 12 if hour > 12 else hour), counted=True)
    assert f"{on_the_clock}点" in said
    if minute not in (0, 30):
        assert f"{amount(str(minute))}分" in said


@given(st.integers(1, 10**16 - 1))
def test_an_amount_means_the_number_that_was_written(number: int) -> None:
    assert _value(amount(str(number))) == number


def _value(said: str) -> int:
    for name, size in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4)):
        if name in said:
            high, low = said.split(name, 1)
            return _value(high) * size + _value(low)
    total = digit = 0
    for sign in said:
        if sign in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
        else:
            digit = 2 if sign == "两" else "零一二三四五六七八九".index(sign)
    return total + digit


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("已经登记了，编号4817-3。", "四八幺七，三"),
        ("查询码是1029。", "幺零二九"),
        ("打12345问。", "幺二三四五"),
    ],
)
def test_numbers_that_residents_write_down_are_said_digit_by_digit(written: str, said: str) -> None:
    assert said in speakable(written, "zh")


def test_the_address_of_a_page_is_never_spelled() -> None:
    for written in ("见 https://fuzhou.gov.cn/12345?a=b。", "看www.gov.cn", "写信到 ab.c@fuzhou.gov.cn"):
        said = speakable(written, "zh")
        assert re.search("网址|邮箱地址", said)
        assert not _LEFT.search(said)
