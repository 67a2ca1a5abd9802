"""Who speaks when: greeting, barging in, words in passing, coughs, turns in pieces."""

from __future__ import annotations

import pytest

from assistant.line.talk_events import (
    HearsAgain,
    SentenceOver,
    SpeechStarted,
)
from tests.assistant.line.talking import (
    BRING,
    PERSON,
    WHERE,
    Caller,
    Leave,
    Listen,
    Say,
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


def test_the_greeting_is_one_short_sentence_and_an_open_question():
    begun = Caller().begins()
    (say,) = of(Say, begun)
    assert [one.text for one in say.sentences] == ["您好，我是帮办。", "您要办什么事？"]
    assert not of(Leave, begun)


def test_it_is_listened_from_the_first_word_on():
    listening, saying = Caller().begins()
    assert isinstance(listening, Listen)
    assert listening.expect == "open"
    assert isinstance(saying, Say)


def test_who_was_greeted_in_this_call_is_not_greeted_again():
    assert said(Caller().begins(goes_on=True)) == phrase("line_go_on")


def test_english_callers_are_greeted_in_english():
    assert said(Caller(language="en").begins()).startswith("Hello, Bangban here.")


def test_what_a_caller_says_is_a_turn():
    assert turns(greeted().says("八十岁那个钱咋领")) == ["八十岁那个钱咋领"]


def test_turns_are_counted_on_from_those_before_in_the_same_call():
    caller = greeted(first_turn=5)
    caller.says("身份证")
    caller.is_answered()
    caller.hears_all()
    caller.says("社保卡")
    assert caller.took is not None
    assert caller.took.number == 6


def test_a_caller_who_speaks_stops_what_is_being_said():
    caller = told()
    assert of(StopSaying, caller.on(SpeechStarted()))


def test_a_question_in_the_middle_of_an_answer_is_a_turn():
    caller = told()
    assert turns(caller.says("那要多少钱")) == ["那要多少钱"]


@pytest.mark.parametrize(
    "words", ["", "嗯", "啊", "哦", "好", "对", "嗯嗯", "好好好", "对，对", "好的", "啊？"]
)
def test_a_cough_or_a_word_in_passing_lets_the_sentence_begin_again(words):
    caller = told()
    caller.on(SentenceOver(0))
    done = caller.says(words)
    assert not turns(done)
    assert said(done) == "第二句。第三句。"


@pytest.mark.parametrize("words", ["好像不是这个", "对面那个窗口", "啊那我妈呢", "嗯我想问社保卡"])
def test_a_word_in_passing_that_goes_on_is_no_word_in_passing(words):
    assert turns(told().says(words)) == [words]


@pytest.mark.parametrize("words", ["对", "好", "是的", "嗯", "嗯嗯"])
def test_a_yes_answers_a_question_that_was_asked(words):
    caller = told(*text("我念一遍。"), question("对不对？"), expect="yes_no")
    caller.hears_sentences(2)
    assert turns(caller.says(words)) == [words]


def test_a_yes_answers_before_the_question_is_asked_to_its_end():
    caller = told(*text("我念一遍。"), question("对不对？"), expect="yes_no")
    caller.hears_sentences(1)
    assert turns(caller.says("嗯")) == ["嗯"]


def test_a_clear_yes_to_what_is_read_back_needs_no_question():
    caller = told(*text("我念一遍。", "您明天来。"), question("对不对？"), expect="yes_no")
    assert turns(caller.says("对对对")) == ["对对对"]


def test_a_hum_before_the_question_confirms_nothing():
    """Nothing is handed over before it was read back (docs/conversation.md)."""
    caller = told(*text("我念一遍。", "您明天来。"), question("对不对？"), expect="yes_no")
    done = caller.says("嗯")
    assert not turns(done)
    assert said(done).endswith("对不对？")


def test_a_hum_answers_any_question_that_was_asked_to_its_end():
    caller = told(*text("要带户口本。"), question("要我接着说吗？"), *text("要找人工，请按0。"))
    caller.hears_sentences(2)
    assert turns(caller.says("嗯")) == ["嗯"]


@pytest.mark.parametrize("words", ["啊", "哦", "噢噢"])
def test_a_murmur_answers_nothing(words):
    caller = told(question("对不对？"), expect="yes_no")
    caller.hears_all()
    assert not turns(caller.says(words))


def test_noise_while_nothing_is_said_changes_nothing():
    assert greeted().says("", seconds=0.3) == []


def test_words_that_could_not_be_made_out_are_asked_for_again_and_then_a_person_is_named():
    caller = greeted()
    assert said(caller.says("", seconds=1.5)) == phrase("line_not_heard")
    caller.hears_all()
    again = said(caller.says("", seconds=1.5))
    assert again == phrase("line_not_heard_again")
    assert "请按0" in again


def test_the_answer_is_said_as_fast_and_as_loud_as_the_caller_likes():
    caller = greeted()
    caller.says("说慢一点")
    (say,) = of(Say, caller.is_answered(rate=80, gain=6))
    assert (say.rate, say.gain) == (80, 6)


def test_what_is_said_after_a_change_of_speed_is_said_at_that_speed():
    caller = told(rate=80)
    (resumed,) = of(Say, caller.says("", seconds=0.2))
    assert resumed.rate == 80


def test_it_is_listened_for_what_was_asked_and_offered():
    caller = greeted()
    caller.says("身份证")
    (listen,) = of(Listen, caller.is_answered(expect="choice", options=(BRING, WHERE, PERSON)))
    assert listen.expect == "choice"
    assert listen.phrases == ("要带什么", "去哪里办", "找人工")


def test_an_alternative_that_names_an_option_is_what_was_said():
    caller = told(question("您问哪一样？"), expect="choice", options=(BRING, WHERE, PERSON))
    caller.hears_all()
    assert turns(caller.says("取哪里板", "去哪里办")) == ["去哪里办"]


def test_without_hearing_a_kind_sentence_names_the_keys():
    begun = Caller().begins(hears=False)
    assert said(begun) == phrase("line_greeting") + phrase("line_keys_only")
    assert not of(Listen, begun)


def test_whoever_is_heard_after_all_is_told_so():
    caller = Caller()
    caller.begins(hears=False)
    caller.hears_all()
    done = caller.on(HearsAgain())
    assert said(done) == phrase("line_hears_again") + phrase("line_ask")
    assert of(Listen, done)
    caller.hears_all()
    assert turns(caller.says("身份证")) == ["身份证"]
