"""The answers to closed questions."""

from __future__ import annotations

import pytest

from voice.recognition.engine import Alternative, Recognised, Wanted
from voice.recognition.narrowing import better, sentences

MODEL = {
    "是",
    "不是",
    "对",
    "不",
    "的",
    "好",
    "要",
    "可以",
    "有",
    "没有",
    "行",
    "嗯",
    "社保",
    "卡",
    "社保卡",
    "医保",
    "一",
}
MODEL |= set("零二三四五六七八九十幺两")


def known(word: str) -> bool:
    return word in MODEL


def heard(*texts: str) -> Recognised:
    return Recognised(tuple(Alternative(text, 1 / (1 + place)) for place, text in enumerate(texts)))


@pytest.mark.parametrize("expect", ["open", "address", "time", "anything"])
def test_open_questions_have_no_list_of_answers(expect):
    assert sentences(Wanted("zh", expect, ("社保卡",)), known) == ()


def test_answers_are_divided_into_the_longest_words_of_the_model():
    assert sentences(Wanted("zh", "choice", ("社保卡", "医保卡", "可以")), known) == (
        "社保卡",
        "医保 卡",
        "可以",
    )


def test_yes_and_no_and_digits_are_known_without_being_told():
    assert {"是 的", "不是", "不 对"} <= set(sentences(Wanted("zh", "yes_no"), known))
    assert {"零", "幺", "九"} <= set(sentences(Wanted("zh", "digits"), known))


def test_an_answer_the_model_has_no_words_for_leaves_the_question_open():
    assert sentences(Wanted("zh", "choice", ("社保卡", "暂住证")), known) == ()
    assert sentences(Wanted("zh", "choice"), known) == ()


def test_another_language_has_only_the_answers_it_is_told():
    assert sentences(Wanted("ko", "yes_no"), known) == ()
    assert sentences(Wanted("ko", "yes_no", ("可以",)), known) == ("可以",)


@pytest.mark.parametrize(
    ("everything", "narrow", "knows_others", "texts"),
    [
        (heard("是的", "式的"), "是 的", True, ["是的", "式的"]),
        (heard("式的", "是的"), "是 的", True, ["是的", "式的"]),
        (heard("式的"), "是 的", True, ["是的", "式的"]),
        (heard("式的"), "是 的", False, ["式的", "是的"]),
        (heard("我想问别的事情"), "是 的", True, ["我想问别的事情", "是的"]),
        (heard("式的"), "[unk]", True, ["式的"]),
        (heard("式的啊"), "是 [unk]", True, ["式的啊", "是"]),
        (heard("式的"), "", True, ["式的"]),
        (heard(), "是", True, ["是"]),
        (heard(), "是", False, []),
        (heard(), "[unk]", True, []),
    ],
)
def test_the_narrow_recogniser_corrects_but_never_invents(everything, narrow, knows_others, texts):
    assert [each.text for each in better(everything, narrow, knows_others).alternatives] == texts
