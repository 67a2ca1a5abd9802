"""Whoever sounds finished is answered sooner; whoever thinks aloud is not."""

from __future__ import annotations

import pytest

from assistant.line.finished import sounds_finished
from assistant.line.patience import Patience
from assistant.line.talk_commands import Listen
from assistant.line.talk_events import Heard, PartialHeard, SpeechStarted
from tests.assistant.line.talking import BRING, PERSON, greeted, of


@pytest.mark.parametrize(
    "words",
    [
        "八十岁那个钱咋领",
        "身份证丢了怎么办",
        "办社保卡要带什么",
        "低保一个月多少钱",
        "去哪里办",
        "我能领吗",
        "人工",
        "找个人",
        "再说一遍",
        "要带什么",
    ],
)
def test_a_whole_question_and_words_that_always_work_sound_finished(words):
    assert sounds_finished(words, "open", (BRING, PERSON), "zh")


@pytest.mark.parametrize(
    "words", ["我想问一下那个", "我妈今年八十了", "怎么", "什么", "身份证和", "我要办的", "How do I get it"]
)
def test_half_a_thought_does_not(words):
    assert not sounds_finished(words, "open", (), "zh" if not words.isascii() else "en")


@pytest.mark.parametrize("expect", ["digits", "address", "time", "anything"])
def test_what_is_told_in_several_breaths_never_does(expect):
    assert not sounds_finished("五一路十二号那里有几栋楼呢", expect, (), "zh")


@pytest.mark.parametrize(("words", "finished"), [("对", True), ("不对", True), ("那个老头", False)])
def test_a_yes_and_a_no_are_all_that_was_asked(words, finished):
    assert sounds_finished(words, "yes_no", (), "zh") is finished


def pauses(commands):
    return [round(one.pause_s, 2) for one in of(Listen, commands)]


def test_a_caller_who_sounds_finished_is_listened_to_with_a_short_pause_until_the_turn_is_over():
    caller = greeted(patience=Patience(1.5))
    caller.on(SpeechStarted())
    assert pauses(caller.on(PartialHeard("身份证丢了"))) == []
    assert pauses(caller.on(PartialHeard("身份证丢了怎么办"))) == [0.9]
    assert pauses(caller.on(PartialHeard("身份证丢了怎么办呢"))) == []
    assert pauses(caller.on(Heard("身份证丢了怎么办呢"))) == [1.5]


def test_a_caller_who_goes_on_is_given_the_whole_pause_again():
    caller = greeted(patience=Patience(1.5))
    caller.on(SpeechStarted())
    caller.on(PartialHeard("身份证丢了怎么办"))
    assert pauses(caller.on(PartialHeard("身份证丢了怎么办我儿子"))) == [1.5]


def test_no_pause_is_shorter_than_six_tenths_of_a_second():
    caller = greeted()
    caller.on(SpeechStarted())
    assert pauses(caller.on(PartialHeard("身份证丢了怎么办"))) == [0.6]
