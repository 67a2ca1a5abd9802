"""Turns in pieces, answers that wait, and what bridges the time until they come."""

from __future__ import annotations

import pytest

from assistant.line.talk_events import (
    Answered,
    AudioBegan,
    Heard,
    SpeechStarted,
    SpeechStopped,
)
from tests.assistant.line.talking import (
    Filler,
    StopSaying,
    greeted,
    of,
    question,
    said,
    text,
    told,
    turns,
)


def test_who_goes_on_before_the_answer_is_there_has_one_turn_of_both_pieces():
    caller = greeted()
    caller.says("我要预约")
    caller.now += 0.4
    caller.says("办身份证")
    assert turns(caller.is_answered(*text("您要办什么？"))) == ["我要预约，办身份证"]


def test_an_answer_waits_for_a_caller_who_goes_on():
    caller = greeted()
    caller.says("我要预约")
    caller.now += 0.3
    caller.on(SpeechStarted())
    assert not said(caller.is_answered(*text("您要办什么？")))
    caller.now += 1.0
    assert turns(caller.says("办身份证")) == ["我要预约，办身份证"]


def test_an_answer_of_which_nothing_was_heard_can_still_be_held():
    caller = greeted()
    caller.says("我要预约")
    caller.is_answered(*text("您要办什么？"))
    assert turns(caller.says("办身份证")) == ["我要预约，办身份证"]


def test_an_answer_that_has_begun_is_interrupted_instead():
    caller = greeted()
    caller.says("我要预约")
    caller.is_answered(*text("您要办什么？"))
    caller.on(AudioBegan())
    assert turns(caller.says("办身份证")) == ["办身份证"]


@pytest.mark.parametrize("words", ["", "嗯", "啊"])
def test_an_answer_is_said_when_the_caller_had_finished_after_all(words):
    caller = greeted()
    caller.says("我要预约")
    caller.now += 0.3
    caller.on(SpeechStarted())
    caller.is_answered(*text("您要办什么？"))
    assert said(caller.says(words, seconds=0.3)) == "您要办什么？"


def test_three_pieces_are_one_turn():
    caller = greeted()
    for piece in ("我要预约", "办身份证", "明天上午"):
        caller.says(piece, seconds=0.4)
    assert turns(caller.is_answered()) == ["我要预约，办身份证，明天上午"]


def test_digits_in_pieces_are_one_number():
    caller = told(question("打哪个电话？"), expect="digits")
    caller.hears_all()
    caller.says("138")
    caller.says("00131234")
    assert turns(caller.is_answered(question("打哪个电话？"), expect="digits")) == ["13800131234"]


def test_what_was_done_is_told_although_the_caller_went_on():
    caller = told(question("对不对？"), expect="yes_no")
    caller.hears_all()
    caller.says("对")
    caller.says("还有社保卡")
    assert turns(caller.is_answered(*text("已经给您登记了。"), binding=True)) == ["还有社保卡"]
    assert said(caller.is_answered(*text("社保卡要带身份证。"))) == "已经给您登记了。社保卡要带身份证。"


def test_a_stale_answer_is_not_said():
    caller = greeted()
    caller.says("我要预约")
    assert caller.took is not None
    assert not caller.on(Answered(caller.took.number + 1, text("别的。")))


def test_a_filler_bridges_seven_tenths_of_a_second():
    caller = greeted()
    caller.says("八十岁那个钱咋领")
    assert not of(Filler, caller.waits(0.69))
    (filler,) = of(Filler, caller.waits(0.02))
    assert filler.sentence.text == "稍等。"
    assert not of(Filler, caller.waits(5))


def test_no_filler_when_the_sound_is_there():
    caller = greeted()
    caller.says("八十岁那个钱咋领")
    caller.is_answered()
    caller.on(AudioBegan())
    assert not of(Filler, caller.waits(2))


def test_an_answer_whose_sound_is_late_is_bridged_too():
    caller = greeted()
    caller.says("八十岁那个钱咋领")
    caller.is_answered()
    assert of(Filler, caller.waits(0.8))


def test_no_filler_over_a_caller_who_speaks():
    caller = greeted()
    caller.says("我要预约")
    caller.now += 0.3
    caller.on(SpeechStarted())
    assert not of(Filler, caller.waits(3))


def test_speech_that_never_ends_does_not_keep_the_call_waiting():
    caller = told()
    caller.on(SpeechStarted())
    assert said(caller.waits(36)) == "第一句。第二句。第三句。"


def test_words_that_take_long_to_be_made_out_are_bridged_from_the_end_of_the_turn():
    caller = greeted()
    caller.on(SpeechStarted(1.0))
    caller.now += 1.5
    caller.on(SpeechStopped())
    assert not of(Filler, caller.waits(1.5))
    assert of(Filler, caller.waits(0.2))
    caller.on(Heard("八十岁那个钱咋领", ended_s=3.4, recognition_s=1.0))
    assert not of(Filler, caller.waits(3))


def test_the_time_for_making_out_words_counts_for_the_filler():
    caller = greeted()
    caller.on(SpeechStarted(1.0))
    caller.now += 1.5
    caller.on(Heard("八十岁那个钱咋领", ended_s=2.5, recognition_s=0.5))
    assert not of(Filler, caller.waits(0.15))
    assert of(Filler, caller.waits(0.1))


def test_a_pause_in_the_middle_is_no_end():
    caller = greeted()
    caller.on(SpeechStarted(1.0))
    caller.on(SpeechStopped())
    caller.now += 0.5
    caller.on(SpeechStarted(2.0))
    assert not of(Filler, caller.waits(10))


def test_nobody_is_spoken_to_who_speaks_already_while_the_words_before_are_made_out():
    caller = greeted()
    caller.on(SpeechStarted(1.0))
    caller.now += 3.0
    caller.on(SpeechStarted(4.0))
    caller.now += 1.0
    assert turns(caller.on(Heard("我要预约", ended_s=3.5, recognition_s=1.5))) == ["我要预约"]
    assert not said(caller.is_answered(*text("您要办什么？")))
    caller.now += 1.0
    assert turns(caller.on(Heard("办身份证", ended_s=6.0))) == ["我要预约，办身份证"]
    assert caller.talk.patience.base_s > 1.0


def test_nothing_goes_on_over_a_caller_who_speaks_again_after_a_cough():
    caller = told()
    caller.on(SpeechStarted(1.0))
    caller.now += 2.0
    caller.on(SpeechStarted(3.0))
    assert not caller.on(Heard("", ended_s=2.5))
    caller.now += 2.0
    assert turns(caller.on(Heard("那要多少钱", ended_s=5.0))) == ["那要多少钱"]


def test_who_waits_very_long_hears_again_that_the_line_lives():
    caller = greeted()
    caller.says("八十岁那个钱咋领")
    assert len(of(Filler, caller.waits(13))) == 3


def test_words_without_a_beginning_stop_what_is_being_said_too():
    caller = told()
    done = caller.on(Heard("那要多少钱"))
    assert isinstance(done[0], StopSaying)
    assert turns(done) == ["那要多少钱"]
