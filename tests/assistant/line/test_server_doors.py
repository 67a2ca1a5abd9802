"""Who may come in at the line, and what it tells of itself."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

import pytest
from twilio.request_validator import RequestValidator
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import InvalidStatus

from assistant.call_transport import CallBegan, CallTransport
from assistant.settings import Settings
from tests.assistant.line.open_line import SID, get, line
from tests.assistant.line.peer import called
from tests.loops import run

AUTH_TOKEN = "a token of the provider's for tests"
ADDRESS = "wss://bangban.example/media"


def test_a_stream_without_a_token_of_ours_is_refused_counted_and_never_led() -> None:
    async def test() -> None:
        async with line() as (host, record):
            async with called(f"ws://{host}/media", token="another") as peer:
                assert await peer.until_closed() == 1008
            figures = (await get(host, "/metrics")).text

        assert (record.began, record.ended) == ([], [])
        assert 'bangban_webhooks_refused_total{channel="phone",reason="token_wrong"} 1.0' in figures

    run(test)


SIGNED = {"twilio_auth_token": AUTH_TOKEN, "line_url": ADDRESS}


@pytest.mark.parametrize(
    ("settings", "signature", "status"),
    [
        (SIGNED, "", HTTPStatus.FORBIDDEN),
        (SIGNED, "wrong", HTTPStatus.FORBIDDEN),
        (SIGNED, RequestValidator(AUTH_TOKEN).compute_signature(ADDRESS, {}), None),
        (SIGNED | {"simulator": True}, "", None),
        ({}, "", None),
    ],
    ids=["missing", "wrong", "right", "simulator", "no account"],
)
def test_the_provider_signs_the_opening_of_a_stream(
    settings: dict[str, Any], signature: str, status: HTTPStatus | None
) -> None:
    async def test() -> None:
        headers = {"X-Twilio-Signature": signature} if signature else None
        async with line(settings=Settings(**settings)) as (host, record):
            if status is None:
                async with called(f"ws://{host}/media", headers=headers, call_id=SID) as peer:
                    await peer.hang_up()
                await record.until_ended()
                assert record.began == [(SID, True)]
                return
            with pytest.raises(InvalidStatus) as refused:
                await connect(f"ws://{host}/media", additional_headers=headers, proxy=None)
            assert refused.value.response.status_code == status
            assert record.began == []

    run(test)


def test_a_hall_s_screen_is_handed_to_who_hears_it() -> None:
    async def hear(socket: ServerConnection) -> None:
        await socket.send(f"heard {await socket.recv()!s}")

    async def test() -> None:
        async with line(hear=hear) as (host, _), connect(f"ws://{host}/hear", proxy=None) as socket:
            await socket.send("hello")
            assert await socket.recv() == "heard hello"

    run(test)


@pytest.mark.parametrize("path", ["/hear", "/", "/media/", "/other"])
def test_there_is_no_other_door(path: str) -> None:
    async def test() -> None:
        async with line() as (host, _):
            assert (await get(host, path)).status_code == HTTPStatus.NOT_FOUND
            with pytest.raises(InvalidStatus):
                await connect(f"ws://{host}{path}", proxy=None)

    run(test)


def test_the_figures_tell_calls_and_lateness_without_naming_anybody() -> None:
    async def greet(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        await transport.play(bytes(1600))
        await transport.mark("m")
        async for _ in transport.events():
            await transport.leave()

    async def test() -> None:
        async with line(greet) as (host, record):
            async with called(f"ws://{host}/media", call_id=SID) as peer:
                await peer.until_closed()
            await record.until_ended()
            answer = await get(host, "/metrics")

        assert 'bangban_streams_ended_total{how="left"} 1.0' in answer.text
        assert "bangban_stream_frame_late_seconds_count 10.0" in answer.text
        assert "bangban_streams_live 0.0" in answer.text
        assert SID not in answer.text

    run(test)


@pytest.mark.parametrize(("public", "status"), [(False, HTTPStatus.NOT_FOUND), (True, HTTPStatus.OK)])
def test_the_figures_are_for_this_machine_unless_they_are_public(public: bool, status: HTTPStatus) -> None:
    async def test() -> None:
        async with line(settings=Settings(metrics_public=public)) as (host, _):
            answer = await get(host, "/metrics", **{"X-Forwarded-For": "192.0.2.1"})
            assert answer.status_code == status

    run(test)


def test_health_is_json_for_the_process_that_asks() -> None:
    async def test() -> None:
        async with line() as (host, record):
            record.speaks = False
            answer = await get(host, "/healthz")

        assert answer.headers["Content-Type"] == "application/json"
        assert json.loads(answer.text) == {
            "accepting": True,
            "hearing": True,
            "speaking": False,
            "live": 0,
            "most": 1,
        }

    run(test)
