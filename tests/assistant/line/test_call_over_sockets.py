"""A call from the provider's socket to that of the process that hears and speaks, and back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from assistant.call_transport import CallBegan, CallTransport
from assistant.line.call import Call, CallOver, Equipment
from assistant.line.call_turns import CallTurns
from assistant.metrics import Metrics
from assistant.speech.hearing import Hearing
from assistant.speech.memory import SpokenMemory
from assistant.speech.speaking import Speaking
from tests.assistant.line.assistant_stand_in import ANSWER, Assistant
from tests.assistant.line.on_the_line import WORDS, opened
from tests.assistant.line.open_line import line
from tests.assistant.line.peer import FRAME_S, Peer, called
from tests.assistant.line.talking import phrase
from tests.assistant.speech.voice_stand_in import read, standing_in, write
from tests.loops import run

SPEECH = b"\x01" * 160
"""A frame that is speech to the process that hears."""


def sound_of(text: str) -> bytes:
    """One frame for each sentence: sound that tells which one it is."""
    return text.encode().ljust(160, b"\xff")[:160]


def was_heard(peer: Peer, text: str) -> bool:
    return sound_of(text) in [frame.audio for frame in peer.frames]


class Voice:
    """Hears one sentence whenever there is speech, and speaks anything, until it is gone."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()

    async def answer(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        doing = self._hear if connection.request.path == "/recognise" else self._speak
        work = asyncio.create_task(doing(connection))
        gone = asyncio.create_task(self.gone.wait())
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        connection.transport.abort()
        work.cancel()
        gone.cancel()
        await asyncio.gather(work, gone, return_exceptions=True)

    async def _hear(self, connection: ServerConnection) -> None:
        await read(connection)
        await write(connection, event="ready", engine="vosk", model="small")
        async for message in connection:
            if message == SPEECH:
                await write(connection, event="speech_started", at_s=1.0)
                await write(
                    connection,
                    event="utterance",
                    text="办身份证要带什么",
                    alternatives=[],
                    started_s=1.0,
                    stopped_s=2.0,
                    ended_s=2.9,
                    recognition_ms=100,
                    lag_ms=0,
                    engine="vosk",
                )

    async def _speak(self, connection: ServerConnection) -> None:
        async for message in connection:
            wish = json.loads(message)
            if "cancel" in wish:
                continue
            await write(connection, id=wish["id"], segment=0, text=wish["text"], cached=False, duration_ms=20)
            await connection.send(sound_of(wish["text"]))
            await write(connection, id=wish["id"], done=True, segments=1, synthesis_ms=0)


class Hall:
    """Leads calls with an assistant of its own."""

    def __init__(self, url: str, assistant: Assistant, clock: Any, memory: SpokenMemory) -> None:
        self._url, self._assistant, self._clock, self._memory = url, assistant, clock, memory
        self.left_for: list[str] = []
        self.over: list[CallOver] = []

    async def lead(self, transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        one = opened(call_sid=began.call_id)
        turns = CallTurns(one, self._assistant, self._assistant, self._clock, Metrics(), self._at_once)
        self.over.append(await Call(transport, one, turns, self._equipment(), hearing=hearing).run())

    def _equipment(self) -> Equipment:
        return Equipment(
            sentences=WORDS,
            memory=self._memory,
            open_hearing=lambda listening: Hearing.open(self._url, listening),
            open_speaking=lambda: Speaking.open(self._url),
            leave=self._leave,
            note_turn=self._nothing,
            silent=self._nothing,
        )

    async def _leave(self, _: Any, following: str) -> None:
        self.left_for.append(following)

    @staticmethod
    async def _nothing(*_: Any) -> None:
        """Nothing is written down here."""

    @staticmethod
    async def _at_once(work: Callable[[], Any]) -> Any:
        return work()


@pytest.fixture
def memory() -> SpokenMemory:
    """Only what is said when nobody speaks any more."""
    memory = SpokenMemory(WORDS.all())
    for one in WORDS.of("line_lost", language="zh"):
        memory.keep(one.text, one.language, sound_of(one.text))
    return memory


def test_what_is_said_into_a_telephone_is_answered_in_it(assistant, clock, memory):
    async def scene() -> None:
        voice = Voice()
        async with standing_in(voice.answer) as url:
            hall = Hall(url, assistant, clock, memory)
            async with line(hall.lead) as (host, record), called(f"ws://{host}/media") as peer:
                await peer.until_heard(2 * FRAME_S)
                await peer.say(SPEECH)
                await peer.until_heard(6 * FRAME_S)
                await peer.press("1")
                await peer.until_heard(10 * FRAME_S)
                await peer.hang_up()
                await record.until_ended()
            assert was_heard(peer, phrase("line_greeting"))
            assert was_heard(peer, phrase("line_ask"))
            assert was_heard(peer, ANSWER.partition("。")[0] + "。")
            assert [over.next for over in hall.over] == [None]

    run(scene)
    assert [inbound.text for inbound in assistant.taken] == ["办身份证要带什么", "1"]


def test_a_call_outlives_the_process_that_hears_and_speaks(assistant, clock, memory):
    async def scene() -> None:
        voice = Voice()
        async with standing_in(voice.answer) as url:
            hall = Hall(url, assistant, clock, memory)
            async with line(hall.lead) as (host, _), called(f"ws://{host}/media") as peer:
                await peer.until_heard(2 * FRAME_S)
                voice.gone.set()
                assert await peer.until_closed() == 1000
            assert was_heard(peer, phrase("line_lost"))
            assert hall.left_for == ["gather"]

    run(scene)


def test_a_call_that_wants_a_person_is_given_back_for_one(assistant, clock, memory):
    assistant.wants_person = True

    async def scene() -> None:
        voice = Voice()
        async with standing_in(voice.answer) as url:
            hall = Hall(url, assistant, clock, memory)
            async with line(hall.lead) as (host, _), called(f"ws://{host}/media") as peer:
                await peer.until_heard(2 * FRAME_S)
                await peer.press("0")
                assert await peer.until_closed() == 1000
            assert hall.left_for == ["person"]

    run(scene)
