"""Sentences end where a reader stops; clauses are long enough to be spoken one by one."""

from __future__ import annotations

import pytest

from voice.speech.pieces import clauses, sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("您好。请说！好吗？", ["您好。", "请说！", "好吗？"]),
        ("他说：“好。”我走了。", ["他说：“好。”", "我走了。"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("Come in. Sit down.", ["Come in.", "Sit down."]),
        ("It costs 3.50 yuan. Thanks.", ["It costs 3.50 yuan.", "Thanks."]),
        ("Mr. Li is here. No. 3 is free.", ["Mr. Li is here.", "No. 3 is free."]),
        ("See www.gov.cn for it.", ["See www.gov.cn for it."]),
        ("1. 带身份证。", ["1. 带身份证。"]),
        ("。。。……", []),
        ("", []),
        ("没有句号", ["没有句号"]),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, cut: list[str]) -> None:
    assert sentences(text) == cut


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("请带上身份证，到社区服务中心办理。", ["请带上身份证，", "到社区服务中心办理。"]),
        ("您好，请问您要办什么事？", ["您好，请问您要办什么事？"]),
        ("身份证、户口本都要带。", ["身份证、户口本都要带。"]),
        ("身份证原件和复印件、户口本都要带。", ["身份证原件和复印件、户口本都要带。"]),
        ("身份证的原件和一张复印件、户口本都要带。", ["身份证的原件和一张复印件、", "户口本都要带。"]),
        ("上午九点到十二点开门，好吗？", ["上午九点到十二点开门，好吗？"]),
        ("It takes 1,000 days, or so they say.", ["It takes 1,000 days,", "or so they say."]),
        ("9:30 开门", ["9:30 开门"]),
    ],
)
def test_a_sentence_is_cut_into_clauses(sentence: str, cut: list[str]) -> None:
    assert clauses(sentence) == cut


def test_a_long_run_without_pauses_is_cut_all_the_same() -> None:
    assert max(map(len, clauses("好" * 1000))) <= 60


@pytest.mark.parametrize(
    "text", ["您好，请问您要办什么事？好的，我来帮您办理、查询，请说。", "好" * 200, "a b, c d. e"]
)
def test_nothing_is_lost(text: str) -> None:
    spoken = "".join(clause for sentence in sentences(text) for clause in clauses(sentence))
    assert spoken.replace(" ", "") == text.replace(" ", "")
