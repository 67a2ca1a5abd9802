"""What goes with a case: its kind, what to mind with the resident, and what is written later."""

from __future__ import annotations

import json

import pytest

from assistant.cases import answering, ownership, service
from assistant.cases.kinds import CaseKind, Kind, Status
from assistant.cases.service import SENIOR
from assistant.messages import Channel, Outcome
from assistant.store import resident_needs, residents
from tests.conftest import RESIDENT


def needs_of(town_hall) -> dict[str, str]:
    case = town_hall.only_case()
    with town_hall.database.read() as session:
        summary = service.get(town_hall.casework.on(session), case.number).summary
    assert summary is not None
    return dict(summary.needs)


def remembered(town_hall, address: str = RESIDENT) -> dict[str, str]:
    vault = town_hall.casework.vault
    with town_hall.database.read() as session:
        known = residents.find(session, vault, address)
        assert known is not None
        return resident_needs.known(session, vault, known.id)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PHONE, Channel.KIOSK])
def test_a_person_is_there_at_once_on_every_channel(town_hall, channel):
    assert town_hall.say("人工", channel, f"somewhere by {channel}").outcome is Outcome.CASE
    case = town_hall.only_case()
    assert (case.kind, case.reason) == (CaseKind.QUESTION, "requested")


@pytest.mark.slow
def test_a_question_about_visits_and_calls_opens_none(town_hall):
    for text in ("代办要带什么材料", "预约挂号怎么弄", "可以上门办吗"):
        assert town_hall.say(text).outcome is not Outcome.CASE


def test_what_was_said_before_the_case_goes_with_it(town_hall):
    town_hall.say("我耳朵背，只会讲福州话，说慢点")
    town_hall.say("人工")
    assert needs_of(town_hall) == {"language": "zh", "hearing": "yes", "dialect": "fuzhou", "slow": "yes"}
    assert town_hall.only_case().dialect == "fuzhou"


def test_what_lasts_is_known_in_the_next_case(town_hall):
    town_hall.say("我耳朵背，说慢点")
    town_hall.opened()
    assert remembered(town_hall) == {"hearing": "yes"}
    town_hall.clock.advance(hours=25)
    number, _ = town_hall.opened()
    with town_hall.database.read() as session:
        summary = service.get(town_hall.casework.on(session), number).summary
    assert summary is not None
    assert summary.needs == {"language": "zh", "hearing": "yes"}


def test_what_is_said_of_somebody_else_is_not_remembered_of_the_resident(town_hall):
    town_hall.say("替我妈问一下，她走不动")
    town_hall.opened()
    assert needs_of(town_hall)["proxy"] == "我妈"
    assert remembered(town_hall) == {}


def test_needs_are_forgotten_on_request(town_hall):
    town_hall.say("我耳朵背，我七十了")
    town_hall.opened()
    assert town_hall.has_lane()
    town_hall.say("删掉我的回答")
    assert remembered(town_hall) == {}
    assert not town_hall.has_lane()


def test_what_was_forgotten_is_not_learned_again_from_the_same_conversation(town_hall):
    town_hall.say("我耳朵背，我七十了")
    town_hall.say("删掉我的回答")
    town_hall.opened()
    assert needs_of(town_hall)["hearing"] == "yes", "the case itself tells it to whoever answers"
    assert remembered(town_hall) == {}
    assert not town_hall.has_lane()


def test_at_a_terminal_nothing_is_remembered(town_hall):
    town_hall.at_terminal("我七十了，耳朵背")
    town_hall.at_terminal("人工")
    assert needs_of(town_hall)["hearing"] == "yes"
    assert town_hall.only_case().priority == SENIOR, "the case itself goes before others"
    assert remembered(town_hall, "hall-1") == {}
    assert not town_hall.has_lane("hall-1")


@pytest.mark.parametrize("text", ["我七十了", "老年人专线", "以后都直接找人", "I am 72 years old"])
def test_who_is_65_or_wants_a_person_at_once_goes_before_others(town_hall, text):
    town_hall.say(text)
    assert town_hall.has_lane()
    town_hall.say("人工")
    assert town_hall.only_case().priority == SENIOR


@pytest.mark.parametrize("text", ["我妈七十了", "我六十岁", "七十岁以上有补贴吗"])
def test_others_wait_in_the_ordinary_lane(town_hall, text):
    town_hall.say(text)
    assert not town_hall.has_lane()


def test_needs_are_sealed(town_hall):
    town_hall.say("我耳朵背")
    town_hall.opened()
    with town_hall.database.read() as session:
        known = residents.find(session, town_hall.casework.vault, RESIDENT)
        assert known is not None
        raw = session.connection().exec_driver_sql("SELECT needs FROM residents").scalar_one()
    assert b"hearing" not in bytes(raw)
    assert json.loads(town_hall.casework.vault.open(bytes(raw))) == {"hearing": "yes"}


def waiting_case(town_hall) -> str:
    number, _ = town_hall.opened()
    member = town_hall.member()
    town_hall.does(ownership.claim, number, member)
    town_hall.does(answering.wait, number, member)
    return number


def test_what_is_written_on_is_noted_and_wakes_a_case_that_waits(town_hall):
    number = waiting_case(town_hall)
    town_hall.say("我的身份证丢了")
    assert town_hall.row(number).status == Status.IN_PROGRESS
    assert town_hall.kinds(number)[-1] is Kind.RESIDENT_WROTE
    assert town_hall.events(number)[-1].body is None, "the words stand in the conversation"


def test_what_is_written_days_later_reaches_the_case_with_its_words(town_hall):
    number = waiting_case(town_hall)
    town_hall.clock.advance(hours=30)
    town_hall.say("我的身份证丢了")
    assert town_hall.row(number).status == Status.IN_PROGRESS
    event = town_hall.events(number)[-1]
    assert event.kind == Kind.RESIDENT_WROTE
    assert town_hall.casework.vault.open(event.body) == "我的身份证丢了"


@pytest.mark.parametrize("text", ["进度", "再说一遍", "退订"])
def test_what_says_nothing_of_the_matter_does_not_wake_a_case(town_hall, text):
    number = waiting_case(town_hall)
    town_hall.say(text)
    assert town_hall.row(number).status == Status.WAITING_FOR_RESIDENT


def test_asking_again_is_noted_once_and_not_as_writing(town_hall):
    number, _ = town_hall.opened()
    town_hall.say("人工")
    assert town_hall.kinds(number) == [Kind.OPENED, Kind.ASKED_AGAIN]


def test_without_an_open_case_a_message_leaves_no_event(town_hall):
    number, _ = town_hall.opened()
    town_hall.resolved(number)
    before = town_hall.kinds(number)
    town_hall.say("谢谢")
    assert town_hall.kinds(number) == before
