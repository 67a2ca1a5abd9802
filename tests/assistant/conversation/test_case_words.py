"""Which words and numbers ask how a case stands."""

from __future__ import annotations

import pytest

from assistant.conversation import case_words
from knowledge.normalise import bare


def read(text: str, asked: str | None = None) -> dict[str, object] | None:
    act = case_words.read(bare(text), asked)
    return None if act is None else dict(act.values)


@pytest.mark.parametrize(
    "text",
    [
        "进度",
        "查进度",
        "查一下我的进度",
        "我的进度",
        "我的事办到哪了",
        "我的事办好了吗",
        "my case",
        "status",
        "check my case status",
    ],
)
def test_clear_words_ask_for_the_own_case(text):
    assert read(text) == {}


@pytest.mark.parametrize("text", ["办好了吗", "有结果了吗", "还要等多久", "怎么没人给我打电话", "any news"])
def test_words_that_fit_other_questions_count_only_with_a_case(text):
    assert read(text) == {"if_any": True}


@pytest.mark.parametrize(
    "text",
    [
        "4571-9",
        "查 4571-9",
        "查45719",
        "查四五七一九",
        "编号是4571-9",
        "四五七一杠九",
        "status of case 4571-9",
    ],
)
def test_a_number_is_read_as_typed_or_said(text):
    assert read(text) == {"number": "4571-9"}


@pytest.mark.parametrize(
    "text",
    [
        "4571-9 0042",
        "查45719 0042",
        "457190042",
        "四五七一九零零四二",
        "四五七一九，零零四二",
        "编号4571-9查询码0042",
        "4571-9 查询码是0042",
        "check case 4571-9 code 0042",
        "４５７１－９　００４２",
    ],
)
def test_a_number_with_its_code(text):
    assert read(text) == {"number": "4571-9", "code": "0042"}


def test_a_bare_number_counts_only_for_its_resident():
    assert read("45719") == {"number": "4571-9", "if_any": True}


def test_a_wrong_check_digit_is_told_apart():
    assert read("4571-8") == {"misread": True}


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "查12345",
        "打12345",
        "13812345679",
        "138 1234 5679",
        "350102195001011234",
        "0591 8801 2345",
        "3000",
        "75",
        "1",
        "2026",
        "七十五",
        "查一下养老金",
        "社保卡进度怎么查",
        "身份证办好了吗",
        "低保申请进度在哪看",
    ],
)
def test_other_numbers_and_questions_are_none(text):
    assert read(text) is None


def test_four_digits_are_a_code_only_when_one_was_asked_for():
    assert read("0042", "code:4571-9") == {"number": "4571-9", "code": "0042"}
    assert read("零零四二", "code:4571-9") == {"number": "4571-9", "code": "0042"}
    assert read("0042") is None
    assert read("一共2000块", "code:4571-9") is None
