"""The fixed sentences are complete in both languages and short enough with their slots filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.characters import Reader
from knowledge.phrase_check import read_phrases

ZH = """\
# 话。
greeting: 您好，有什么事？
case: 编号是{number}。
label: 找人工
call: 打{hotline}问。
"""
EN = """\
# Sentences.
greeting: Hello, what is it?
case: Your number is {number}.
label: a person
call: Call {hotline}.
"""


def problems(folder: Path, zh: str = ZH, en: str = EN) -> list[tuple[str, int, str]]:
    (folder / "zh.yml").write_text(zh, encoding="utf-8")
    (folder / "en.yml").write_text(en, encoding="utf-8")
    _, found = read_phrases(Reader(None), folder)
    return [(one.file, one.line, one.sentence) for one in found]


def test_right_phrases_have_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


# what is written, what stands there instead, and the report: file, line, a part of the sentence
MISTAKES = {
    "a long sentence": (
        ("您好，有什么事？", "您好，您今天有什么事要来问我们的，要办的是哪一件？"),
        None,
        ("zh.yml", 2, "has 22 characters, at most 20"),
    ),
    "a sentence that its slot makes long": (
        ("编号是{number}。", "您这一次的事，登记的编号现在就是{number}。"),
        None,
        ("zh.yml", 3, "has 21 characters, at most 20"),
    ),
    "a clause that its slot makes long": (
        ("编号是{number}。", "您登记的编号现在就是{number}。"),
        None,
        ("zh.yml", 3, "has 16 characters, at most 15"),
    ),
    "a link": (("找人工", "看www.gov.cn"), None, ("zh.yml", 4, "no link such as")),
    "a rare word": (("找人工", "找羁縻"), None, ("zh.yml", 4, "2 of 3 characters are rare ones (羁縻)")),
    "yuan": (("找人工", "给3元"), ("a person", "give 3"), ("zh.yml", 4, "“3元” is not how people say it")),
    "a number in one language": (("找人工", "3点找人工"), None, ("en.yml", 4, "The Chinese names “3点”")),
    "a phrase in Chinese alone": (("label:", "tag: 好\nlabel:"), None, ("zh.yml", 4, "not stand in en.yml")),
    "a phrase in English alone": (
        None,
        ("label:", "tag: good\nlabel:"),
        ("en.yml", 4, "not stand in zh.yml"),
    ),
    "other slots": (None, ("is {number}.", "is here."), ("en.yml", 3, "“case” has other slots")),
    "an unknown slot": (
        ("{number}", "{nummer}"),
        ("{number}", "{nummer}"),
        ("zh.yml", 3, "“nummer” is not known"),
    ),
    "a brace left open": (("{number}", "{number"), None, ("zh.yml", 3, "is wrong")),
    "an empty phrase": (("找人工", '" "'), None, ("zh.yml", 4, "“label” is empty")),
    "no words": (("找人工", "12"), None, ("zh.yml", 4, "put it in quotes")),
    "twice": (("label:", "greeting: 好\nlabel:"), None, ("zh.yml", 4, "“greeting” is given twice")),
    "a long English sentence": (
        None,
        ("Hello,", "Hello " + "and hello " * 10),
        ("en.yml", 2, "words, at most 20"),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_with_file_and_line(name: str, tmp_path: Path) -> None:
    in_chinese, in_english, (file, line, part) = MISTAKES[name]
    zh, en = (
        text.replace(*change) if change else text for text, change in ((ZH, in_chinese), (EN, in_english))
    )

    found = problems(tmp_path, zh, en)

    assert [one for one in found if one[:2] == (f"phrases/{file}", line) and part in one[2]], found


def test_a_label_needs_no_full_stop_and_other_names_no_order(tmp_path: Path) -> None:
    shuffled = "".join(sorted(ZH.splitlines(keepends=True)))
    assert problems(tmp_path, shuffled) == []


def test_the_phrases_of_the_product_are_right() -> None:
    phrases, found = read_phrases(Reader.with_glossary())
    assert found == []
    assert len(phrases) > 50
