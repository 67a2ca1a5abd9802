"""Calls as the line carries them, over real sockets."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from http import HTTPStatus

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from assistant.call_transport import CallBegan, CallEnded, CallTransport
from tests.assistant.line.open_line import OTHER_SID, SID, get, line
from tests.assistant.line.peer import called
from tests.loops import run


def test_a_call_is_led_to_its_end_which_is_told_once() -> None:
    async def test() -> None:
        async with line() as (host, record):
            async with called(f"ws://{host}/media", call_id=SID) as peer:
                await peer.press("12")
                await peer.hang_up()
            await record.until_ended()

        assert record.began == [(SID, True)]
        assert record.keys == "12"
        assert record.ended == [(SID, "hung_up")]

    run(test)


def test_a_connection_that_breaks_mid_word_ends_the_call_once_and_leaves_nothing_behind() -> None:
    async def speak(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        playing = asyncio.create_task(transport.play(bytes(80_000)))
        assert [event async for event in transport.events()] == [CallEnded("dropped")]
        await playing

    async def test() -> None:
        async with line(speak) as (host, record):
            async with called(f"ws://{host}/media", call_id=SID) as peer:
                await peer.until_heard(0.1)
                peer.drop()
            await record.until_ended()
            health = (await get(host, "/healthz")).json()

        assert record.ended == [(SID, "dropped")]
        assert health["live"] == 0

    run(test)


def test_a_call_that_is_done_with_is_given_back_to_the_provider() -> None:
    async def greet(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        await transport.play(bytes(160))

    async def test() -> None:
        async with line(greet) as (host, record):
            async with called(f"ws://{host}/media", call_id=SID) as peer:
                assert await peer.until_closed() == 1000
            await record.until_ended()

        assert record.ended == [(SID, "left")]

    run(test)


def test_a_call_whose_leading_fails_is_dropped_and_the_next_is_taken(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        if began.call_id == SID:
            raise RuntimeError("broken")

    async def test() -> None:
        async with line(fail) as (host, record):
            for call_id in (SID, OTHER_SID):
                async with called(f"ws://{host}/media", call_id=call_id) as peer:
                    await peer.until_closed()
            await record.until_ended(2)

        assert record.ended == [(SID, "dropped"), (OTHER_SID, "left")]

    with caplog.at_level(logging.ERROR):
        run(test)
    assert [entry.message for entry in caplog.records] == ["call failed"]


def test_whoever_does_not_notice_the_end_of_a_call_is_stopped(caplog: pytest.LogCaptureFixture) -> None:
    async def sleep(transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        await asyncio.Event().wait()

    async def test() -> None:
        async with line(sleep, linger_s=0.05) as (host, record):
            async with called(f"ws://{host}/media", call_id=SID) as peer:
                await peer.hang_up()
            await record.until_ended()

        assert record.ended == [(SID, "dropped")]

    with caplog.at_level(logging.ERROR):
        run(test)
    assert [entry.message for entry in caplog.records] == ["call was not let go of in time"]


def test_beyond_what_can_be_heard_a_call_is_taken_and_led_by_keys() -> None:
    async def test() -> None:
        async with line() as (host, record):
            async with called(f"ws://{host}/media", call_id=SID) as first:
                await first.press("1")
                await record.until_pressed("1")
                async with called(f"ws://{host}/media", call_id=OTHER_SID) as second:
                    await second.press("2")
                    await record.until_pressed("12")
                    health = (await get(host, "/healthz")).json()
            await record.until_ended(2)

        assert record.began == [(SID, True), (OTHER_SID, False)]
        assert health == {"accepting": True, "hearing": True, "speaking": True, "live": 2, "most": 1}

    run(test)


def test_while_nothing_hears_a_call_is_led_by_keys() -> None:
    async def test() -> None:
        async with line() as (host, record):
            record.hears = False
            async with called(f"ws://{host}/media", call_id=SID) as peer:
                await peer.hang_up()
            await record.until_ended()
            health = (await get(host, "/healthz")).json()

        assert record.began == [(SID, False)]
        assert health["hearing"] is False

    run(test)


def test_beyond_what_can_be_carried_no_call_is_taken() -> None:
    async def test() -> None:
        async with line(most_calls=1) as (host, record), called(f"ws://{host}/media", call_id=SID) as peer:
            await peer.press("1")
            await record.until_pressed("1")
            assert (await get(host, "/healthz")).json()["accepting"] is False
            with pytest.raises(InvalidStatus) as refused:
                await connect(f"ws://{host}/media", proxy=None)
            assert refused.value.response.status_code == HTTPStatus.SERVICE_UNAVAILABLE

    run(test)


def test_a_token_that_cannot_be_looked_up_lets_nobody_in(caplog: pytest.LogCaptureFixture) -> None:
    async def redeem(call_id: str, token: str) -> bool:
        raise RuntimeError("no database")

    async def test() -> None:
        async with line(redeem=redeem) as (host, record), called(f"ws://{host}/media") as peer:
            assert await peer.until_closed() == 1011

        assert record.began == []

    with caplog.at_level(logging.ERROR):
        run(test)
    assert [entry.message for entry in caplog.records] == ["token cannot be looked up"]


def test_closing_the_line_drops_the_calls_so_that_the_provider_goes_on() -> None:
    async def test() -> None:
        async with AsyncExitStack() as closing:
            host, record = await closing.enter_async_context(line())
            async with called(f"ws://{host}/media", call_id=SID) as peer:
                await peer.press("1")
                await record.until_pressed("1")
                await closing.aclose()
                assert await peer.until_closed() == 1001

        assert record.ended == [(SID, "dropped")]

    run(test)
