"""Speech is made ahead in idle time, once, and goes on where it was stopped."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tests.voice.speech.speaking import Place, speaking
from tests.voice.synthesis import talker

SENTENCES = ["您好，请问您要办什么事？", "请再说一遍。", "请稍等一下。"]


def test_every_speed_and_format_is_kept_and_progress_is_told(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        messages = await place.prepare(*SENTENCES, rates=[100, 85], formats=["mulaw8000", "pcm24000"])
        assert messages[-1] == {"done": True}
        assert messages[-2] == {"progress": {"done": 3, "wanted": 3, "failed": 0}}
        assert place.speech.prepared() == {"done": 3, "wanted": 3, "failed": 0}
        assert place.speech.cache_figures()["entries"] == 3 * 2 * 2
        assert place.spoken() == [(sentence, "zf_xiaobei", True) for sentence in SENTENCES]

    speaking(tmp_path, work)


def test_a_text_of_several_sentences_is_made_sentence_by_sentence_and_each_only_once(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        await place.prepare("".join(SENTENCES), *SENTENCES)
        assert [text for text, _, _ in place.spoken()] == SENTENCES

    speaking(tmp_path, work)


def test_what_is_there_is_not_made_again(tmp_path: Path) -> None:
    async def first(place: Place) -> None:
        await place.prepare(*SENTENCES[:2])

    async def second(place: Place) -> None:
        await place.prepare(*SENTENCES)
        assert [text for text, _, _ in place.spoken()] == SENTENCES

    speaking(tmp_path, first)
    speaking(tmp_path, second)


def test_a_sentence_that_fails_does_not_stop_the_others(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        messages = await place.prepare(f"{talker.FAILS}。", *SENTENCES)
        assert messages[-2:] == [{"progress": {"done": 3, "wanted": 4, "failed": 1}}, {"done": True}]

    speaking(tmp_path, work)


def test_nothing_is_made_while_somebody_is_being_heard(tmp_path: Path) -> None:
    looked: list[int] = []
    live = True

    def busy() -> bool:
        looked.append(1)
        return live

    async def work(place: Place) -> None:
        nonlocal live
        preparing = asyncio.create_task(place.prepare(*SENTENCES))
        while len(looked) < 3:
            await asyncio.sleep(0.01)
        assert place.spoken() == []
        live = False
        assert (await preparing)[-1] == {"done": True}
        assert len(place.spoken()) == 3

    speaking(tmp_path, work, busy=busy)


def test_speaking_goes_on_while_speech_is_made_ahead(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/prepare") as client:
            await client.send(json.dumps({"sentences": [{"text": f"{talker.HANGS}。"}]}))
            while not place.spoken():
                await asyncio.sleep(0.01)
            assert (await place.say("请再说一遍。")).end["done"]

    speaking(tmp_path, work)


@pytest.mark.parametrize("message", ["not json", "[]", '{"sentences": [{"text": "好", "language": "fr"}]}'])
def test_what_cannot_be_understood_is_refused(tmp_path: Path, message: str) -> None:
    async def work(place: Place) -> None:
        async with connect(f"{place.url}/prepare") as client:
            await client.send(message)
            assert json.loads(await client.recv()) == {"error": "bad_message"}

    speaking(tmp_path, work)
