"""The webhooks of calls: only the provider may use them, and each says or notes what it is for."""

from __future__ import annotations

import logging
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

import pytest

from knowledge.phrases import Phrases
from tests.assistant.channels.call_door import REFERENCE, RESIDENT, Away, Memory, app_with_calls

SID = "CA" + "1" * 32
CALL = {"CallSid": SID, "CallStatus": "in-progress", "From": "+15005550006", "To": "+8613900000002"}
OF_A_CALL = ("connect", "dial", "ended", "survey", "status", "survey-ended")
DIALLED = {"DialCallStatus": "completed", "DialCallDuration": "12"}
SAYS = Phrases.load()


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def client(make_settings, memory):
    return app_with_calls(make_settings(), memory).test_client()


@pytest.fixture
def webhook(client, post):
    """Posts one as the provider does; None as a field or in the query leaves it out."""

    def send(name, query=None, *, headers=None, charset=None, **fields):
        asked = {"reference": REFERENCE, "language": "zh", "question": "rating", **(query or {})}
        kept = {key: value for key, value in asked.items() if value is not None}
        path = f"/twilio/voice/{name}?{urlencode(kept)}"
        given = {key: value for key, value in {**CALL, **DIALLED, **fields}.items() if value is not None}
        url = f"http://localhost{path}"
        return post(client, given, path=path, url=url, headers=headers, charset=charset)

    return send


def said(response) -> list[str]:
    root = ElementTree.fromstring(response.get_data())
    return ["".join(say.itertext()) for say in root.iter("Say")]


def verbs(response) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(response.get_data())]


def onward(response, tag="Gather") -> tuple[str, dict[str, str]]:
    """The next step and its query."""
    (verb,) = ElementTree.fromstring(response.get_data()).iter(tag)
    address = urlsplit(verb.get("action") or verb.text or "")
    return address.path, {name: value for name, (value,) in parse_qs(address.query).items()}


@pytest.mark.parametrize("name", [*OF_A_CALL, "missed"])
def test_what_the_provider_signed_is_answered(webhook, name):
    assert webhook(name).status_code == (204 if name in ("status", "survey-ended", "missed") else 200)


@pytest.mark.parametrize("name", [*OF_A_CALL, "missed"])
@pytest.mark.parametrize(
    ("signature", "reason"),
    [(None, "signature_missing"), ("", "signature_missing"), ("x", "signature_wrong")],
)
def test_what_the_provider_did_not_sign_is_refused_and_counted(webhook, memory, name, signature, reason):
    response = webhook(name, CallStatus="busy", Digits="1", headers={"X-Twilio-Signature": signature})
    assert response.status_code == 403
    assert memory.refused == [f"call_{reason}"]
    assert (memory.placed, memory.rated, memory.ended, memory.missed) == ([], [], [], [])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        *((name, "CallSid") for name in (*OF_A_CALL, "missed")),
        ("ended", "DialCallStatus"),
        ("status", "CallStatus"),
        ("survey-ended", "CallStatus"),
        ("missed", "CallStatus"),
        ("missed", "From"),
    ],
)
def test_a_form_that_lacks_a_field_is_refused(webhook, memory, name, field):
    response = webhook(name, **{field: None})
    assert (response.status_code, response.text) == (400, f"The form lacks {field}.\n")
    assert (memory.placed, memory.ended, memory.missed) == ([], [], [])


@pytest.mark.parametrize("name", OF_A_CALL)
@pytest.mark.parametrize("reference", [None, "", "x" * 129])
def test_a_call_of_ours_has_a_reference(webhook, name, reference):
    assert webhook(name, {"reference": reference}).status_code == 400


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("connect", {"CallSid": "CA 1"}),
        ("connect", {"CallSid": ""}),
        ("missed", {"CallSid": "CA\N{ARABIC-INDIC DIGIT ONE}"}),
        ("ended", {"DialCallStatus": "gone"}),
        ("status", {"CallStatus": "gone"}),
        ("missed", {"CallStatus": ""}),
    ],
)
def test_a_value_without_a_meaning_is_refused(webhook, memory, name, changes):
    assert webhook(name, **changes).status_code == 400
    assert (memory.ended, memory.missed) == ([], [])


