import json
from typing import Any

import pytest

from assistant.channels import media_stream_messages as messages
from assistant.channels.media_stream_messages import (
    BadMessage,
    Connected,
    KeySent,
    MarkEchoed,
    Media,
    Started,
)

STREAM = "MZ" + "2" * 32
CALL = "CA" + "1" * 32
FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}


def on_stream(event: str, **inner: Any) -> dict[str, Any]:
    return {"event": event, "sequenceNumber": "3", "streamSid": STREAM, **inner}


def media(payload: Any = "/w==", **changes: Any) -> dict[str, Any]:
    sound = {"track": "inbound", "chunk": "1", "timestamp": "20", "payload": payload}
    return on_stream("media", media=sound) | changes


def started(**changes: Any) -> dict[str, Any]:
    start = {"streamSid": STREAM, "callSid": CALL, "tracks": ["inbound"], "mediaFormat": FORMAT}
    return on_stream("start", start=start | changes)


def test_a_start_names_its_call_its_stream_and_its_parameters() -> None:
    message = messages.read(json.dumps(started(customParameters={"token": "t"})))

    assert isinstance(message, Started)
    assert (message.start.call_id, message.start.stream_id) == (CALL, STREAM)
    assert message.start.parameters == {"token": "t"}
    assert message.start.format.is_ours


@pytest.mark.parametrize(
    "format_", [FORMAT | {"encoding": "audio/l16"}, FORMAT | {"sampleRate": 16000}, FORMAT | {"channels": 2}]
)
def test_another_format_of_sound_is_not_ours(format_: dict[str, Any]) -> None:
    message = messages.read(json.dumps(started(mediaFormat=format_)))

    assert isinstance(message, Started)
    assert not message.start.format.is_ours


def test_sound_comes_as_bytes() -> None:
    message = messages.read(json.dumps(media("/38AAQ==")))

    assert isinstance(message, Media)
    assert message.media.payload == b"\xff\x7f\x00\x01"
    assert message.sequence == 3
    assert message.is_inbound


def test_any_number_of_samples_is_sound() -> None:
    """mu-law has one byte a sample: no length is odd."""
    message = messages.read(json.dumps(media("//8=")))

    assert isinstance(message, Media)
    assert len(message.media.payload) == 2


@pytest.mark.parametrize("number", [3, "3", "03", 3.0])
def test_a_sequence_number_may_be_a_string_or_a_number(number: object) -> None:
    message = messages.read(json.dumps(media(sequenceNumber=number)))

    assert isinstance(message, Media)
    assert message.sequence == 3


@pytest.mark.parametrize("key", [*"0123456789*#"])
def test_each_key_of_a_telephone_is_known(key: str) -> None:
    message = messages.read(json.dumps(on_stream("dtmf", dtmf={"track": "inbound_track", "digit": key})))

    assert isinstance(message, KeySent)
    assert message.dtmf.digit == key


def test_a_mark_comes_back_by_its_name() -> None:
    message = messages.read(json.dumps(on_stream("mark", mark={"name": "s3"})))

    assert isinstance(message, MarkEchoed)
    assert message.mark.name == "s3"


def test_connected_belongs_to_no_stream() -> None:
    connected = {"event": "connected", "protocol": "Call", "version": "1.0.0"}

    assert isinstance(messages.read(json.dumps(connected)), Connected)


BAD: list[tuple[str | bytes, str]] = [
    (b'{"event":"stop"}', "binary"),
    ("", "not_json"),
    ("hello", "not_json"),
    ('{"event":"media"', "not_json"),
    ("[" * 30_000 + "]" * 30_000, "not_json"),
    ('{"event":' * 10_000 + "1" + "}" * 10_000, "not_json"),
    ('"\\ud800"', "not_json"),
    ("[]", "wrong_fields"),
    ("3", "wrong_fields"),
    ("{}", "unknown_event"),
    ('{"event":null}', "unknown_event"),
    ('{"event":"video"}', "unknown_event"),
    (json.dumps(on_stream("media")), "wrong_fields"),
    (json.dumps(on_stream("media", media={"track": "inbound"})), "wrong_fields"),
    (json.dumps(media("")), "bad_payload"),
    (json.dumps(media(None)), "bad_payload"),
    (json.dumps(media(7)), "bad_payload"),
    (json.dumps(media("/w=")), "bad_payload"),
    (json.dumps(media("/w==!")), "bad_payload"),
    (json.dumps(media("音=")), "bad_payload"),
    (json.dumps(media(sequenceNumber="three")), "wrong_fields"),
    (json.dumps(media(sequenceNumber="-1")), "wrong_fields"),
    (json.dumps(media(sequenceNumber="9" * 5000)), "wrong_fields"),
    (json.dumps(media(sequenceNumber=3.5)), "wrong_fields"),
    (json.dumps(media(sequenceNumber=None)), "wrong_fields"),
    (json.dumps(media(streamSid="MZ 1")), "wrong_fields"),
    (json.dumps(media(streamSid=f"{STREAM}\n")), "wrong_fields"),
    (json.dumps(on_stream("dtmf", dtmf={"digit": "A"})), "unknown_key"),
    (json.dumps(on_stream("dtmf", dtmf={"digit": "12"})), "unknown_key"),
    (json.dumps(on_stream("dtmf", dtmf={"digit": 1})), "unknown_key"),
    (json.dumps(on_stream("dtmf", dtmf={"digit": "一"})), "unknown_key"),
    (json.dumps(on_stream("dtmf", dtmf={})), "wrong_fields"),
    (json.dumps(on_stream("mark", mark={"name": "m" * 201})), "wrong_fields"),
    (json.dumps(started(callSid="CA/1")), "wrong_fields"),
    (json.dumps(started(mediaFormat={})), "wrong_fields"),
    (json.dumps(started(customParameters={"token": 1})), "wrong_fields"),
    (json.dumps({"event": "stop"}), "wrong_fields"),
]


@pytest.mark.parametrize(("raw", "code"), BAD, ids=range(len(BAD)))
def test_a_message_that_breaks_the_protocol_is_named_by_a_code(raw: str | bytes, code: str) -> None:
    with pytest.raises(BadMessage) as caught:
        messages.read(raw)

    assert caught.value.code == code


def test_what_we_send_is_what_the_provider_documents() -> None:
    assert json.loads(messages.media(STREAM, b"\xff\x7f")) == {
        "event": "media",
        "streamSid": STREAM,
        "media": {"payload": "/38="},
    }
    assert json.loads(messages.mark(STREAM, "s1")) == {
        "event": "mark",
        "streamSid": STREAM,
        "mark": {"name": "s1"},
    }
    assert json.loads(messages.clear(STREAM)) == {"event": "clear", "streamSid": STREAM}
