"""Callers of whom nothing is heard, and the pauses of those who are heard."""

from __future__ import annotations

import pytest

from assistant.line.talk_events import SpeechStarted
from tests.assistant.line.talking import (
    Caller,
    Leave,
    Listen,
    Noted,
    Patience,
    greeted,
    of,
    phrase,
    question,
    said,
    text,
    told,
    turns,
)


def silent(caller: Caller, times: int) -> list[str]:
    """What is said to a caller who answers nothing, so many times."""
    heard = []
    for _ in range(times):
        heard.append(said(caller.waits(8.1)))
        caller.hears_all()
    return heard


def test_after_eight_seconds_the_caller_is_asked_whether_they_are_there():
    caller = greeted()
    assert not said(caller.waits(7.9))
    assert said(caller.waits(0.2)) == phrase("line_still_there")


def test_it_is_asked_twice_then_a_callback_is_noted_and_nothing_more_is_said():
    caller = greeted()
    assert silent(caller, 3) == [
        phrase("line_still_there"),
        phrase("line_still_there_again"),
        phrase("line_silent"),
    ]
    assert of(Noted, caller.commands) == [Noted("silent")]
    assert not said(caller.waits(120))
    assert not caller.talk.left


def test_after_ten_minutes_the_call_is_given_back_and_never_hung_up():
    caller = greeted()
    silent(caller, 3)
    assert not of(Leave, caller.waits(570))
    assert of(Leave, caller.waits(30)) == [Leave("gather")]


def test_whoever_shows_no_number_is_not_promised_a_call():
    caller = greeted(can_be_called=False)
    assert silent(caller, 3)[-1] == phrase("line_silent_waits")
    assert not of(Noted, caller.commands)


def test_whoever_speaks_after_a_long_silence_is_heard():
    caller = greeted()
    silent(caller, 3)
    caller.waits(200)
    assert turns(caller.says("身份证怎么办")) == ["身份证怎么办"]


def test_silence_is_counted_anew_after_each_turn():
    caller = greeted()
    silent(caller, 2)
    caller.says("身份证")
    caller.is_answered()
    caller.hears_all()
    assert silent(caller, 1) == [phrase("line_still_there")]


@pytest.mark.parametrize("words", ["在", "我在", "在的", "喂，我在", "嗯", "还在呢"])
def test_whoever_is_still_there_hears_the_question_again(words):
    caller = told(*text("好，我来登记。"), question("您家住在哪里？"))
    caller.hears_all()
    silent(caller, 1)
    done = caller.says(words)
    assert not turns(done)
    assert said(done) == "您家住在哪里？"


def test_nobody_is_asked_while_a_turn_is_under_way_or_is_being_answered():
    caller = greeted()
    caller.says("身份证")
    assert not said(caller.waits(30))
    caller.is_answered()
    assert not said(caller.waits(30))


def test_nobody_is_asked_while_they_speak():
    caller = greeted()
    caller.on(SpeechStarted())
    assert not said(caller.waits(30))


def test_a_cough_gives_another_eight_seconds():
    caller = greeted()
    caller.now += 5
    caller.says("", seconds=0.3)
    assert not said(caller.waits(7.9))
    assert said(caller.waits(0.2)) == phrase("line_still_there")


def test_without_hearing_keys_are_asked_for():
    caller = Caller()
    caller.begins(hears=False)
    caller.hears_all()
    assert silent(caller, 1) == [phrase("line_keys_please")]


def test_whoever_goes_on_right_after_the_end_of_a_turn_is_given_longer():
    caller = greeted(patience=Patience(0.9))
    caller.says("我要预约")
    caller.now += 1.0
    caller.says("办身份证")
    assert caller.talk.patience.base_s > 1.1


def test_noise_right_after_a_turn_teaches_nothing():
    caller = greeted(patience=Patience(0.9))
    caller.says("我要预约")
    caller.now += 1.0
    caller.says("", seconds=0.2)
    assert caller.talk.patience.base_s <= 0.9


def test_whoever_has_finished_each_time_waits_a_little_less():
    caller = greeted(patience=Patience(0.9))
    for _ in range(5):
        caller.says("身份证")
        caller.is_answered()
        caller.hears_all()
        caller.now += 3
    assert 0.75 < caller.talk.patience.base_s < 0.9


def test_a_question_in_the_middle_of_a_long_answer_is_no_turn_cut_short():
    caller = told()
    before = caller.talk.patience.base_s
    caller.now += 4
    caller.says("那要多少钱")
    assert caller.talk.patience.base_s < before


def test_the_pause_fits_what_was_asked():
    pauses = {}
    for expect in ("yes_no", "choice", "open", "address", "digits", "anything"):
        caller = greeted(patience=Patience(1.0))
        caller.says("我要上门")
        (listen,) = of(Listen, caller.is_answered(expect=expect))
        pauses[expect] = listen.pause_s
    assert pauses["yes_no"] < pauses["choice"] < pauses["open"]
    assert min(pauses[name] for name in ("address", "digits", "anything")) > pauses["open"]
