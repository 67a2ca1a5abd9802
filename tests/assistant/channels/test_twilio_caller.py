"""Calls that we place, how each way of failing is classed, and what the provider is asked about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl

import pytest

from assistant.channels.twilio_caller import TwilioCaller
from assistant.errors import SendError
from tests.assistant.channels.stand_in import standing_in

SID = "CA" + "9" * 32
STAFF, RESIDENT = "+8613900000002", "+8613800000001"
REFERENCE = "call:1042-7:a&b"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def provider():
    with standing_in() as stand_in:
        stand_in.says(201, {"sid": SID, "status": "queued"})
        yield stand_in


@pytest.fixture
def settings(make_settings, provider):
    return make_settings(twilio_api_base=provider.url, twilio_account_sid="AC" + "1" * 32)


def test_the_member_of_the_staff_is_rung_first_and_the_address_holds_no_number(settings, provider):
    assert TwilioCaller(settings).ring(STAFF, REFERENCE, "zh").provider_id == SID
    ((method, path, fields),) = provider.seen
    assert (method, path) == (
        "POST",
        f"/stand-in/2010-04-01/Accounts/{settings.twilio_account_sid}/Calls.json",
    )
    assert (fields["To"], fields["From"]) == ([STAFF], [settings.twilio_number])
    address, query = fields["Url"][0].split("?")
    assert address == f"{settings.local_url}/twilio/voice/connect"
    assert parse_qsl(query) == [("reference", REFERENCE), ("language", "zh")]
    address, query = fields["StatusCallback"][0].split("?")
    assert address == f"{settings.local_url}/twilio/voice/status"
    assert parse_qsl(query) == [("reference", REFERENCE), ("language", "zh")]
    assert fields["StatusCallbackEvent"] == ["initiated", "completed"]


def test_a_resident_is_asked_the_first_question(settings, provider):
    TwilioCaller(settings).ask(RESIDENT, REFERENCE, "en")
    ((_, _, fields),) = provider.seen
    assert fields["To"] == [RESIDENT]
    address, query = fields["Url"][0].split("?")
    assert address == f"{settings.local_url}/twilio/voice/survey"
    assert parse_qsl(query) == [("reference", REFERENCE), ("language", "en"), ("question", "rating")]
    assert fields["StatusCallback"][0].startswith(f"{settings.local_url}/twilio/voice/survey-ended?")


def test_the_provider_is_sent_to_the_public_address_when_there_is_one(make_settings, provider):
    settings = make_settings(twilio_api_base=provider.url, public_url="https://bangban.example")
    TwilioCaller(settings).ring(STAFF, REFERENCE, "zh")
    ((_, _, fields),) = provider.seen
    assert fields["Url"][0].startswith("https://bangban.example/twilio/voice/connect?")


def test_nobody_is_rung_when_the_provider_cannot_reach_us(make_settings):
    settings = make_settings(twilio_account_sid="AC" + "1" * 32)
    with pytest.raises(SendError) as caught:
        TwilioCaller(settings).ring(STAFF, REFERENCE, "zh")
    assert (caught.value.reason, caught.value.retryable) == ("no_public_address", False)


@pytest.mark.parametrize(
    ("status", "code", "retryable", "reason"),
    [
        (429, 20429, True, "rate_limited"),
        (408, 0, True, "status_408_code_0"),
        (500, 20500, True, "status_500_code_20500"),
        (503, 0, True, "status_503_code_0"),
        (400, 21211, False, "status_400_code_21211"),
        (401, 20003, False, "status_401_code_20003"),
    ],
)
def test_refusals_are_classed_by_whether_trying_again_can_help(
    settings, provider, status, code, retryable, reason
):
    provider.says(status, {"code": code, "message": f"'To' {STAFF} is wrong", "status": status})
    with pytest.raises(SendError) as caught:
        TwilioCaller(settings).ring(STAFF, REFERENCE, "zh")
    assert (caught.value.retryable, caught.value.reason) == (retryable, reason)
    assert STAFF not in str(caught.value)


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"{}", b'{"sid": null}'])
def test_an_answer_that_cannot_be_read_may_be_tried_again(settings, provider, body):
    provider.body = body
    with pytest.raises(SendError) as caught:
        TwilioCaller(settings).ask(RESIDENT, REFERENCE, "zh")
    assert (caught.value.retryable, caught.value.reason) == (True, "answer_unreadable")


def test_no_answer_in_time_leaves_it_open_whether_it_rang(settings, provider):
    provider.hold.clear()
    with pytest.raises(SendError) as caught:
        TwilioCaller(settings, timeout_s=0.3).ring(STAFF, REFERENCE, "zh")
    assert (caught.value.retryable, caught.value.reason) == (True, "timeout")


def test_a_provider_that_is_away_may_be_tried_again(make_settings, free_port):
    settings = make_settings(twilio_api_base=f"http://127.0.0.1:{free_port}")
    with pytest.raises(SendError) as caught:
        TwilioCaller(settings).ring(STAFF, REFERENCE, "zh")
    assert (caught.value.retryable, caught.value.reason) == (True, "unreachable")


def listed(*calls: tuple[str, str, int]) -> dict[str, object]:
    """What the provider lists: id, direction, minutes after noon; none has been dialled yet."""
    rows = [
        {
            "sid": sid,
            "direction": direction,
            "status": "queued",
            "to": STAFF,
            "start_time": None,
            "date_created": format_datetime(NOON + timedelta(minutes=minute)),
        }
        for sid, direction, minute in calls
    ]
    return {"calls": rows, "page": 0, "page_size": 200, "next_page_uri": None}


@pytest.mark.parametrize(
    ("held", "known", "found"),
    [
        ((), (), None),
        ((("CA1", "outbound-api", 1),), (), "CA1"),
        ((("CA1", "outbound-api", -1),), (), "CA1"),
        ((("CA1", "outbound-api", -30),), (), None),
        ((("CA1", "outbound-dial", 1),), (), None),
        ((("CA1", "inbound", 1),), (), None),
        ((("CA1", "outbound-api", 1),), ("CA1",), None),
        ((("CA2", "outbound-api", 2), ("CA1", "outbound-api", 1)), (), "CA1"),
        ((("CA1", "outbound-api", 1), ("CA2", "outbound-api", 2)), (), "CA1"),
        ((("CA2", "outbound-api", 2), ("CA1", "outbound-api", 1)), ("CA1",), "CA2"),
    ],
)
def test_the_provider_is_asked_for_the_call_that_it_may_have_placed(settings, provider, held, known, found):
    provider.says(200, listed(*held))
    accepted = TwilioCaller(settings).find(STAFF, REFERENCE, NOON, known)
    assert (accepted.provider_id if accepted else None) == found
    ((method, _, query),) = provider.seen
    assert (method, query["To"], query["From"]) == ("GET", [STAFF], [settings.twilio_number])


@pytest.mark.parametrize("status", [500, 503, 429, 401])
def test_a_provider_that_cannot_be_asked_is_no_answer(settings, provider, status):
    provider.says(status, {"code": 0, "message": "no"})
    with pytest.raises(SendError):
        TwilioCaller(settings).find(STAFF, REFERENCE, NOON)


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b'{"calls": [{"sid": "CA1", "direction": "outbound-api"}]}']
)
def test_a_list_that_cannot_be_read_is_no_answer(settings, provider, body):
    provider.status, provider.body = 200, body
    with pytest.raises(SendError) as caught:
        TwilioCaller(settings).find(STAFF, REFERENCE, NOON)
    assert caught.value.reason == "answer_unreadable"