@pytest.mark.parametrize("question", [None, "", "age"])
def test_there_are_two_questions(webhook, question):
    assert webhook("survey", {"question": question}).status_code == 400


@pytest.mark.parametrize("charset", ["gbk", "big5", "iso-8859-1", "utf-8"])
def test_another_encoding_is_read(webhook, memory, charset):
    fields = {"Caller": "ä" if charset == "iso-8859-1" else "林", "CallStatus": "no-answer"}
    assert webhook("missed", From=RESIDENT, charset=charset, **fields).status_code == 204
    assert memory.missed == [(SID, RESIDENT)]


def test_an_unknown_encoding_is_refused(webhook):
    assert webhook("connect", charset="utf-16").status_code in (400, 403)


@pytest.mark.parametrize(("language", "locale"), [("zh", "zh-CN"), ("en", "en-US")])
def test_the_staff_are_asked_for_a_key_in_the_language_of_the_call(webhook, language, locale):
    response = webhook("connect", {"language": language})
    assert said(response) == [SAYS.say("call_connect", language)]
    assert {say.get("language") for say in ElementTree.fromstring(response.data).iter("Say")} == {locale}
    assert onward(response) == ("dial", {"reference": REFERENCE, "language": language})
    assert onward(response, "Redirect")[0] == "dial"


def test_with_1_the_resident_is_dialled_from_our_number(webhook, memory, make_settings):
    response = webhook("dial", Digits="1")
    (dial,) = ElementTree.fromstring(response.data).iter("Dial")
    assert (dial.text, dial.get("callerId")) == (RESIDENT, make_settings().twilio_number)
    assert onward(response, "Dial") == ("ended", {"reference": REFERENCE, "language": "zh"})
    assert memory.ended == []


@pytest.mark.parametrize("digits", [None, "", "2", "11", "#"])
def test_without_1_nobody_is_dialled(webhook, memory, digits):
    response = webhook("dial", Digits=digits)
    assert verbs(response) == ["Say", "Hangup"]
    assert said(response) == [SAYS.say("call_not_connected", "zh")]
    assert memory.ended == [(REFERENCE, False)]


def test_an_unknown_reference_dials_nobody(webhook):
    response = webhook("dial", {"reference": "call:9999-9:k"}, Digits="1")
    assert (verbs(response), said(response)) == (["Say", "Hangup"], [SAYS.say("call_sorry", "zh")])


@pytest.mark.parametrize(
    ("status", "seconds", "answered"),
    [
        ("completed", "12", True),
        ("answered", "12", True),
        ("completed", "0", False),
        ("completed", None, False),
        ("completed", "x", False),
        ("no-answer", None, False),
        ("busy", "0", False),
        ("failed", None, False),
        ("canceled", None, False),
    ],
)
def test_the_end_of_the_residents_side_is_noted_and_told(webhook, memory, status, seconds, answered):
    response = webhook("ended", DialCallStatus=status, DialCallDuration=seconds)
    assert memory.ended == [(REFERENCE, answered)]
    assert said(response) == [SAYS.say("call_over" if answered else "call_nobody", "zh")]


@pytest.mark.parametrize("error", [Away("away"), RuntimeError(RESIDENT)])
def test_whoever_listens_hears_an_apology_when_something_breaks(webhook, memory, error, caplog):
    memory.broken = error
    with caplog.at_level(logging.INFO):
        response = webhook("dial", Digits="1")
    assert (response.status_code, said(response)) == (200, [SAYS.say("call_sorry", "zh")])
    assert {record.code for record in caplog.records if record.name.endswith("twilio_calls")} <= {
        "store_away",
        "unexpected",
    }


@pytest.mark.parametrize("name", ["status", "survey-ended"])
@pytest.mark.parametrize("status", ["no-answer", "busy", "failed", "canceled"])
def test_a_call_that_nobody_took_is_noted(webhook, memory, name, status):
    webhook(name, CallStatus=status)
    assert memory.ended == [(REFERENCE, False)]


