"""A simulated provider does what the markup of our webhooks says."""

from __future__ import annotations

import pytest
import requests

from assistant.channels.simulator_leg import Leg
from assistant.channels.simulator_steps import Asking, Joined, Over, Streaming, Waiting
from tests.assistant.channels.call_stand_ins import GATHER, HANGUP, Webhooks, connect

NUMBER, OURS = "+8612000000081", "+15005550006"
URL = "wss://bangban.example/media"
PERSON = (
    '<Gather action="person-key" numDigits="1" timeout="3" finishOnKey=""><Say>请等。</Say></Gather>'
    '<Dial action="person-ended?round=0"><Number url="whisper?member=a">+8613900000001</Number>'
    '<Number url="whisper?member=b">+8613900000002</Number></Dial>'
)
WHISPER = (
    '<Gather action="taken?member=b" numDigits="1"><Say>有居民。</Say></Gather><Redirect>taken</Redirect>'
)


def leg(webhooks: Webhooks) -> tuple[Leg, list[str]]:
    said: list[str] = []
    return Leg(NUMBER, OURS, post=webhooks, said=said.append), said


def test_an_incoming_call_is_told_with_who_calls_whom() -> None:
    webhooks = Webhooks(incoming=connect(URL))
    call, _ = leg(webhooks)
    step = call.dial()
    assert isinstance(step, Streaming)
    assert (step.stream.url, dict(step.stream.parameters)) == (URL, {"token": "the token"})
    (fields,) = webhooks.told("incoming")
    assert (fields["From"], fields["To"], fields["Direction"]) == (NUMBER, OURS, "inbound")
    assert fields["CallSid"] == call.sid
    assert call.sid.startswith("CA")


def test_after_the_stream_the_call_goes_on_where_the_markup_says() -> None:
    webhooks = Webhooks(incoming=connect(URL), after=GATHER)
    call, said = leg(webhooks)
    call.dial()
    call.stream_began()
    step = call.stream_over()
    assert step == Asking(frozenset({"speech", "dtmf"}), 8.0, True)
    assert said == ["请讲。"]
    assert [one["StreamEvent"] for one in webhooks.told("stream-status")] == [
        "stream-started",
        "stream-stopped",
    ]


def test_a_stream_that_cannot_be_opened_is_reported_and_the_call_goes_on() -> None:
    webhooks = Webhooks(incoming=connect(URL), after=GATHER)
    call, _ = leg(webhooks)
    call.dial()
    assert isinstance(call.stream_over("OSError"), Asking)
    (report,) = webhooks.told("stream-status")
    assert (report["StreamEvent"], report["StreamError"]) == ("stream-error", "OSError")


def test_words_keys_and_silence_are_answers_to_a_question() -> None:
    webhooks = Webhooks(incoming=GATHER, gather=GATHER)
    call, _ = leg(webhooks)
    call.dial()
    call.spoken("办社保卡")
    call.pressed("12")
    call.silent()
    first, second, third = webhooks.told("gather")
    assert first["SpeechResult"] == "办社保卡"
    assert second["Digits"] == "1"
    assert not {"SpeechResult", "Digits"} & set(third)


def test_collected_keys_end_with_the_one_that_finishes() -> None:
    webhooks = Webhooks(incoming='<Gather input="dtmf" action="gather" finishOnKey="#"/>', gather=HANGUP)
    call, _ = leg(webhooks)
    assert call.dial() == Asking(frozenset({"dtmf"}), 5.0, False)
    assert call.spoken("这里听不到") == call.step
    call.pressed("1350#")
    assert [one["Digits"] for one in webhooks.told("gather")] == ["1350"]


def test_without_an_answer_the_next_verb_follows() -> None:
    webhooks = Webhooks(
        incoming='<Gather action="gather"/><Pause length="20"/><Redirect>person?round=1</Redirect>',
        person=HANGUP,
    )
    call, _ = leg(webhooks)
    call.dial()
    assert call.silent() == Waiting(20.0)
    assert call.go_on() == Over("service")
    assert webhooks.told("person")


def test_telephones_are_rung_until_one_takes_the_call_by_its_key() -> None:
    webhooks = Webhooks(
        incoming=PERSON, whisper=[HANGUP, WHISPER], taken="<Say>接通。</Say>", person_ended=HANGUP
    )
    call, said = leg(webhooks)
    call.dial()
    assert call.silent() == Joined()
    assert said == ["请等。"]
    rung = webhooks.told("whisper")
    assert [one["To"] for one in rung] == ["+8613900000001", "+8613900000002"]
    assert call.sid not in {one["CallSid"] for one in rung}
    assert [one["Digits"] for one in webhooks.told("taken")] == ["1"]
    assert call.hang_up() == Over("resident")
    (ended,) = webhooks.told("person-ended")
    assert (ended["DialCallStatus"], ended["CallStatus"]) == ("completed", "completed")


def test_when_nobody_takes_the_call_it_goes_on() -> None:
    webhooks = Webhooks(incoming=PERSON, whisper=HANGUP, person_ended=GATHER)
    call, _ = leg(webhooks)
    call.dial()
    assert isinstance(call.silent(), Asking)
    assert [one["DialCallStatus"] for one in webhooks.told("person-ended")] == ["no-answer"]


def test_the_end_is_reported_once_whoever_ends_the_call() -> None:
    webhooks = Webhooks(incoming=connect(URL))
    call, _ = leg(webhooks)
    call.dial()
    assert call.hang_up() == Over("resident")
    assert call.hang_up() == Over("resident")
    assert [one["CallStatus"] for one in webhooks.told("call-status")] == ["completed"]
    assert [one["CallStatus"] for one in webhooks.told("after")] == ["completed"]


@pytest.mark.parametrize("broken", [500, 404, "<not closed"])
def test_where_a_webhook_fails_the_fallback_speaks(broken: str | int) -> None:
    webhooks = Webhooks(incoming=broken, fallback=GATHER)
    call, said = leg(webhooks)
    assert isinstance(call.dial(), Asking)
    assert said == ["请讲。"]


def test_without_a_fallback_the_call_fails() -> None:
    call, _ = leg(Webhooks(incoming=500, fallback=500))
    assert call.dial() == Over("failed")


def test_a_service_that_is_not_there_fails_the_call() -> None:
    def nobody(path: str, fields: dict[str, str]) -> requests.Response:
        raise requests.ConnectionError

    assert Leg(NUMBER, OURS, post=nobody).dial() == Over("failed")


def test_a_circle_of_redirects_comes_to_an_end() -> None:
    call, _ = leg(Webhooks(incoming="<Redirect>incoming</Redirect>"))
    assert call.dial() == Over("failed")


def test_verbs_that_the_simulated_provider_does_not_know_are_told() -> None:
    call, _ = leg(Webhooks(incoming="<Refer/><Hangup/>"))
    assert call.dial() == Over("service")
    assert call.unknown == ["Refer"]
