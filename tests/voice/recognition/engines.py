"""Engines for tests, which hear what they are told; and conversations with the service over a real socket."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from voice.recognition.engine import Alternative, Decoder, EngineFailed, Recognised, Wanted
from voice.recognition.service import Recognition


class ToldDecoder:
    """Says how many utterances it has heard, whatever was said."""

    def __init__(self, words: str = "听到") -> None:
        self._words = words
        self.sound = b""
        self.utterances: list[bytes] = []
        self.wanted: list[Wanted] = []
        self.resets = 0
        self.pauses = 0
        self.threads: set[str] = set()

    def expect(self, wanted: Wanted) -> None:
        self.wanted.append(wanted)

    def accept(self, sound: bytes) -> str | None:
        self.threads.add(threading.current_thread().name)
        self.sound += sound
        return self._words

    def pause(self) -> str | None:
        self.pauses += 1
        return None

    def finish(self) -> Recognised:
        self.utterances.append(self.sound)
        self.sound = b""
        if not self._words:
            return Recognised()
        return Recognised((Alternative(self._words, 0.9), Alternative(self._words + "了", 0.1)))

    def reset(self) -> None:
        self.resets += 1
        self.sound = b""


class FailingDecoder(ToldDecoder):
    """Fails on the first sound, in a way of its own."""

    def __init__(self, fail: Callable[[], None]) -> None:
        super().__init__()
        self._fail = fail

    def accept(self, sound: bytes) -> str | None:
        self._fail()
        return super().accept(sound)


class ToldEngine:
    """Lends the decoders it was given."""

    name = "told"
    model = "told-1"
    languages = ("zh",)
    streaming = True
    computes_here = True

    def __init__(self, *decoders: Decoder, fails_at_start: int = 0) -> None:
        self.decoders: list[Decoder] = list(decoders)
        self.given_back: list[tuple[Decoder, bool]] = []
        self.started = 0
        self._fails = fails_at_start

    def start(self, decoders: int) -> None:
        self.started += 1
        if self.started <= self._fails:
            raise EngineFailed("not there")

    def stop(self) -> None:
        self.decoders = []

    def lend(self) -> Decoder:
        if not self.decoders:
            raise EngineFailed("none is free")
        return self.decoders.pop(0)

    def give_back(self, decoder: Decoder, broken: bool = False) -> None:
        self.given_back.append((decoder, broken))
        if not broken:
            self.decoders.append(decoder)


@asynccontextmanager
async def served(recognition: Recognition) -> AsyncIterator[str]:
    """The address of a server with this service."""
    await recognition.start()
    try:
        async with serve(recognition.handle, "127.0.0.1", 0, compression=None) as server:
            yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        await recognition.stop()


@asynccontextmanager
async def events_client(address: str, **config: Any) -> AsyncIterator[ClientConnection]:
    async with connect(f"{address}/recognise", compression=None, proxy=None) as connection:
        await connection.send(json.dumps({"config": {"events": True, **config}}))
        yield connection


async def until(connection: ClientConnection, event: str) -> list[dict[str, Any]]:
    """The events up to the first of this name."""
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(60):
        while not events or events[-1]["event"] != event:
            events.append(json.loads(await connection.recv()))
    return events


async def all_events(connection: ClientConnection) -> list[dict[str, Any]]:
    """The events until the server closes."""
    async with asyncio.timeout(60):
        return [json.loads(message) async for message in connection]


async def heard_events(
    recognition: Recognition, audio: bytes, piece: int = 640, **config: Any
) -> list[dict[str, Any]]:
    """Everything one client is told about this sound, sent as fast as it is taken."""
    async with served(recognition) as address, events_client(address, **config) as connection:
        sending = asyncio.create_task(send_pieces(connection, audio, piece))
        events = await all_events(connection)
        await sending
        return events


async def send_pieces(connection: ClientConnection, audio: bytes, piece: int = 640, eof: bool = True) -> None:
    for at in range(0, len(audio), piece):
        await connection.send(audio[at : at + piece])
    if eof:
        await connection.send('{"eof":1}')


async def plain_answers(address: str, audio: bytes, piece: int = 8000, **config: Any) -> list[dict[str, Any]]:
    """The answers a client of a vosk-server gets, one to a message."""
    answers: list[dict[str, Any]] = []
    async with connect(address, compression=None, proxy=None) as connection, asyncio.timeout(60):
        await connection.send(json.dumps({"config": {"sample_rate": 16000, **config}}))
        for at in range(0, len(audio), piece):
            await connection.send(audio[at : at + piece])
            answers.append(json.loads(await connection.recv()))
        await connection.send('{"eof" : 1}')
        answers.append(json.loads(await connection.recv()))
    return answers


def named(events: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [event for event in events if event["event"] == name]


async def refusal(connection: ClientConnection) -> tuple[list[dict[str, Any]], int | None]:
    events: list[dict[str, Any]] = []

    async def read() -> None:
        while True:
            events.append(json.loads(await connection.recv()))

    async with asyncio.timeout(20):
        with pytest.raises(ConnectionClosed):
            await read()
    return events, connection.close_code
