"""Who may open a media stream, and who is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from assistant.channels.media_stream_opening import signature_refusal
from tests.assistant.channels.media_calls import SOUND, line
from tests.assistant.line.peer import TOKEN, Peer, called
from tests.loops import run


async def _nothing(peer: Peer) -> None:
    """Say nothing at all."""


async def _connected_twice(peer: Peer) -> None:
    await peer.connected()
    await peer.connected()


async def _start_first(peer: Peer) -> None:
    await peer.start()
    await peer.connected()


async def _sound_before_start(peer: Peer) -> None:
    await peer.connected()
    await peer.say(SOUND)


async def _not_json(peer: Peer) -> None:
    await peer.send("hello")


async def _binary(peer: Peer) -> None:
    await peer.send(SOUND)


def _started_with(token: str | None = TOKEN, **changes: Any) -> Callable[[Peer], Awaitable[None]]:
    async def act(peer: Peer) -> None:
        await peer.connected()
        await peer.start(token, **changes)

    return act


FORMAT = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
REFUSED: dict[str, tuple[Callable[[Peer], Awaitable[None]], str]] = {
    "nothing is said": (_nothing, "silent"),
    "connected comes twice": (_connected_twice, "wrong_order"),
    "start comes first": (_start_first, "wrong_order"),
    "sound comes before start": (_sound_before_start, "wrong_order"),
    "no JSON comes": (_not_json, "not_json"),
    "bytes come": (_binary, "binary"),
    "there is no token": (_started_with(None), "token_missing"),
    "the token is wrong": (_started_with("another"), "token_wrong"),
    "the streams differ": (_started_with(streamSid="MZ" + "3" * 32), "wrong_stream"),
    "the sound is not mu-law": (
        _started_with(mediaFormat=FORMAT | {"encoding": "audio/l16"}),
        "wrong_format",
    ),
    "the sound is not 8000 a second": (
        _started_with(mediaFormat=FORMAT | {"sampleRate": 16000}),
        "wrong_format",
    ),
    "the sound is stereo": (_started_with(mediaFormat=FORMAT | {"channels": 2}), "wrong_format"),
    "the call has no id": (_started_with(callSid=""), "wrong_fields"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_socket_is_refused_and_closed_with_1008_when(what: str) -> None:
    act, code = REFUSED[what]
    patience = {"first_messages_s": 0.05} if code == "silent" else {}

    async def test() -> None:
        async with line(**patience) as (url, call), called(url, begin=False) as peer:
            await act(peer)
            assert await peer.until_closed() == 1008
            await call.over.wait()

        assert call.refused == code
        assert call.stream is None

    run(test)


def test_a_socket_that_closes_before_it_says_anything_is_refused() -> None:
    async def test() -> None:
        async with line() as (url, call):
            async with called(url, begin=False) as peer:
                await peer.connected()
            await call.over.wait()

        assert call.refused == "closed"

    run(test)


AUTH_TOKEN = "a token of the provider's for tests"
ADDRESS = "wss://bangban.example/media"


def signed(url: str, token: str = AUTH_TOKEN) -> str:
    return str(RequestValidator(token).compute_signature(url, {}))


@pytest.mark.parametrize(
    ("signature", "reason"),
    [
        (signed(ADDRESS), None),
        (signed("wss://bangban.example:443/media"), None),
        ("", "signature_missing"),
        ("x", "signature_wrong"),
        ("签名", "signature_wrong"),
        (signed(ADDRESS, "another token"), "signature_wrong"),
        (signed("https://bangban.example/media"), "signature_wrong"),
        (signed("ws://bangban.example/media"), "signature_wrong"),
        (signed("wss://bangban.example/media/"), "signature_wrong"),
        (signed("wss://bangban.example/other"), "signature_wrong"),
        (signed("wss://another.example/media"), "signature_wrong"),
    ],
)
@pytest.mark.parametrize("address", [ADDRESS, "ws://bangban.example/media"])
def test_a_signature_counts_for_the_address_as_wss_alone(
    address: str, signature: str, reason: str | None
) -> None:
    assert signature_refusal(signature, AUTH_TOKEN, address) == reason


@pytest.mark.parametrize("signed_as", ["wss://bangban.example:8443/media", "wss://bangban.example/media"])
def test_a_port_may_be_left_out_of_what_is_signed(signed_as: str) -> None:
    assert signature_refusal(signed(signed_as), AUTH_TOKEN, "wss://bangban.example:8443/media") is None
