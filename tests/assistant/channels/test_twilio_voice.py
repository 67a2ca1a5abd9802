"""The webhooks of residents' calls: only the provider may use them, and each step happens once."""

from __future__ import annotations

import hashlib
import logging

import pytest
from sqlalchemy import select

from assistant.cases.kinds import CaseKind
from assistant.conversation.phone_calls import hash_of
from assistant.store.models import Call, Case, Message, Resident
from tests.assistant.channels.voice_calls import (
    CALL,
    RESIDENT,
    SID,
    exchange,
    verb,
    verbs,
)

MEMBER = "11111111-1111-4111-8111-111111111111"
WRONG_SIDS = ("", "CA 1", "CA\N{ARABIC-INDIC DIGIT ONE}")
STEPS = {
    "incoming": {},
    "after": {},
    "gather": {"SpeechResult": "老年证怎么办"},
    "fallback": {},
    "person": {},
    "person-key": {"Digits": "1"},
    "person-ended": {"DialCallStatus": "no-answer"},
    "whisper": {},
    "taken": {"Digits": "1"},
    "call-status": {"CallStatus": "completed"},
    "stream-status": {"StreamEvent": "stream-started"},
}
QUERIES = {
    "gather": {"turn": "1"},
    "whisper": {"call": MEMBER, "member": MEMBER},
    "taken": {"call": MEMBER, "member": MEMBER},
}


@pytest.fixture
def provider(make_settings, sqlite_database, casework, clock, post):
    settings = make_settings(line_url="wss://bangban.example/media")
    return exchange(settings, sqlite_database, casework, clock, post)


def rows(provider, model):
    with provider.database.read() as session:
        return list(session.scalars(select(model)))


@pytest.mark.parametrize("name", STEPS)
def test_what_the_provider_signed_is_answered(provider, name):
    response = provider.ask(name, QUERIES.get(name), **STEPS[name])
    assert response.status_code == (204 if name.endswith("status") else 200)


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(
    ("signature", "reason"),
    [(None, "signature_missing"), ("", "signature_missing"), ("x", "signature_wrong")],
)
def test_what_the_provider_did_not_sign_is_refused_and_counted(provider, name, signature, reason):
    headers = {"X-Twilio-Signature": signature}
    response = provider.ask(name, QUERIES.get(name), headers=headers, **STEPS[name])
    assert response.status_code == 403
    assert provider.refused == [f"call_{reason}"]
    assert (rows(provider, Call), rows(provider, Message), provider.missed) == ([], [], [])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *((name, "CallSid") for name in STEPS),
        *((name, "From") for name in ("incoming", "after", "gather")),
        ("person-ended", "DialCallStatus"),
        ("call-status", "CallStatus"),
        ("stream-status", "StreamEvent"),
    ],
)
def test_a_form_that_lacks_a_field_is_refused(provider, name, field):
    response = provider.ask(name, QUERIES.get(name), **{**STEPS[name], field: None})
    assert (response.status_code, response.text) == (400, f"The form lacks {field}.\n")
    assert (rows(provider, Call), rows(provider, Message)) == ([], [])


@pytest.mark.parametrize(
    ("name", "query", "changes"),
    [
        *(
            (name, {}, {"CallSid": sid})
            for name in STEPS
            for sid in ("", "CA 1", "CA\N{ARABIC-INDIC DIGIT ONE}")
        ),
        ("person-ended", {}, {"DialCallStatus": "gone"}),
        ("call-status", {}, {"CallStatus": "gone"}),
        ("stream-status", {}, {"StreamEvent": "stream-paused"}),
        ("gather", {"turn": "-1"}, {}),
        ("gather", {"turn": "12345"}, {}),
        ("gather", {"turn": "1", "silent": "x"}, {"SpeechResult": ""}),
        ("whisper", {"call": "x", "member": MEMBER}, {}),
        ("taken", {"call": MEMBER}, {}),
    ],
)
def test_a_value_without_a_meaning_is_refused(provider, name, query, changes):
    response = provider.ask(name, query or QUERIES.get(name), **{**STEPS[name], **changes})
    assert response.status_code == 400
    assert rows(provider, Message) == []


@pytest.mark.parametrize("charset", ["gbk", "big5", "utf-8"])
def test_another_encoding_is_read(provider, charset):
    provider.ask("gather", {"turn": "1"}, SpeechResult="林", charset=charset)
    assert [inbound.text for inbound in provider.turn.taken] == ["林"]


def test_an_unknown_encoding_is_refused(provider):
    assert provider.ask("incoming", charset="utf-16").status_code in (400, 403)


