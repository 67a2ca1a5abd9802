"""What is spoken ahead is told as it goes on, and taken up again when it was interrupted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from websockets.asyncio.server import ServerConnection, serve

from assistant.line.ahead import SpokenAhead
from assistant.speech.lost import VoiceLost
from assistant.speech.preparing import SoFar, prepare

SENTENCES = (("您好，我是帮办。", "zh"), ("Please wait.", "en"))
HALF, ALL = {"done": 1, "wanted": 2, "failed": 0}, {"done": 2, "wanted": 2, "failed": 0}

Says = Callable[[ServerConnection], Awaitable[None]]


async def _asked(says: Says, use: Callable[[str], Awaitable[object]]) -> object:
    async with serve(says, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        return await use(f"http://127.0.0.1:{port}")


async def _all(url: str) -> list[SoFar]:
    return [so_far async for so_far in prepare(url, SENTENCES)]


def test_each_sentence_is_handed_over_with_its_language_and_progress_comes_back():
    heard = []

    async def says(connection):
        heard.append(json.loads(await connection.recv()))
        for progress in (HALF, ALL):
            await connection.send(json.dumps({"progress": progress}))
        await connection.send('{"done": true}')

    assert asyncio.run(_asked(says, _all)) == [SoFar(1, 2, 0), SoFar(2, 2, 0)]
    assert heard[0]["sentences"][1] == {"text": "Please wait.", "language": "en"}
    assert heard[0]["formats"] == ["mulaw8000", "pcm24000"]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ('{"error": "bad_message"}', "bad_message"),
        ('{"progress": {"done": "many"}}', "bad_answer"),
        ("not json", "bad_answer"),
    ],
)
def test_an_answer_that_is_none_is_an_error(answer, reason):
    async def says(connection):
        await connection.recv()
        await connection.send(answer)
        await connection.wait_closed()

    with pytest.raises(VoiceLost) as lost:
        asyncio.run(_asked(says, _all))
    assert lost.value.reason == reason


def test_who_speaks_may_go_away():
    async def says(connection):
        await connection.recv()
        await connection.send(json.dumps({"progress": HALF}))

    with pytest.raises(VoiceLost):
        asyncio.run(_asked(says, _all))


def test_the_line_goes_on_where_it_was_interrupted():
    tries = []

    async def says(connection):
        await connection.recv()
        tries.append(len(tries))
        await connection.send(json.dumps({"progress": HALF if len(tries) == 1 else ALL}))
        if len(tries) > 1:
            await connection.send('{"done": true}')

    async def run(url):
        ahead = SpokenAhead(url, SENTENCES, lambda: True, try_again_s=0)
        await asyncio.wait_for(ahead.run(), 10)
        return ahead.so_far

    assert asyncio.run(_asked(says, run)) == SoFar(2, 2, 0)
    assert len(tries) == 2


def test_nothing_is_kept_of_a_poor_voice():
    wanted = iter([False, False, True])
    asked = []

    async def says(connection):
        asked.append(await connection.recv())
        await connection.send(json.dumps({"progress": ALL}))
        await connection.send('{"done": true}')

    async def run(url):
        await asyncio.wait_for(SpokenAhead(url, SENTENCES, lambda: next(wanted), try_again_s=0).run(), 10)

    asyncio.run(_asked(says, run))
    assert next(wanted, None) is None
    assert len(asked) == 1
