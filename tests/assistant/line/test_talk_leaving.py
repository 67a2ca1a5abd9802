"""Failures, lost voices, and persons who are wanted: how a call is given back."""

from __future__ import annotations

from assistant.line.talk_events import VoiceLost
from tests.assistant.line.talking import (
    Leave,
    StopSaying,
    greeted,
    of,
    phrase,
    question,
    said,
    text,
    told,
    turns,
)


def test_whoever_wants_a_person_hears_the_answer_and_gets_one():
    caller = greeted()
    caller.says("人工")
    caller.is_answered(*text("已经给您登记了。", "编号是1234。"), wants_person=True)
    assert not caller.talk.left
    assert of(Leave, caller.hears_all()) == [Leave("person")]


def test_a_person_comes_although_the_caller_speaks_on():
    caller = greeted()
    caller.says("人工")
    caller.says("快一点")
    done = caller.is_answered(*text("已经给您登记了。"), wants_person=True)
    assert not turns(done)
    assert said(done) == "已经给您登记了。"
    assert not caller.says("喂喂")
    assert of(Leave, caller.hears_all()) == [Leave("person")]


def test_a_failed_turn_is_apologised_for_and_the_step_stays():
    caller = told(question("您家住在哪里？"), expect="address")
    caller.hears_all()
    caller.says("东街口")
    done = caller.is_failed()
    assert said(done) == phrase("line_sorry")
    caller.hears_all()
    assert turns(caller.says("东街口")) == ["东街口"]


def test_after_a_second_failure_a_person_is_offered_and_after_one_more_one_comes():
    caller = greeted()
    for name in ("line_sorry", "line_sorry_again", "line_to_person"):
        caller.says("东街口")
        assert said(caller.is_failed()) == phrase(name)
        left = of(Leave, caller.hears_all())
    assert "请按0" in phrase("line_sorry_again")
    assert left == [Leave("person")]


def test_an_answer_forgets_earlier_failures():
    caller = greeted()
    for _ in range(3):
        caller.says("东街口")
        assert said(caller.is_failed()) == phrase("line_sorry")
        caller.hears_all()
        caller.says("东街口")
        caller.is_answered()
        caller.hears_all()


def test_a_failed_turn_is_taken_anew_with_what_the_caller_went_on_to_say():
    caller = greeted()
    caller.says("我要预约")
    caller.says("办身份证")
    assert turns(caller.is_failed()) == ["我要预约，办身份证"]


def test_lost_voice_is_told_at_once_and_the_call_goes_on_elsewhere():
    caller = told()
    stop, say = caller.on(VoiceLost())
    assert isinstance(stop, StopSaying)
    assert said([say]) == phrase("line_lost")
    assert of(Leave, caller.hears_all()) == [Leave("gather")]


def test_a_sentence_that_cannot_be_said_any_more_keeps_nobody():
    caller = told()
    caller.on(VoiceLost())
    assert of(Leave, caller.waits(4.1)) == [Leave("gather")]


def test_whoever_waits_for_a_person_gets_one_without_voice_as_well():
    caller = greeted()
    caller.says("人工")
    caller.is_answered(*text("已经给您登记了。"), wants_person=True)
    assert of(Leave, caller.on(VoiceLost())) == [Leave("person")]


def test_a_person_asked_for_while_voice_is_lost_is_not_forgotten():
    caller = greeted()
    caller.says("人工")
    caller.on(VoiceLost())
    caller.is_answered(*text("已经给您登记了。"), wants_person=True)
    assert of(Leave, caller.hears_all()) == [Leave("person")]


def test_nothing_is_done_any_more_once_the_call_is_given_back():
    caller = told()
    caller.on(VoiceLost())
    caller.hears_all()
    assert caller.talk.left
    assert caller.says("喂") == []
