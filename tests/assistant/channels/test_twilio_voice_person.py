"""A caller who wants a person, as the provider's requests lead there and back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assistant.cases.kinds import CaseKind, Kind
from assistant.store import cases as case_rows
from assistant.store.models import Call, Case
from tests.assistant.channels.voice_calls import (
    SAYS,
    SID,
    exchange,
    onward,
    phrase,
    root,
    said,
    verb,
    verbs,
)

LEG = "CA" + "9" * 32
"""The call to a member of the staff."""


@pytest.fixture
def provider(make_settings, sqlite_database, casework, clock, post):
    settings = make_settings(line_url="wss://bangban.example/media")
    return exchange(settings, sqlite_database, casework, clock, post)


@pytest.fixture
def wants_person(provider):
    """A caller who asked for a person without the line, and what follows."""

    def want(**fields):
        provider.ready = False
        response = provider.follow(provider.ask("incoming", **fields), SpeechResult="老年证怎么办", **fields)
        response = provider.follow(response, Digits="0", **fields)
        assert verbs(response)[-1] == "Redirect"
        return provider.follow(response, "Redirect", **fields)

    return want


def only(provider, model):
    with provider.database.read() as session:
        return session.scalars(select(model)).one()


def kinds(provider):
    case = only(provider, Case)
    with provider.database.read() as session:
        return [Kind(event.kind) for event in case_rows.events(session, case.id)]


def whispers(response) -> list[tuple[str, dict[str, str]]]:
    """The number of each telephone that rings, and the call and member its briefing is for."""
    return [
        (number.text, dict(pair.split("=") for pair in number.get("url").partition("?")[2].split("&")))
        for number in root(response).iter("Number")
    ]


def test_telephones_ring_after_the_place_and_the_offer_to_be_called_back(provider, wants_person):
    provider.member()
    response = wants_person()
    assert verbs(response) == ["Gather", "Dial"]
    assert said(response) == phrase("voice_place_first") + phrase("voice_offer_callback")
    assert onward(response) == ("person-key", {"round": "0"})
    dial = verb(response, "Dial")
    assert (dial.get("answerOnBridge"), dial.get("callerId")) == ("true", "+15005550006")
    ((number, query),) = whispers(response)
    assert number == "+8613700000001"
    assert query["call"] == only(provider, Call).id


def test_three_telephones_ring_at_once(provider, wants_person):
    for number in range(4):
        provider.member(f"m{number}", f"+861370000000{number}")
    assert len(whispers(wants_person())) == 3


def test_from_the_line_it_is_the_same(provider):
    provider.member()
    provider.ask("incoming")
    provider.calls.leave(SID, "person")
    response = provider.ask("after")
    assert verbs(response) == ["Gather", "Dial"]


def test_the_second_caller_hears_that_one_waits_before_them(provider, wants_person, clock):
    provider.member()
    wants_person()
    clock.advance(seconds=3)
    provider.ask("incoming", CallSid="CA2", From="+8613900000009")
    provider.calls.leave("CA2", "person")
    response = provider.ask("person", CallSid="CA2", From="+8613900000009")
    assert said(response) == (
        phrase("voice_place", count="1") + phrase("voice_busy") + phrase("voice_offer_callback")
    )
    assert verbs(response) == ["Gather", "Redirect"]
    assert onward(response, "Redirect") == ("person", {"round": "1"})


def test_the_briefing_says_what_it_is_about_before_it_asks_for_the_key(provider, wants_person):
    provider.member()
    ((_, query),) = whispers(wants_person())
    response = provider.ask("whisper", query, CallSid=LEG)
    assert said(response) == (
        phrase("voice_whisper") + phrase("voice_whisper_words", what="老年证怎么办") + phrase("voice_press")
    )
    assert onward(response) == onward(response, "Redirect")
    assert onward(response)[0] == "taken"


def test_only_one_takes_the_call_and_only_then_is_it_said(provider, wants_person):
    wang = provider.member()
    response = wants_person()
    ((_, query),) = whispers(response)
    asked = provider.ask("whisper", query, CallSid=LEG)
    assert phrase("voice_taken") not in said(response) + said(asked)
    assert only(provider, Case).owner_id is None
    taken = provider.follow(asked, Digits="1", CallSid=LEG)
    assert said(taken) == phrase("voice_taken")
    assert set(verbs(taken)) == {"Say"}
    assert (only(provider, Case).owner_id, only(provider, Call).taken_by) == (wang, wang)
    assert kinds(provider) == [Kind.OPENED, Kind.CLAIMED, Kind.CALL_ANSWERED, Kind.STARTED]
    assert said(provider.follow(asked, Digits="1", CallSid=LEG)) == phrase("voice_taken")
    assert len(kinds(provider)) == 4


@pytest.mark.parametrize("key", [None, "", "2"])
def test_whatever_answers_by_itself_presses_no_key_and_takes_nothing(provider, wants_person, key):
    provider.member()
    ((_, query),) = whispers(wants_person())
    response = provider.ask("taken", query, CallSid=LEG, Digits=key)
    assert verbs(response) == ["Hangup"]
    assert only(provider, Call).taken_by is None


def test_the_second_who_presses_is_told_that_it_is_taken(provider, wants_person):
    provider.member("wang", "+8613700000001")
    provider.member("li", "+8613700000002")
    first, second = (query for _, query in whispers(wants_person()))
    provider.ask("taken", first, CallSid=LEG, Digits="1")
    response = provider.ask("taken", second, CallSid="CA8", Digits="1")
    assert said(response) == phrase("voice_late")
    assert verbs(response)[-1] == "Hangup"
    assert said(provider.ask("whisper", second, CallSid="CA8")) == phrase("voice_late")


def test_whoever_picks_up_after_the_caller_hung_up_is_told(provider, wants_person):
    provider.member()
    ((_, query),) = whispers(wants_person())
    provider.ask("call-status", CallStatus="completed")
    assert said(provider.ask("whisper", query, CallSid=LEG)) == phrase("voice_gone")
    assert said(provider.ask("taken", query, CallSid=LEG, Digits="1")) == phrase("voice_gone")


def test_nobody_at_the_console_is_said_honestly_and_the_case_becomes_the_callback(provider, wants_person):
    response = wants_person()
    assert said(response) == phrase("voice_nobody") + phrase("voice_more")
    assert onward(response)[0] == "gather"
    assert only(provider, Case).kind == CaseKind.CALLBACK
    provider.ask("call-status", CallStatus="completed")
    assert kinds(provider) == [Kind.OPENED, Kind.ASKED_AGAIN, Kind.CHANGED]


def test_after_closing_time_no_telephone_rings(provider, wants_person, clock):
    clock.advance(hours=11)
    provider.member()
    response = wants_person()
    assert said(response) == phrase("voice_closed") + phrase("voice_more")
    assert only(provider, Call).dialled is None


def test_a_caller_without_a_number_is_promised_no_call(provider, wants_person):
    assert said(wants_person(From="anonymous")) == phrase("voice_no_number") + phrase("voice_more")
    provider.member()
    response = provider.follow(
        provider.ask("gather", {"turn": "3"}, From="anonymous", Digits="0"), "Redirect"
    )
    assert phrase("voice_offer_back") in said(response)


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed", "canceled", "completed"])
def test_nobody_picks_up_so_it_rings_again_and_then_the_assistant_is_back(provider, wants_person, status):
    provider.member()
    response = wants_person()
    rings = 0
    while "Dial" in verbs(response):
        rings += 1
        response = provider.follow(response, "Dial", DialCallStatus=status)
    assert rings == 8
    assert said(response) == phrase("voice_nobody") + phrase("voice_more")
    assert only(provider, Call).next is None


def test_back_on_the_line_with_a_new_token_after_it_was_said(provider, wants_person):
    first = provider.ask("incoming")
    provider.calls.leave(SID, "person")
    response = provider.ask("after")
    assert verbs(response)[-1] == "Connect"
    assert said(response) == phrase("voice_nobody")
    token = verb(response, "Parameter").get("value")
    assert token != verb(first, "Parameter").get("value")
    opened = provider.calls.redeem(SID, token)
    assert opened.goes_on


def test_one_calls_the_waiting_caller_back_instead(provider, wants_person):
    provider.member()
    response = provider.follow(wants_person(), Digits="1")
    assert said(response) == phrase("voice_callback") + phrase("voice_more")
    assert only(provider, Case).kind == CaseKind.CALLBACK
    again = provider.ask("person-key", {"round": "0"}, Digits="1")
    assert said(again) == phrase("voice_callback") + phrase("voice_more")
    assert kinds(provider).count(Kind.ASKED_AGAIN) == 1


def test_another_key_goes_on_looking(provider, wants_person):
    provider.member()
    response = provider.follow(wants_person(), Digits="5")
    assert verbs(response) == ["Gather", "Dial"]
    assert onward(response)[1] == {"round": "1"}


def test_a_caller_who_hangs_up_while_it_rings_is_called_back(provider, wants_person):
    provider.member()
    response = provider.follow(wants_person(), "Dial", DialCallStatus="no-answer", CallStatus="completed")
    assert verbs(response) == []
    assert only(provider, Case).kind == CaseKind.CALLBACK
    assert only(provider, Call).ended_how == "hung_up"


def test_after_the_talk_the_assistant_asks_whether_there_is_more(provider, wants_person):
    provider.member()
    response = wants_person()
    ((_, query),) = whispers(response)
    provider.ask("taken", query, CallSid=LEG, Digits="1")
    response = provider.follow(response, "Dial", DialCallStatus="completed", DialCallDuration="60")
    assert said(response) == phrase("voice_over") + phrase("voice_more")
    assert onward(response)[0] == "gather"


def test_when_the_resident_ends_the_talk_nothing_is_missed(provider, wants_person):
    provider.member()
    response = wants_person()
    ((_, query),) = whispers(response)
    provider.ask("taken", query, CallSid=LEG, Digits="1")
    response = provider.follow(response, "Dial", DialCallStatus="completed", CallStatus="completed")
    assert verbs(response) == []
    assert only(provider, Call).ended_how == "transferred"
    assert only(provider, Case).kind == CaseKind.QUESTION


def test_a_briefing_that_fails_lets_the_member_go_and_the_caller_waits_on(
    provider, wants_person, monkeypatch
):
    provider.member()
    ((_, query),) = whispers(wants_person())
    case = only(provider, Case)
    with provider.database.begin() as session:
        session.get_one(Case, case.id).summary = b"broken"
    response = provider.ask("whisper", query, CallSid=LEG)
    assert verbs(response) == ["Hangup"]
    assert only(provider, Call).waiting_since is not None


def test_staff_hear_the_language_of_the_call(provider, wants_person):
    provider.member()
    ((_, query),) = whispers(wants_person())
    with provider.database.begin() as session:
        session.scalars(select(Call)).one().language = "en"
    response = provider.ask("whisper", query, CallSid=LEG)
    assert SAYS.say("voice_whisper", "en").split(".")[0] in said(response)
    assert onward(response)[1]["language"] == "en"
