"""A vosk-server on another machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from tests.voice.recognition.engines import (
    ToldDecoder,
    ToldEngine,
    all_events,
    events_client,
    heard_events,
    named,
    refusal,
    send_pieces,
    served,
)
from tests.voice.sounds import said_between_silences
from voice.audio import pcm_encode
from voice.recognition.engine import EngineFailed, Wanted
from voice.recognition.service import Recognition
from voice.recognition.vosk_server import VoskServerEngine

ONE = pcm_encode(said_between_silences("wenet_nst_ID001"))
TWO = pcm_encode(said_between_silences("wenet_nst_ID001", "firered_IT0011W0001"))


class VoskServer:
    """Answers as the published server does: it compares the end letter by letter, and hangs up."""

    def __init__(self, ends_itself: bool = False, hangs_up_after: int | None = None) -> None:
        self.configs: list[dict[str, Any]] = []
        self._ends_itself = ends_itself
        self._hangs_up_after = hangs_up_after

    async def __call__(self, connection: ServerConnection) -> None:
        self.configs.append(json.loads(await connection.recv())["config"])
        heard = 0
        async for message in connection:
            if message == '{"eof" : 1}':
                await connection.send(
                    '{"alternatives": [{"text": "", "confidence": 1.0}]}' if not heard else FINAL
                )
                return
            assert isinstance(message, bytes)
            heard += 1
            if self._hangs_up_after and heard >= self._hangs_up_after:
                connection.transport.abort()
                return
            ended = self._ends_itself and heard == 5
            await connection.send(PART if ended else '{"partial": "我 要 办"}')


FINAL = json.dumps(
    {
        "alternatives": [
            {"text": "我 要 办 社保卡", "confidence": 212.1},
            {"text": "我 要 办 社 保 卡", "confidence": 211.0},
            {"text": "我 要 半 社保卡", "confidence": 209.9},
        ]
    }
)
PART = json.dumps({"alternatives": [{"text": "你 好", "confidence": 99.0}]})


@asynccontextmanager
async def remote(server: VoskServer) -> AsyncIterator[str]:
    async with serve(server, "127.0.0.1", 0, compression=None) as listening:
        yield f"ws://127.0.0.1:{listening.sockets[0].getsockname()[1]}"


def heard_through(server: VoskServer, sound: bytes) -> list[dict[str, Any]]:
    async def talk() -> list[dict[str, Any]]:
        async with remote(server) as address:
            return await heard_events(Recognition(VoskServerEngine(address), 2), sound)

    return asyncio.run(talk())


def test_what_another_server_recognises_is_told_without_spaces():
    events = heard_through(VoskServer(), ONE)
    (utterance,) = named(events, "utterance")
    assert utterance["text"] == "我要办社保卡"
    assert [each["confidence"] for each in utterance["alternatives"]] == [1.0, 0.5, 0.333]
    assert {"event": "partial", "text": "我要办"} in events
    assert utterance["engine"] == "server"


def test_each_utterance_is_a_connection_of_its_own():
    server = VoskServer()
    assert len(named(heard_through(server, TWO), "utterance")) == 2
    # One more is the question whether the server is there.
    assert server.configs == [{"sample_rate": 16000, "max_alternatives": 5}] * 3


def test_what_the_server_ends_by_itself_is_part_of_the_utterance():
    (utterance,) = named(heard_through(VoskServer(ends_itself=True), ONE), "utterance")
    assert utterance["text"] == "你好我要办社保卡"


def test_a_server_that_hangs_up_in_the_middle_ends_the_stream_with_an_error():
    async def talk() -> tuple[list[dict[str, Any]], int | None]:
        async with remote(VoskServer(hangs_up_after=3)) as address:
            recognition = Recognition(VoskServerEngine(address), 1)
            async with served(recognition) as own, events_client(own) as connection:
                sending = asyncio.create_task(send_pieces(connection, ONE))
                told = await refusal(connection)
                await asyncio.gather(sending, return_exceptions=True)
                return told

    events, code = asyncio.run(talk())
    assert events[-1] == {"event": "error", "error": "engine_failed"}
    assert code == 1011
    assert named(events, "utterance") == []


def test_a_server_that_is_gone_ends_streams_with_an_error_until_it_is_back():
    async def talk() -> None:
        async with remote(VoskServer()) as address:
            recognition = Recognition(VoskServerEngine(address), 1)
            await recognition.start()
        async with serve(recognition.handle, "127.0.0.1", 0, compression=None) as listening:
            own = f"ws://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
            async with events_client(own) as connection:
                sending = asyncio.create_task(send_pieces(connection, ONE))
                events, _ = await refusal(connection)
                await asyncio.gather(sending, return_exceptions=True)
                assert events[-1] == {"event": "error", "error": "engine_failed"}
            port = int(address.rpartition(":")[2])
            async with (
                serve(VoskServer(), "127.0.0.1", port, compression=None),
                events_client(own) as connection,
            ):
                await send_pieces(connection, ONE)
                assert named(await all_events(connection), "utterance")[0]["text"] == "我要办社保卡"
        await recognition.stop()

    asyncio.run(talk())


def test_a_server_that_was_never_there_cannot_start():
    with pytest.raises(EngineFailed):
        VoskServerEngine("ws://127.0.0.1:9").start(1)


def test_our_own_service_is_a_server_too():
    async def talk() -> list[dict[str, Any]]:
        async with served(
            Recognition(ToldEngine(ToldDecoder("换 一 首 歌"), ToldDecoder("换 一 首 歌")), 2)
        ) as address:
            return await heard_events(Recognition(VoskServerEngine(address), 1), ONE)

    assert named(asyncio.run(talk()), "utterance")[0]["text"] == "换一首歌"


def test_the_address_is_described_without_what_opens_it():
    assert VoskServerEngine("wss://user:secret@asr.example:2700/x").model == "asr.example:2700"


def test_phrases_are_not_sent_because_nothing_else_would_be_understood():
    decoder = VoskServerEngine("ws://127.0.0.1:9").lend()
    decoder.expect(Wanted(phrases=("社保卡",)))
    with pytest.raises(EngineFailed):
        decoder.accept(b"\0" * 3200)
