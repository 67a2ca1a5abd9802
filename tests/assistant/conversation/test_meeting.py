"""Who texted and then rings is met where they stopped, once they have said what it was about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.conversation import meeting
from assistant.messages import Act, Channel, Engine, Option, Outcome, Reply, TurnResult
from assistant.preferences import Preferences
from assistant.state import ConversationState
from assistant.store import turns
from assistant.store.turns import FAMILIES, SILENCE, Recorded
from tests.conftest import RESIDENT

LEASE = timedelta(seconds=10)
UNFINISHED = {
    "task": "appointment",
    "slots": {"service": "id_card", "when": "2026-03-04"},
    "asked": "task:pick",
    "service": "id_card",
    "region": "350102",
    "facts": {"age": "83"},
    "last_reply": Reply("哪天来？", "zh"),
    "options": (Option("1", "周三", Act("task", {"step": "answer", "value": "1"})),),
    "rest": "还有一句。",
    "open_case": "4571-1",
    "wrong_codes": 2,
}


@pytest.fixture
def line(database, vault, clock, inbound):
    """Records a turn of a channel and finishes it with changes to its state."""

    def take(channel: Channel, address: str = RESIDENT, **changes: object) -> Recorded:
        clock.advance(seconds=1)
        message = inbound("您好", channel=channel, address=address)
        with database.begin() as session:
            recorded = turns.record_inbound(session, vault, message, clock.now(), LEASE)
            result = TurnResult(
                recorded.conversation_id, recorded.message_id, Outcome.SAID, (), Engine.KEYPAD
            )
            state = recorded.state.with_(**changes)
            assert turns.finish_turn(session, vault, recorded, state, result, clock.now())
        return recorded

    return take


@pytest.fixture
def waiting(database, vault, clock):
    def look(here: Recorded, channel: Channel) -> meeting.Earlier | None:
        with database.read() as session:
            return meeting.waiting(
                session, vault, here.resident_id, here.conversation_id, FAMILIES[channel], clock.now()
            )

    return look


@pytest.mark.parametrize(
    "left", [UNFINISHED, {"interview": "id_card", "fact": "age"}, {"service": "id_card"}]
)
def test_something_unfinished_on_the_other_line_is_found(line, waiting, left):
    texted = line(Channel.SMS, **left)
    found = waiting(line(Channel.PHONE), Channel.PHONE)
    assert found is not None
    assert found.id == texted.conversation_id


@pytest.mark.parametrize("left", [{}, {"region": "350102", "facts": {"age": "83"}}])
def test_without_anything_to_go_on_with_nobody_is_met(line, waiting, left):
    line(Channel.SMS, **left)
    assert waiting(line(Channel.PHONE), Channel.PHONE) is None


def test_a_conversation_that_is_over_is_not_gone_on_with(line, waiting, clock):
    line(Channel.SMS, **UNFINISHED)
    clock.advance(SILENCE)
    assert waiting(line(Channel.PHONE), Channel.PHONE) is None


def test_somebody_elses_conversation_is_not_gone_on_with(line, waiting):
    line(Channel.SMS, **UNFINISHED)
    assert waiting(line(Channel.PHONE, address="+8613900000009"), Channel.PHONE) is None


def test_a_terminal_neither_meets_nor_is_met(line, waiting):
    line(Channel.KIOSK, **UNFINISHED)
    assert waiting(line(Channel.PHONE), Channel.PHONE) is None
    line(Channel.SMS, **UNFINISHED)
    assert waiting(line(Channel.KIOSK), Channel.KIOSK) is None


@pytest.mark.parametrize(
    "said",
    [
        "",
        "。",
        "喂",
        "喂喂",
        "你好",
        "您好，在吗",
        "接着说",
        "继续刚才的",
        "我要接着办",
        "刚才短信问的",
        "刚才短信里问的那个事",
        "上次那个事",
        "我刚才发短信问的事",
        "我发过短信",
        "我给你们发过短信",
        "刚才给你们发了短信",
        "喂，我刚才发了个短信",
        "那个事情呢",
        "hello",
        "I texted you before",
    ],
)
def test_a_greeting_or_a_pointing_back_tells_nothing_of_the_matter(said):
    assert meeting.is_vague(said)


@pytest.mark.parametrize(
    "said",
    [
        "身份证怎么办",
        "上次说的高龄补贴",
        "你好，我想办老年卡",
        "刚才被骗了钱",
        "预约",
        "人工",
        "1",
        "发短信的诈骗",
        "是",
        "我上次摔了",
    ],
)
def test_what_names_a_matter_is_answered_by_itself(said):
    assert not meeting.is_vague(said)


def earlier(**changes: object) -> meeting.Earlier:
    return meeting.Earlier("there", ConversationState().with_(**changes))


@pytest.mark.parametrize(
    ("left", "service", "task"),
    [
        ({"service": "id_card"}, "id_card", None),
        ({"interview": "id_card"}, "id_card", None),
        ({"task": "appointment", "slots": {"service": "id_card"}}, "id_card", None),
        ({"task": "appointment"}, None, "appointment"),
    ],
)
def test_the_same_matter_fits(left, service, task):
    assert meeting.fits(earlier(**left), service, task)


@pytest.mark.parametrize(
    ("left", "service", "task"),
    [
        ({"service": "id_card"}, "senior_card", None),
        ({"service": "id_card"}, None, None),
        ({"task": "appointment"}, None, "callback"),
        ({}, None, None),
        ({}, "id_card", "callback"),
    ],
)
def test_another_matter_does_not_fit(left, service, task):
    assert not meeting.fits(earlier(**left), service, task)


def test_what_was_under_way_goes_on_and_what_belongs_there_stays_there():
    here = ConversationState(language="en", preferences=Preferences(rate=80), wrong_codes=1)
    there = earlier(**UNFINISHED)
    state = meeting.taken_over(here, there)
    assert (state.task, state.slots, state.asked) == ("appointment", UNFINISHED["slots"], "task:pick")
    assert (state.service, state.region, state.facts) == ("id_card", "350102", {"age": "83"})
    assert (state.language, state.preferences.rate, state.wrong_codes) == ("en", 80, 1)
    assert (state.options, state.last_reply, state.rest, state.open_case) == ((), None, "", None)


@pytest.mark.parametrize("asked", ["code:4571-1", "data:erase", "meet"])
def test_a_check_that_waits_elsewhere_is_not_taken_over(asked):
    there = earlier(service="id_card", asked=asked)
    assert meeting.taken_over(ConversationState(), there).asked is None


def test_the_district_of_this_conversation_stays_when_the_other_knew_none():
    state = meeting.taken_over(ConversationState(region="350103"), earlier(service="id_card"))
    assert state.region == "350103"


def test_the_same_task_is_taken_over_once(line, waiting, database, vault, clock, inbound):
    line(Channel.SMS, **UNFINISHED)
    here = line(Channel.PHONE)
    found = waiting(here, Channel.PHONE)
    with database.begin() as session:
        meeting.close(session, vault, found.id)
    left = waiting(here, Channel.PHONE)
    assert left is not None, "what was talked about is still known there"
    assert (left.state.task, left.state.slots, left.state.asked) == (None, {}, None)
    assert left.state.service == "id_card"


def test_a_turn_under_way_there_does_not_bring_the_task_back(database, vault, clock, inbound, line):
    line(Channel.SMS, **UNFINISHED)
    with database.begin() as session:
        under_way = turns.record_inbound(session, vault, inbound("周三"), clock.now(), LEASE)
    with database.begin() as session:
        meeting.close(session, vault, under_way.conversation_id)
    result = TurnResult(under_way.conversation_id, under_way.message_id, Outcome.SAID, (), Engine.KEYPAD)
    with database.begin() as session:
        assert not turns.finish_turn(session, vault, under_way, under_way.state, result, clock.now())
        assert turns.reload(session, vault, under_way).state.task is None


def test_a_conversation_that_is_not_there_closes_quietly(database, vault):
    with database.begin() as session:
        meeting.close(session, vault, "00000000-0000-0000-0000-000000000000")
