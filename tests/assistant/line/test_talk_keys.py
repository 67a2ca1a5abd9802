"""The keys, silently alive in every state: 0 a person, 9 again, * slower, # back, digits what is offered."""

from __future__ import annotations

import pytest

from assistant.line.talk_events import Heard, SpeechStarted
from tests.assistant.line.talking import (
    BRING,
    PERSON,
    WHERE,
    Caller,
    StopSaying,
    greeted,
    phrase,
    question,
    said,
    text,
    told,
    turns,
)

MEANT = [("0", "0"), ("9", "9"), ("*", "慢一点"), ("#", "回到刚才"), ("1", "1")]


def asked_for_digits() -> Caller:
    caller = told(question("打哪个电话能找到您？"), expect="digits", options=(PERSON,))
    caller.hears_all()
    return caller


@pytest.mark.parametrize(("key", "meant"), MEANT)
def test_a_key_is_said_in_words_that_the_dialogue_knows(key, meant):
    caller = told(*text("要带户口本。"), options=(BRING, WHERE, PERSON))
    caller.hears_all()
    assert turns(caller.presses(key)) == [meant]


@pytest.mark.parametrize(("key", "meant"), MEANT)
def test_a_key_works_while_something_is_said_and_stops_it(key, meant):
    caller = told(options=(BRING, WHERE, PERSON))
    done = caller.presses(key)
    assert isinstance(done[0], StopSaying)
    assert turns(done) == [meant]


def test_a_key_of_an_option_that_was_not_named_works_as_well():
    assert turns(told(options=(BRING, WHERE, PERSON)).presses("2")) == ["2"]


def test_the_person_is_one_key_away_before_anything_was_said():
    caller = Caller()
    caller.begins()
    assert turns(caller.presses("0")) == ["0"]


def test_the_person_is_one_key_away_while_a_turn_is_under_way():
    caller = greeted()
    caller.says("身份证")
    caller.presses("0")
    assert turns(caller.is_answered()) == ["0"]


def test_the_person_is_one_key_away_when_nobody_hears():
    caller = Caller()
    caller.begins(hears=False)
    assert turns(caller.presses("0")) == ["0"]


def test_nine_says_the_greeting_again_when_nothing_else_was_said():
    caller = greeted()
    assert said(caller.presses("9")) == phrase("line_greeting") + phrase("line_ask")


def test_a_key_is_pressed_again_out_of_impatience_and_counts_once():
    caller = told(options=(BRING, PERSON))
    caller.hears_all()
    caller.presses("1", "1", "1")
    assert not turns(caller.is_answered())


def test_digits_are_collected_where_a_number_is_expected_until_hash():
    caller = asked_for_digits()
    assert not turns(caller.presses(*"13800131234"))
    assert turns(caller.presses("#")) == ["13800131234"]


def test_a_number_is_complete_after_two_and_a_half_seconds():
    caller = asked_for_digits()
    caller.presses(*"1380")
    assert not turns(caller.waits(2.4))
    caller.presses("9")
    assert not turns(caller.waits(2.4))
    assert turns(caller.waits(0.2)) == ["13809"]


def test_star_begins_a_number_anew():
    caller = asked_for_digits()
    caller.presses(*"139", "*", *"1380")
    assert turns(caller.presses("#")) == ["1380"]


def test_without_digits_star_and_hash_mean_what_they_always_mean():
    caller = asked_for_digits()
    assert turns(caller.presses("*")) == ["慢一点"]
    caller = asked_for_digits()
    assert turns(caller.presses("#")) == ["回到刚才"]


@pytest.mark.parametrize("pressed", ["0", "00", "000"])
def test_zeros_alone_are_no_number_but_the_person(pressed):
    caller = asked_for_digits()
    caller.presses(*pressed)
    assert turns(caller.waits(2.6)) == ["0"]


def test_a_number_that_is_being_typed_is_not_disturbed_by_the_question_of_presence():
    caller = asked_for_digits()
    caller.now += 7.5
    caller.presses("1")
    assert said(caller.waits(2.4)) == ""


def test_what_is_said_aloud_takes_the_place_of_what_was_typed():
    caller = asked_for_digits()
    caller.presses("1", "3")
    assert turns(caller.says("没有电话")) == ["没有电话"]
    assert not turns(caller.waits(5))


def test_a_key_counts_and_not_what_is_said_beside_it():
    """A television in the room must not keep the caller from the keys."""
    caller = told(options=(BRING, PERSON))
    caller.on(SpeechStarted())
    assert turns(caller.presses("1")) == ["1"]
    assert said(caller.is_answered(*text("要带户口本。"))) == "要带户口本。"
    assert caller.on(Heard("今天的新闻")) == []
    caller.hears_all()
    assert turns(caller.says("去哪里办")) == ["去哪里办"]


def test_what_is_no_key_says_nothing():
    assert not turns(greeted().presses("A"))
