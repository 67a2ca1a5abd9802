"""Calls that the provider hears and speaks for us: the same conversation as on the line, a request a turn."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from assistant.cases.kinds import CaseKind
from assistant.errors import AssistantError
from assistant.messages import Act, Option, Reply
from assistant.preferences import Preferences
from assistant.store.models import Call, Case, Message
from tests.assistant.channels.voice_calls import (
    RESIDENT,
    SID,
    exchange,
    onward,
    phrase,
    said,
    verb,
    verbs,
)


@pytest.fixture
def provider(make_settings, sqlite_database, casework, clock, post):
    settings = make_settings(line_url="wss://bangban.example/media")
    return exchange(settings, sqlite_database, casework, clock, post)


def rows(provider, model):
    with provider.database.read() as session:
        return list(session.scalars(select(model)))


def test_without_the_line_the_open_question_is_asked_at_once(provider):
    provider.ready = False
    response = provider.ask("incoming")
    assert said(response) == phrase("voice_greeting")
    gather = verb(response, "Gather")
    assert (gather.get("input"), gather.get("language")) == ("speech dtmf", "cmn-Hans-CN")
    assert int(gather.get("speechTimeout")) > 0
    assert gather.get("actionOnEmptyResult") == "true"
    assert gather.get("speechModel") is None
    assert onward(response) == ("gather", {"turn": "1", "language": "zh", "expects": "open"})


def test_a_turn_is_the_same_conversation_as_on_the_line(provider):
    provider.ready = False
    response = provider.follow(provider.ask("incoming"), SpeechResult="老年证怎么办", Confidence="0.9")
    (inbound,) = provider.turn.taken
    assert (inbound.channel, inbound.provider_id, inbound.address) == ("phone", f"{SID}:1", RESIDENT)
    assert inbound.text == "老年证怎么办"
    assert said(response) == "好的。"
    assert onward(response)[1]["turn"] == "2"


def test_a_turn_that_is_told_of_again_is_taken_once(provider):
    first = provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办").data
    provider.turn.reply = Reply(text="别的。", language="zh")
    assert provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办").data == first
    assert len(rows(provider, Message)) == 1


@pytest.mark.parametrize(
    ("key", "text"),
    [("0", "0"), ("9", "9"), ("*", "慢一点"), ("#", "回到刚才"), ("1", "1"), ("00", "0")],
)
def test_keys_say_the_same_as_on_the_line(provider, key, text):
    provider.ask("gather", {"turn": "1"}, Digits=key)
    assert [inbound.text for inbound in provider.turn.taken] == [text]


def test_a_key_goes_before_what_was_heard(provider):
    provider.ask("gather", {"turn": "1"}, Digits="1", SpeechResult="喂")
    assert [inbound.text for inbound in provider.turn.taken] == ["1"]


def test_a_number_is_collected_where_one_is_expected(provider):
    provider.turn.fields = {"expects": "digits"}
    response = provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办")
    gather = verb(response, "Gather")
    assert (gather.get("numDigits"), gather.get("finishOnKey")) == (None, "#")
    provider.follow(response, Digits="13800138000")
    assert provider.turn.taken[-1].text == "13800138000"


def test_the_choices_are_spoken_after_what_they_do_and_help_to_hear(provider):
    options = (Option("1", "要", Act("affirm")), Option("2", "不用", Act("deny")))
    provider.turn.reply = Reply(text="能办。", language="zh", question="要找人吗？", options=options)
    response = provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办")
    assert said(response) == "能办。要找人吗？要，请按1。不用，请按2。"
    assert verb(response, "Gather").get("hints") == "要,不用"
    sentences = [say for say in verb(response, "Gather") if say.tag == "Say"]
    assert len(sentences) == 4


def test_it_is_said_as_slowly_and_loudly_as_the_resident_wants(provider):
    provider.turn.fields = {"preferences": Preferences(rate=70, volume=2)}
    prosody = verb(provider.ask("gather", {"turn": "1"}, SpeechResult="慢点"), "prosody")
    assert (prosody.get("rate"), prosody.get("volume")) == ("56%", "+12dB")


def test_english_is_heard_and_spoken_as_english(provider):
    provider.turn.reply = Reply(text="All right.", language="en")
    response = provider.ask("gather", {"turn": "1"}, SpeechResult="english")
    assert verb(response, "Gather").get("language") == "en-US"
    assert verb(response, "Say").get("language") == "en-US"
    response = provider.follow(response, Digits="*")
    assert provider.turn.taken[-1].text == "slow down"


def test_silence_asks_again_then_promises_a_callback_and_never_hangs_up(provider):
    provider.ready = False
    provider.turn.reply = Reply(text="好的。", language="zh", question="您在哪个区？")
    response = provider.follow(provider.ask("incoming"), SpeechResult="老年证怎么办")
    heard = []
    for _ in range(5):
        response = provider.follow(response, SpeechResult="")
        heard.append(said(response))
        assert onward(response)[1]["turn"] == "2"
    assert heard[:2] == [
        phrase("line_still_there") + "您在哪个区？",
        phrase("line_still_there_again") + "您在哪个区？",
    ]
    assert heard[2:] == [phrase("line_silent"), "", ""]
    (case,) = rows(provider, Case)
    assert case.kind == CaseKind.CALLBACK
    assert provider.ask("gather", {"turn": "2", "silent": "75"}).data.count(b"Gather") == 0


def test_nobody_without_a_number_is_promised_a_call(provider):
    provider.ask("incoming", From="anonymous")
    response = provider.ask("gather", {"turn": "1", "silent": "2"}, From="anonymous")
    assert said(response) == phrase("line_silent_waits")
    assert rows(provider, Case) == []


def test_a_turn_that_fails_is_apologised_for_and_the_call_goes_on(provider, caplog):
    class Away(AssistantError):
        code = "away"

    provider.ask("incoming")
    provider.turn.error = Away("the store is away")
    with caplog.at_level(logging.WARNING):
        response = provider.ask("gather", {"turn": "3"}, SpeechResult="老年证怎么办")
    assert said(response) == phrase("voice_sorry")
    assert onward(response)[1]["turn"] == "4"
    assert [record.code for record in caplog.records if hasattr(record, "code")] == ["away"]


def test_what_breaks_is_apologised_for_without_losing_the_caller(provider, caplog):
    provider.turn.error = RuntimeError("broken")
    with caplog.at_level(logging.ERROR):
        response = provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办")
    assert said(response) == phrase("voice_static")
    assert onward(response)[0] == "gather"


def test_when_the_line_breaks_off_the_last_question_is_asked_here(provider):
    provider.turn.reply = Reply(text="好的。", language="zh", question="您在哪个区？")
    provider.ask("incoming")
    provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办")
    response = provider.ask("after")
    assert said(response) == phrase("voice_again") + "您在哪个区？"
    assert onward(response) == ("gather", {"turn": "2", "language": "zh", "expects": "open"})


def test_when_all_was_said_on_the_line_the_call_is_over(provider):
    provider.ask("incoming")
    provider.calls.leave(SID, "done")
    assert verbs(provider.ask("after")) == []


def test_a_caller_who_hung_up_on_the_line_hears_nothing_and_the_call_ends(provider):
    provider.ask("incoming")
    assert verbs(provider.ask("after", CallStatus="completed")) == []
    assert rows(provider, Call)[0].ended_how == "hung_up"


def test_the_fallback_speaks_and_listens_without_having_met_the_call(provider):
    response = provider.ask("fallback", ErrorCode="11200", ErrorUrl="https://bangban.example/x")
    assert said(response) == phrase("voice_static")
    provider.follow(response, Digits="0")
    assert provider.turn.taken[-1].text == "0"
    assert len(rows(provider, Call)) == 1
