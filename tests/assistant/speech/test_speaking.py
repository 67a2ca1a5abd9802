"""Having sentences spoken: in order, several at a time, taken back, and failing."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from assistant.speech.lost import VoiceLost
from assistant.speech.memory import SpokenMemory
from assistant.speech.speaking import Segment, Speaking
from tests.assistant.speech.voice_stand_in import read, run, standing_in, write


async def say(
    connection: ServerConnection, name: str, number: int, text: str, *, cached: bool = False
) -> None:
    await write(connection, id=name, segment=number, text=text, cached=cached, duration_ms=900, last=False)
    await connection.send(text.encode())


async def all_of(speaking: Speaking, text: str) -> list[Segment]:
    return [segment async for segment in speaking.speak(text, "zh")]


async def obliging(connection: ServerConnection) -> None:
    """Speaks each clause of whatever it is asked for."""
    async for message in connection:
        wish = json.loads(message)
        if "cancel" in wish:
            continue
        clauses = [clause for clause in wish["text"].split("，") if clause]
        for number, clause in enumerate(clauses):
            await say(connection, wish["id"], number, clause, cached=number == 0)
        await write(connection, id=wish["id"], done=True, segments=len(clauses), synthesis_ms=1)


def test_a_sentence_comes_part_by_part():
    async def scene() -> list[Segment]:
        async with standing_in(obliging) as url:
            speaking = await Speaking.open(url)
            parts = await all_of(speaking, "您好，我是帮办")
            await speaking.close()
            return parts

    assert run(scene()) == [
        Segment("您好", "您好".encode(), 900, cached=True),
        Segment("我是帮办", "我是帮办".encode(), 900, cached=False),
    ]


def test_what_is_wished_for_goes_along():
    wishes: list[dict[str, Any]] = []

    async def process(connection: ServerConnection) -> None:
        wishes.append(await read(connection))
        await write(connection, id=wishes[0]["id"], done=True, segments=0, synthesis_ms=0)

    async def scene() -> None:
        async with standing_in(process) as url:
            speaking = await Speaking.open(url)
            assert [one async for one in speaking.speak("Hello", "en", 80, 6, "pcm24000")] == []
            await speaking.close()

    run(scene())
    (wish,) = wishes
    assert wish == {
        "id": wish["id"],
        "text": "Hello",
        "language": "en",
        "voice": None,
        "rate": 80,
        "gain": 6,
        "format": "pcm24000",
    }


def test_several_sentences_may_be_asked_for_at_once():
    async def scene() -> list[list[Segment]]:
        async with standing_in(obliging) as url:
            speaking = await Speaking.open(url)
            found = await asyncio.gather(*(all_of(speaking, text) for text in ("一，二", "三", "四，五")))
            await speaking.close()
            return found

    assert [[part.text for part in parts] for parts in run(scene())] == [["一", "二"], ["三"], ["四", "五"]]


def test_what_is_not_wanted_any_more_is_taken_back_and_the_next_is_spoken():
    got: list[dict[str, Any]] = []

    async def process(connection: ServerConnection) -> None:
        first = await read(connection)
        await say(connection, first["id"], 0, "一")
        got.append(await read(connection))
        await say(connection, first["id"], 1, "late")
        second = await read(connection)
        await say(connection, second["id"], 0, "二")
        await write(connection, id=second["id"], done=True, segments=1, synthesis_ms=0)
        got.append(first)

    async def scene() -> list[Segment]:
        async with standing_in(process) as url:
            speaking = await Speaking.open(url)
            async with aclosing(speaking.speak("一", "zh")) as parts:
                assert (await anext(parts)).text == "一"
            found = await all_of(speaking, "二")
            await speaking.close()
            return found

    assert [part.text for part in run(scene())] == ["二"]
    cancelled, first = got
    assert cancelled == {"cancel": first["id"]}


def test_a_sentence_that_cannot_be_spoken_is_lost_and_the_next_is_not():
    async def process(connection: ServerConnection) -> None:
        await write(connection, id=(await read(connection))["id"], error="too_long")
        second = await read(connection)
        await say(connection, second["id"], 0, "二")
        await write(connection, id=second["id"], done=True, segments=1, synthesis_ms=0)

    async def scene() -> tuple[str, list[Segment]]:
        async with standing_in(process) as url:
            speaking = await Speaking.open(url)
            with pytest.raises(VoiceLost) as lost:
                await all_of(speaking, "一")
            found = await all_of(speaking, "二")
            await speaking.close()
            return lost.value.reason, found

    reason, found = run(scene())
    assert reason == "too_long"
    assert [part.text for part in found] == ["二"]


def test_a_process_that_goes_away_loses_what_was_asked_and_what_will_be():
    async def process(connection: ServerConnection) -> None:
        await read(connection)
        await connection.close(1011)

    async def scene() -> None:
        async with standing_in(process) as url:
            speaking = await Speaking.open(url)
            for _ in range(2):
                with pytest.raises(VoiceLost):
                    await all_of(speaking, "一")
            await speaking.close()

    run(scene())


def test_what_is_no_answer_loses_the_process():
    async def process(connection: ServerConnection) -> None:
        await read(connection)
        await connection.send("not json")
        await connection.wait_closed()

    async def scene() -> None:
        async with standing_in(process) as url:
            speaking = await Speaking.open(url)
            with pytest.raises(VoiceLost) as lost:
                await all_of(speaking, "一")
            await speaking.close()
            assert lost.value.reason == "bad_answer"

    run(scene())


def test_memory_keeps_what_was_spoken_and_asks_only_for_what_it_lacks():
    asked: list[str] = []

    async def process(connection: ServerConnection) -> None:
        while True:
            wish = await read(connection)
            asked.append(wish["text"])
            if wish["text"] == "二" and len(asked) < 3:
                await write(connection, id=wish["id"], error="synthesis_failed")
                continue
            await say(connection, wish["id"], 0, wish["text"])
            await write(connection, id=wish["id"], done=True, segments=1, synthesis_ms=0)

    async def scene() -> SpokenMemory:
        memory = SpokenMemory((("一", "zh"), ("二", "zh"), ("一", "zh")))
        async with standing_in(process) as url:
            speaking = await Speaking.open(url)
            with pytest.raises(VoiceLost):
                await memory.fill(speaking)
            assert not memory.is_complete
            await memory.fill(speaking)
            await speaking.close()
        return memory

    memory = run(scene())
    assert asked == ["一", "二", "二"]
    assert memory.is_complete
    assert memory.audio("一", "zh") == "一".encode()
    assert memory.audio("一", "en") is None