def test_a_call_goes_to_the_line_with_a_token_of_which_the_hash_is_kept(provider):
    response = provider.ask("incoming")
    assert verbs(response) == ["Connect"]
    assert verb(response, "Connect").get("action") == "after"
    stream, token = verb(response, "Stream"), verb(response, "Parameter").get("value")
    assert stream.get("url") == "wss://bangban.example/media"
    assert stream.get("statusCallback").endswith("/twilio/voice/stream-status")
    (call,) = rows(provider, Call)
    assert call.token_hash == hashlib.sha256(token.encode()).hexdigest() == hash_of(token)
    assert provider.calls.redeem(SID, token) is not None
    assert provider.calls.redeem(SID, token) is None


def test_a_call_that_is_told_of_again_gets_the_same_markup(provider):
    first = provider.ask("incoming").data
    provider.ready = False
    assert provider.ask("incoming").data == first
    assert (len(rows(provider, Call)), provider.asked_line) == (1, 1)


@pytest.mark.parametrize("shown", ["", "anonymous", "Restricted", "+266696687", "sip:hall@example"])
def test_a_caller_without_a_number_is_known_for_this_call_alone(provider, casework, shown):
    provider.ready = False
    provider.follow(provider.ask("incoming", From=shown), From=shown, SpeechResult="老年证怎么办")
    provider.ask("gather", {"turn": "2"}, From=shown, SpeechResult="还要什么")
    (call,), (resident,) = rows(provider, Call), rows(provider, Resident)
    assert call.numberless
    assert casework.vault.open(resident.address) == f"call:{SID}"
    assert len({message.conversation_id for message in rows(provider, Message)}) == 1
    provider.ask("incoming", From=shown, CallSid="CA2")
    assert len(rows(provider, Resident)) == 2


def test_a_repetition_that_the_provider_names_gets_what_was_answered(provider):
    provider.ask("incoming")
    headers = {"I-Twilio-Idempotency-Token": "t-1"}
    first = provider.ask("after", headers=headers).data
    provider.calls.leave(SID, "person")
    assert provider.ask("after", headers=headers).data == first
    assert provider.ask("after", headers={"I-Twilio-Idempotency-Token": "t-2"}).data != first


def test_a_repetition_whose_name_is_unusable_is_answered_anew(provider):
    assert provider.ask("incoming", headers={"I-Twilio-Idempotency-Token": "x" * 129}).status_code == 200


def test_no_log_line_holds_words_or_numbers(provider, caplog):
    with caplog.at_level(logging.DEBUG):
        provider.ask("incoming")
        provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办")
        provider.ask("call-status", CallStatus="completed")
    told = "".join(str(vars(record)) for record in caplog.records)
    assert RESIDENT not in told
    assert "老年证" not in told


@pytest.mark.parametrize(
    ("status", "how"),
    [("completed", "hung_up"), ("canceled", "hung_up"), ("failed", "dropped"), ("no-answer", "dropped")],
)
def test_the_end_of_a_call_is_noted_once_and_the_missed_are_called_back(provider, status, how):
    provider.ask("incoming")
    for _ in range(2):
        assert provider.ask("call-status", CallStatus=status).status_code == 204
    assert rows(provider, Call)[0].ended_how == how
    (case,) = rows(provider, Case)
    assert (case.kind, case.reason) == (CaseKind.CALLBACK, "missed_call")


def test_a_call_that_goes_on_has_not_ended(provider):
    provider.ask("incoming")
    provider.ask("call-status", CallStatus="in-progress")
    assert rows(provider, Call)[0].ended_at is None


def test_whoever_hung_up_after_an_answer_is_left_alone(provider):
    provider.ask("incoming")
    provider.ask("gather", {"turn": "1"}, SpeechResult="老年证怎么办")
    provider.ask("call-status", CallStatus="completed")
    assert rows(provider, Case) == []


def test_a_call_that_never_reached_us_is_missed(provider):
    provider.ask("call-status", CallStatus="no-answer")
    provider.ask("call-status", CallStatus="completed", Direction="outbound-api")
    provider.ask("call-status", CallStatus="failed", From="anonymous")
    assert provider.missed == [(SID, RESIDENT)]


@pytest.mark.parametrize("event", ["stream-started", "stream-stopped", "stream-error"])
def test_what_becomes_of_the_stream_changes_nothing(provider, event):
    provider.ask("incoming")
    for _ in range(2):
        response = provider.ask("stream-status", StreamEvent=event, StreamError="31920 at +8613800000001")
        assert response.status_code == 204
    assert rows(provider, Call)[0].ended_at is None


def test_the_provider_may_add_fields_of_its_own(provider):
    assert provider.ask("incoming", StirVerstat="", CallToken="x" * 400).status_code == 200
    assert CALL["CallSid"] == rows(provider, Call)[0].call_sid
