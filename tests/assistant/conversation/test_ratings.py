"""“Did it help?”, answered by one key or one word, a day later or in the middle of something else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.cases import resolving
from assistant.cases.kinds import Kind, Rating, Status
from assistant.conversation import ratings
from assistant.conversation.ratings import Answer
from assistant.messages import Act, Channel, Option
from assistant.state import ConversationState
from tests.assistant.conversation.conftest import keys, words


def asked(town_hall) -> str:
    number, _ = town_hall.opened()
    town_hall.asked_about(number)
    return number


@pytest.mark.parametrize(("text", "rating"), [("1", Rating.GOOD), ("满意", Rating.GOOD), ("２", Rating.FAIR)])
def test_a_good_rating_is_kept_at_once_and_the_second_question_asked(town_hall, text, rating):
    number = asked(town_hall)
    answer = town_hall.say(text)
    assert "问题解决了吗" in words(answer)
    assert keys(answer) == ["1", "2"]
    row = town_hall.row(number)
    assert (row.status, row.rating, row.solved) == (Status.FOLLOWED_UP, rating, None)
    assert "谢谢" in town_hall.told("1")
    row = town_hall.row(number)
    assert (row.status, row.rating, row.solved) == (Status.FOLLOWED_UP, rating, True)


@pytest.mark.parametrize("text", ["3", "不满意", "我不满意", "not satisfied"])
def test_a_poor_rating_opens_the_case_again_for_somebody_else(town_hall, text):
    number = asked(town_hall)
    owner = town_hall.row(number).owner_id
    answer = town_hall.told(text)
    assert number in answer
    row = town_hall.row(number)
    assert (row.status, row.owner_id, row.avoided) == (Status.REOPENED, None, [owner])


def test_what_is_not_solved_is_opened_again(town_hall):
    number = asked(town_hall)
    town_hall.say("1")
    assert "换个人" in town_hall.told("没解决")
    assert town_hall.row(number).status == Status.REOPENED


def test_the_text_asks_with_one_key_each(town_hall):
    asked(town_hall)
    (text,) = town_hall.outgoing("follow_up")
    assert "满意回1，基本满意回2，不满意回3" in text
    assert len(text) <= 70


def test_a_key_still_counts_after_the_conversation_is_over(town_hall):
    number = asked(town_hall)
    town_hall.clock.advance(hours=30)
    assert "问题解决了吗" in town_hall.told("1")
    town_hall.clock.advance(hours=30)
    assert "换个人" in town_hall.told("2")
    assert town_hall.row(number).status == Status.REOPENED


def test_a_key_for_what_was_offered_later_is_no_rating(town_hall):
    number = asked(town_hall)
    town_hall.clock.advance(minutes=5)
    town_hall.say("办身份证要带什么")
    town_hall.clock.advance(minutes=1)
    answer = town_hall.say("1")
    assert answer.service == "id_card"
    assert town_hall.row(number).rating is None
    assert "问题解决了吗" in town_hall.told("满意"), "the word says which question it answers"


def test_a_key_without_any_question_is_none(town_hall):
    town_hall.opened()
    assert "解决" not in town_hall.told("1")
    assert "解决" not in town_hall.told("满意")


def test_a_key_on_the_telephone_or_at_a_terminal_answers_no_text(town_hall):
    number = asked(town_hall)
    town_hall.say("1", Channel.PHONE)
    town_hall.at_terminal("满意")
    assert town_hall.row(number).rating is None


def test_the_same_message_twice_rates_once(town_hall):
    number = asked(town_hall)
    message = town_hall.inbound("3")
    town_hall.turn.take(message)
    town_hall.turn.take(message)
    assert town_hall.kinds(number).count(Kind.RATED) == 1


def test_a_change_of_mind_counts(town_hall):
    number = asked(town_hall)
    town_hall.say("1")
    assert "换个人" in town_hall.told("不满意")
    assert town_hall.row(number).status == Status.REOPENED


def test_who_is_not_content_with_a_closed_case_gets_it_opened_again(town_hall):
    number = asked(town_hall)
    town_hall.does(resolving.close, number, None)
    assert "换个人" in town_hall.told("3")
    assert town_hall.row(number).status == Status.REOPENED


def test_beside_another_open_case_the_matter_goes_to_that_one(town_hall):
    first = asked(town_hall)
    town_hall.does(resolving.close, first, None)
    second, _ = town_hall.opened()
    assert second != first
    town_hall.say("不满意")
    assert town_hall.row(first).status == Status.CLOSED
    (event,) = [one for one in town_hall.events(second) if one.kind == Kind.ASKED_AGAIN]
    assert event.detail == {"reason": "not_satisfied", "about": first}


def test_after_a_month_nothing_is_rated(town_hall):
    number = asked(town_hall)
    town_hall.clock.advance(resolving.RATED_UNTIL + timedelta(days=1))
    town_hall.say("满意")
    assert town_hall.row(number).rating is None


def test_a_second_round_is_asked_and_rated_anew(town_hall):
    number = asked(town_hall)
    town_hall.say("3")
    town_hall.asked_about(number, by="li")
    assert "问题解决了吗" in town_hall.told("1")
    assert town_hall.row(number).rating == Rating.GOOD


@pytest.mark.parametrize(
    ("text", "channel", "answer"),
    [
        ("1", Channel.SMS, Answer("1", None)),
        ("１", Channel.SMS, Answer("1", None)),
        ("回3", Channel.SMS, Answer("3", None)),
        ("1", Channel.PHONE, None),
        ("4", Channel.SMS, None),
        ("满意", Channel.PHONE, Answer("1", "rating")),
        ("很满意！", Channel.SMS, Answer("1", "rating")),
        ("基本满意", Channel.SMS, Answer("2", "rating")),
        ("不滿意", Channel.SMS, Answer("3", "rating")),
        ("Good", Channel.SMS, Answer("1", "rating")),
        ("解决了", Channel.SMS, Answer("1", "solved")),
        ("没有解决", Channel.SMS, Answer("2", "solved")),
        ("对补贴不满意找谁", Channel.SMS, None),
        ("13", Channel.SMS, None),
        ("满意度调查是什么", Channel.SMS, None),
    ],
)
def test_what_counts_as_an_answer(text, channel, answer):
    assert ratings.read(text, channel) == answer


def test_an_offered_second_question_is_kept_with_the_conversation():
    option = Option("1", "解决了", Act("case_rating", {"reference": "follow_up:1:0:1", "key": "1"}))
    state = ConversationState(options=(option,))
    assert ConversationState.from_json(state.to_json()) == state