@pytest.mark.parametrize("name", ["status", "survey-ended"])
@pytest.mark.parametrize("status", ["queued", "initiated", "ringing", "in-progress", "completed"])
def test_every_report_names_the_providers_id_and_only_failure_ends_a_call(webhook, memory, name, status):
    webhook(name, CallStatus=status)
    assert (memory.placed, memory.ended) == ([(REFERENCE, SID)], [])


@pytest.mark.parametrize("question", ["rating", "solved"])
def test_a_question_without_a_key_is_asked_twice(webhook, memory, question):
    first = webhook("survey", {"question": question})
    assert said(first)[-1] == SAYS.say(f"call_{question}", "zh")
    path, query = onward(first, "Redirect")
    second = webhook(path, query)
    assert said(second) == [SAYS.say("call_again", "zh"), SAYS.say(f"call_{question}", "zh")]
    last = webhook(*onward(second, "Redirect"))
    assert (verbs(last), said(last)) == (["Say", "Hangup"], [SAYS.say("call_thanks", "zh")])
    assert memory.rated == []


@pytest.mark.parametrize(("question", "key"), [("rating", "9"), ("rating", ""), ("solved", "3")])
def test_a_key_without_a_meaning_is_asked_for_once_more(webhook, memory, question, key):
    second = webhook("survey", {"question": question}, Digits=key)
    assert said(second)[0] == SAYS.say("call_again", "zh")
    path, query = onward(second)
    assert said(webhook(path, query, Digits=key)) == [SAYS.say("call_thanks", "zh")]
    assert memory.rated == []


def test_the_second_question_follows_the_first_as_long_as_it_is_wanted(webhook, memory):
    path, query = onward(webhook("survey"))
    solved = webhook(path, query, Digits="2")
    assert said(solved) == [SAYS.say("call_solved", "zh")]
    path, query = onward(solved)
    assert said(webhook(path, query, Digits="1")) == [SAYS.say("call_thanks", "zh")]
    assert memory.rated == [(REFERENCE, "2", "rating"), (REFERENCE, "1", "solved")]


def test_whoever_is_not_content_is_asked_no_more(webhook, memory):
    assert said(webhook("survey", Digits="3")) == [SAYS.say("call_thanks", "zh")]
    assert memory.rated == [(REFERENCE, "3", "rating")]


@pytest.mark.parametrize(
    ("status", "seconds", "in_vain"),
    [
        ("no-answer", None, True),
        ("busy", None, True),
        ("failed", None, True),
        ("canceled", None, True),
        ("completed", "4", True),
        ("completed", "5", False),
        ("completed", "90", False),
        ("in-progress", None, False),
        ("ringing", None, False),
    ],
)
def test_who_called_in_vain_is_noted(webhook, memory, status, seconds, in_vain):
    webhook("missed", CallStatus=status, CallDuration=seconds, From="+86 138 0000 0001")
    assert memory.missed == ([(SID, "+8613800000001")] if in_vain else [])


@pytest.mark.parametrize("sender", ["anonymous", "12345", "", "+0000"])
def test_a_caller_without_a_number_cannot_be_called_back(webhook, memory, sender):
    assert webhook("missed", CallStatus="no-answer", From=sender).status_code == 204
    assert memory.missed == []
    assert b'reason="not_a_number"' in memory.metrics.text()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("dial", {"Digits": "2"}),
        ("ended", {}),
        ("survey", {"Digits": "1"}),
        ("status", {"CallStatus": "busy"}),
        ("missed", {"CallStatus": "busy", "From": RESIDENT}),
    ],
)
def test_the_same_request_twice_hands_over_the_same_and_says_the_same(webhook, memory, name, fields):
    first, second = webhook(name, **fields), webhook(name, **fields)
    assert (first.status_code, first.data) == (second.status_code, second.data)
    for told in (memory.placed, memory.rated, memory.ended, memory.missed):
        assert len(set(told)) * 2 == len(told)


def test_no_number_stands_in_any_address_or_in_the_logs(webhook, caplog):
    with caplog.at_level(logging.DEBUG):
        dialled = webhook("dial", Digits="1")
    addresses = [verb.get("action") for verb in ElementTree.fromstring(dialled.data).iter("Dial")]
    assert RESIDENT[1:] not in "".join(filter(None, addresses))
    assert RESIDENT[1:] not in caplog.text
