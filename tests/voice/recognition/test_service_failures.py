"""Who cannot be heard is told why, and nobody else suffers for it."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from tests.voice.recognition.engines import (
    FailingDecoder,
    ToldDecoder,
    ToldEngine,
    all_events,
    events_client,
    named,
    refusal,
    send_pieces,
    served,
    until,
)
from tests.voice.sounds import said_between_silences
from voice.audio import pcm_encode
from voice.recognition.engine import EngineFailed
from voice.recognition.service import Recognition

ONE = said_between_silences("wenet_nst_ID001")
TWO = said_between_silences("wenet_nst_ID001", "firered_IT0011W0001")


def test_one_stream_too_many_is_told_so_and_the_place_is_free_again_afterwards():
    async def talk() -> None:
        recognition = Recognition(ToldEngine(ToldDecoder(), ToldDecoder()), 2)
        async with served(recognition) as address:
            async with events_client(address) as first, events_client(address) as second:
                await until(first, "ready")
                await until(second, "ready")
                assert recognition.describe()[0]["live"] == 2
                async with events_client(address) as third:
                    assert await refusal(third) == ([{"event": "error", "error": "busy"}], 1013)
                assert recognition.counts.refused == 1
                await first.send('{"eof":1}')
                await all_events(first)
            async with asyncio.timeout(10):
                while recognition.live:
                    await asyncio.sleep(0.01)
            async with events_client(address) as fourth:
                await until(fourth, "ready")

    asyncio.run(talk())


def dies() -> None:
    raise SystemExit


def breaks() -> None:
    raise EngineFailed("broken")


def errs() -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("fail", [dies, breaks, errs])
def test_a_decoder_that_fails_ends_its_stream_with_an_error_and_is_not_lent_again(fail):
    async def talk() -> None:
        failing, sound = FailingDecoder(fail), ToldDecoder()
        engine = ToldEngine(failing, sound)
        recognition = Recognition(engine, 1)
        async with served(recognition) as address:
            async with events_client(address) as connection:
                sending = asyncio.create_task(send_pieces(connection, pcm_encode(ONE)))
                events, code = await refusal(connection)
                await asyncio.gather(sending, return_exceptions=True)
            assert events[-1] == {"event": "error", "error": "engine_failed"}
            assert code == 1011
            async with asyncio.timeout(10):
                while recognition.live:
                    await asyncio.sleep(0.01)
            assert engine.given_back == [(failing, True)]
            async with events_client(address) as connection:
                await send_pieces(connection, pcm_encode(ONE))
                assert len(named(await all_events(connection), "utterance")) == 1

    asyncio.run(talk())


def test_an_engine_that_does_not_come_back_ends_its_stream_with_an_error():
    released = threading.Event()

    async def talk() -> None:
        engine = ToldEngine(FailingDecoder(lambda: (released.wait(30), None)[1]))
        recognition = Recognition(engine, 1, too_slow_s=0.2)
        async with served(recognition) as address, events_client(address) as connection:
            sending = asyncio.create_task(send_pieces(connection, pcm_encode(ONE)))
            events, code = await refusal(connection)
            await asyncio.gather(sending, return_exceptions=True)
        assert events[-1] == {"event": "error", "error": "engine_failed"}
        assert code == 1011
        released.set()

    asyncio.run(talk())


def test_threads_that_are_stopped_end_their_streams_with_an_error():
    async def talk() -> None:
        recognition = Recognition(ToldEngine(ToldDecoder()), 1)
        async with served(recognition) as address, events_client(address) as connection:
            await until(connection, "ready")
            await recognition.stop()
            await send_pieces(connection, pcm_encode(ONE), eof=False)
            events, code = await refusal(connection)
            assert events == [{"event": "error", "error": "engine_failed"}]
            assert code == 1011

    asyncio.run(talk())


def test_without_an_engine_clients_are_told_so():
    async def talk(recognition: Recognition) -> tuple[list[dict[str, Any]], int]:
        async with served(recognition) as address, events_client(address) as connection:
            return await refusal(connection)

    nothing = Recognition(None, 2)
    assert nothing.settled
    assert nothing.describe() == []
    assert asyncio.run(talk(nothing)) == ([{"event": "error", "error": "no_engine"}], 1011)
    assert asyncio.run(talk(Recognition(ToldEngine(fails_at_start=9), 2)))[0][0]["error"] == "no_engine"


def test_an_engine_that_cannot_start_is_tried_again():
    async def talk() -> None:
        engine = ToldEngine(ToldDecoder(), fails_at_start=2)
        recognition = Recognition(engine, 1, retry_s=0.01)
        await recognition.start()
        assert recognition.settled
        assert not recognition.describe()[0]["ready"]
        async with asyncio.timeout(10):
            while not recognition.ready:
                await asyncio.sleep(0.01)
        assert engine.started == 3
        await recognition.stop()

    asyncio.run(talk())


@pytest.mark.parametrize(
    "message",
    [
        "no json",
        "[1]",
        "{}",
        '{"config": 3}',
        '{"config": {"pause_s": "long"}}',
        '{"config": {"expect": "anything else"}}',
        '{"config": {"sample_rate": 4}}',
        '{"config": {"encoding": "mulaw", "sample_rate": 8000}}',
    ],
)
def test_a_message_without_meaning_ends_the_stream_with_an_error(message):
    async def talk() -> None:
        engine = ToldEngine(ToldDecoder())
        async with served(Recognition(engine, 1)) as address, events_client(address) as connection:
            await until(connection, "ready")
            await connection.send(message)
            assert await refusal(connection) == (
                [{"event": "error", "error": "bad_message"}],
                1011,
            )
        assert engine.given_back[0][1] is False

    asyncio.run(talk())


def test_a_client_that_goes_away_gives_its_decoder_back_unbroken():
    async def talk() -> None:
        decoder = ToldDecoder()
        engine = ToldEngine(decoder)
        recognition = Recognition(engine, 1)
        async with served(recognition) as address:
            async with events_client(address) as connection:
                await send_pieces(connection, pcm_encode(ONE[:32000]), eof=False)
                await until(connection, "partial")
            async with asyncio.timeout(10):
                while recognition.live:
                    await asyncio.sleep(0.01)
        assert engine.given_back == [(decoder, False)]

    asyncio.run(talk())


def test_a_decoder_is_not_given_back_while_its_thread_still_runs():
    running, released = threading.Event(), threading.Event()

    def hold() -> None:
        running.set()
        released.wait(30)

    async def talk() -> None:
        engine = ToldEngine(FailingDecoder(hold))
        recognition = Recognition(engine, 1)
        async with served(recognition) as address:
            async with events_client(address) as connection:
                await send_pieces(connection, pcm_encode(ONE), eof=False)
                await asyncio.to_thread(running.wait, 30)
            assert engine.given_back == []
            assert recognition.live == 1
            released.set()
            async with asyncio.timeout(10):
                while recognition.live:
                    await asyncio.sleep(0.01)
            assert [broken for _, broken in engine.given_back] == [False]

    asyncio.run(talk())


def test_no_more_decode_at_a_time_than_there_are_cores(monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: {0, 1}, raising=False)
    now, most, lock = [0], [0], threading.Lock()

    def count() -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.01)
        with lock:
            now[0] -= 1

    async def one(address: str) -> list[dict[str, Any]]:
        async with events_client(address) as connection:
            sending = asyncio.create_task(send_pieces(connection, pcm_encode(ONE)))
            events = await all_events(connection)
            await sending
            return events

    async def talk() -> list[list[dict[str, Any]]]:
        recognition = Recognition(ToldEngine(*(FailingDecoder(count) for _ in range(5))), 5)
        async with served(recognition) as address:
            return await asyncio.gather(*(one(address) for _ in range(5)))

    for events in asyncio.run(talk()):
        assert len(named(events, "utterance")) == 1
    assert most == [2]
