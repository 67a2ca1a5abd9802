"""Messages that break the protocol of a call that is under way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from assistant.channels.media_stream import MOST_BAD
from assistant.channels.media_stream_messages import LARGEST_MESSAGE
from tests.assistant.channels.media_calls import SOUND, talked
from tests.assistant.line.peer import CALL_ID, STREAM_ID, TOKEN, Peer
from tests.loops import run

Wrong = Callable[[Peer], dict[str, Any] | str | bytes]

LEFT_OUT: dict[str, tuple[Wrong, str]] = {
    "an event that we do not know": (lambda peer: peer.message("video"), "unknown_event"),
    "no event": (lambda peer: {"streamSid": STREAM_ID}, "unknown_event"),
    "another stream": (lambda peer: peer.media(SOUND) | {"streamSid": "MZ" + "3" * 32}, "wrong_stream"),
    "a second start": (lambda peer: started(peer), "second_start"),
    "connected again": (lambda peer: CONNECTED, "second_start"),
    "our own sound": (lambda peer: sounding(peer, track="outbound"), "wrong_track"),
    "sound that came before": (lambda peer: peer.media(SOUND) | {"sequenceNumber": "2"}, "out_of_order"),
    "a number that is none": (lambda peer: peer.media(SOUND) | {"sequenceNumber": "x"}, "wrong_fields"),
    "no payload": (lambda peer: peer.message("media", media={"track": "inbound"}), "wrong_fields"),
    "an empty payload": (lambda peer: sounding(peer, payload=""), "bad_payload"),
    "a payload that is no base64": (lambda peer: sounding(peer, payload="=)"), "bad_payload"),
    "a letter for a key": (lambda peer: peer.message("dtmf", dtmf={"digit": "A"}), "unknown_key"),
    "a binary frame": (lambda peer: SOUND, "binary"),
    "no JSON": (lambda peer: "hello", "not_json"),
    "a list": (lambda peer: "[]", "wrong_fields"),
    "deep JSON": (lambda peer: "[" * 30_000 + "]" * 30_000, "not_json"),
}
CONNECTED = {"event": "connected", "protocol": "Call", "version": "1.0.0"}


def started(peer: Peer) -> dict[str, Any]:
    format_ = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
    inner = {"streamSid": peer.stream_id, "callSid": peer.call_id, "mediaFormat": format_}
    return peer.message("start", start=inner | {"customParameters": {"token": TOKEN}})


def sounding(peer: Peer, **changes: str) -> dict[str, Any]:
    return peer.message("media", media={"track": "inbound", "payload": "/w=="} | changes)


@pytest.mark.parametrize("what", LEFT_OUT)
def test_a_message_that_breaks_the_protocol_is_left_out_and_the_call_goes_on(what: str) -> None:
    make, code = LEFT_OUT[what]

    async def act(peer: Peer) -> None:
        await peer.say(SOUND)
        await peer.send(make(peer))
        await peer.press("1")
        await peer.hang_up()

    async def test() -> None:
        call = await talked(act)

        assert call.left_out == [code]
        assert (call.sound, call.keys, call.endings) == (SOUND, "1", ["hung_up"])

    run(test)


def test_a_key_that_is_told_twice_counts_once() -> None:
    async def act(peer: Peer) -> None:
        pressed = peer.message("dtmf", dtmf={"track": "inbound_track", "digit": "5"})
        await peer.send(pressed)
        await peer.send(pressed)
        await peer.hang_up()

    async def test() -> None:
        call = await talked(act)

        assert call.keys == "5"
        assert call.left_out == ["out_of_order"]

    run(test)


def test_what_comes_after_the_first_stop_is_not_read() -> None:
    async def act(peer: Peer) -> None:
        stop = peer.message("stop", stop={"callSid": CALL_ID})
        await peer.send(stop)
        await peer.send(stop)
        await peer.press("1")
        await peer.until_closed()

    async def test() -> None:
        call = await talked(act)

        assert call.endings == ["hung_up"]
        assert call.keys == ""

    run(test)


def test_a_message_of_more_than_64_kib_drops_the_call() -> None:
    async def act(peer: Peer) -> None:
        await peer.send("x" * (LARGEST_MESSAGE + 1))
        assert await peer.until_closed() == 1009

    async def test() -> None:
        call = await talked(act)

        assert call.endings == ["dropped"]

    run(test)


def test_a_provider_gone_mad_is_dropped() -> None:
    async def act(peer: Peer) -> None:
        for _ in range(MOST_BAD + 1):
            await peer.send("{}")
        assert await peer.until_closed() == 1008

    async def test() -> None:
        call = await talked(act)

        assert call.endings == ["dropped"]
        assert len(call.left_out) == MOST_BAD + 1

    run(test)
