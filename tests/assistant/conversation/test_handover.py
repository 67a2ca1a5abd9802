"""A conversation that goes on at the hall's screen, and answers that stay with whom they belong to."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest

from assistant.conversation.answers import Content
from assistant.conversation.turn import Turn
from assistant.dialogue.keypad import KeypadEngine
from assistant.messages import Channel, TurnResult
from assistant.rendering import plain, sms
from assistant.store import gaps, tasks
from assistant.store.turns import SILENCE_AT_TERMINALS

PHONE = "+8613800000001"
TERMINAL = "hall-1"


@pytest.fixture
def turn(database, vault, clock, content: Content, casework, commands, composer_of_all) -> Turn:
    return Turn(
        database=database,
        vault=vault,
        commands=commands,
        engine=KeypadEngine(content.aspects, content.regions),
        composer=composer_of_all,
        casework=casework,
        clock=clock,
        kept_days=180,
        rest_of={
            Channel.SMS: sms.rest_of,
            Channel.PHONE: partial(plain.rest_of, channel=Channel.PHONE),
            Channel.KIOSK: partial(plain.rest_of, channel=Channel.KIOSK),
        },
    )


@pytest.fixture
def say(turn, inbound):
    def take(text: str, channel: Channel = Channel.SMS, address: str = PHONE) -> TurnResult:
        return turn.take(inbound(text, channel=channel, address=address))

    return take


@pytest.fixture
def at_terminal(say):
    return partial(say, channel=Channel.KIOSK, address=TERMINAL)


def words(result: TurnResult) -> str:
    return " ".join(filter(None, (f"{r.notice}{r.text}{r.question}" for r in result.replies)))


def code_of(result: TurnResult) -> str:
    found = re.search(r"\d{3} \d{3}", words(result))
    assert found, words(result)
    return found.group()


def begun(say) -> None:
    say("养老消费券谁能领")
    say("福州市")
    say("我能领吗")
    say("七十八")


def test_an_interview_goes_on_where_it_stopped(say, at_terminal):
    begun(say)
    taken = at_terminal(code_of(say("换屏幕")))
    assert "接上了" in words(taken)
    assert "住在福建" in words(taken)


def test_answers_given_at_a_terminal_are_kept_for_whom_the_code_belongs_to(say, at_terminal, clock):
    begun(say)
    at_terminal(code_of(say("换屏幕")))
    done = at_terminal("不是")
    assert "要我记着吗" in words(done)
    at_terminal("要记着")
    clock.advance(timedelta(hours=25))
    say("养老消费券是什么")
    known = say("我能领吗")
    assert "恐怕办不了" in words(known), "age and home are known from the terminal"


def test_the_next_visitor_finds_nothing_of_the_last_one(say, at_terminal, clock):
    begun(say)
    at_terminal(code_of(say("换屏幕")))
    clock.advance(SILENCE_AT_TERMINALS)
    at_terminal("养老消费券是什么")
    assert "多大岁数" in words(at_terminal("我能领吗"))


def test_a_code_opens_once_and_guessing_ends(say, at_terminal):
    begun(say)
    code = code_of(say("换屏幕"))
    assert "接上了" in words(at_terminal(code))
    for _ in range(5):
        assert "编号不对" in words(at_terminal(code, address="hall-2"))
    assert "试得太多" in words(at_terminal("123456", address="hall-2"))


def test_a_code_is_too_old_after_a_day(say, at_terminal, clock):
    begun(say)
    code = code_of(say("换屏幕"))
    clock.advance(timedelta(hours=24))
    assert "编号不对" in words(at_terminal(code))


def test_without_anything_under_way_there_is_no_code(say):
    assert "没有要接着办的事" in words(say("换屏幕"))


def test_answers_are_deleted_on_request(say, clock):
    begun(say)
    assert "忘掉了" in words(say("忘掉我的回答"))
    assert "多大岁数" in words(say("我能领吗"))


def test_forgetting_closes_what_could_be_gone_on_with_elsewhere(say, at_terminal):
    begun(say)
    code = code_of(say("换屏幕"))
    say("忘掉我的回答")
    assert "编号不对" in words(at_terminal(code))


def test_what_is_not_answered_is_counted_without_a_word_of_who_asked(say, database, clock):
    say("张伟在福州，电话13800000001，想考钓鱼证", address="+8613800000002")
    with database.read() as session:
        (counted,) = gaps.counted(session, clock.now(), days=1)
    assert counted.count == 1
    assert not set("张伟福州13800000001") & set(counted.cluster)


def test_a_rule_that_has_ended_becomes_a_task(say, database, clock):
    clock.advance(timedelta(days=310))
    assert "到期" in words(say("养老消费券有多少钱"))
    say("养老消费券有多少钱", address="+8613800000003")
    with database.read() as session:
        (task,) = tasks.open_tasks(session)
    assert (task.service, task.aspect, task.region, task.asked) == ("elder_care_voucher", "amount", "", 2)
