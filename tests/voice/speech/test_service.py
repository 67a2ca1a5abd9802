"""What speech tells about itself, and whole texts for reading aloud."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.voice.speech.speaking import Place, speaking
from tests.voice.synthesis import talker
from voice.audio import read_wav
from voice.speech import NoEngine
from voice.synthesis.drivers import KOKORO

TEXT = "请带上身份证，到社区来。谢谢您的来电。"


async def until_ready(place: Place) -> None:
    while not place.speech.ready:
        await asyncio.sleep(0.01)


def test_the_engine_and_its_voices_are_described(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        await until_ready(place)
        assert place.speech.describe() == [
            {
                "engine": "kokoro",
                "voices": ["zf_xiaobei", "af_heart"],
                "languages": ["zh", "en"],
                "degraded": False,
                "ready": True,
            }
        ]

    speaking(tmp_path, work)


def test_where_the_model_is_missing_speech_is_announced_as_degraded(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        await until_ready(place)
        assert [(one["engine"], one["degraded"], one["ready"]) for one in place.speech.describe()] == [
            ("espeak-ng", True, True)
        ]

    speaking(tmp_path, work, kokoro=False)


def test_where_the_model_cannot_be_loaded_the_next_engine_speaks(tmp_path: Path) -> None:
    def program(driver: str) -> tuple[str, ...]:
        return ("false",) if driver == KOKORO else (sys.executable, talker.__file__, str(tmp_path / "notes"))

    async def work(place: Place) -> None:
        await until_ready(place)
        assert [(one["engine"], one["degraded"]) for one in place.speech.describe()] == [("espeak-ng", True)]
        assert (await place.say("好的好的。")).end["done"]

    speaking(tmp_path, work, program=program)


def test_where_nothing_speaks_it_is_said_so(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        await until_ready(place)
        assert place.speech.describe() == []
        assert (await place.say("好的好的。")).end["error"] == "no_engine"
        with pytest.raises(NoEngine):
            await place.speech.whole(TEXT, "zh")
        assert (await place.prepare("好的好的。"))[-2]["progress"] == {"done": 0, "wanted": 1, "failed": 1}

    speaking(tmp_path, work, program=lambda _: ("false",))


def test_a_whole_text_tells_where_its_sentences_are_heard(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        audio, marks = await place.speech.whole(TEXT, "zh", 100, 0, "wav24000")
        samples, rate = read_wav(audio)
        assert [mark["text"] for mark in marks] == ["请带上身份证，到社区来。", "谢谢您的来电。"]
        assert marks[0]["start_ms"] == 0
        assert marks[1]["start_ms"] == marks[0]["end_ms"] + 350
        assert marks[1]["end_ms"] == pytest.approx(1000 * len(samples) / rate, abs=1)
        between = range(marks[0]["end_ms"] + 1, marks[1]["start_ms"] - 1)
        assert not any(samples[between.start * rate // 1000 : between.stop * rate // 1000])

    speaking(tmp_path, work)


@pytest.mark.parametrize(
    ("wanted", "rate_hz"), [("wav24000", 24_000), ("wav16000", 16_000), ("wav8000", 8_000)]
)
def test_a_whole_text_comes_in_the_wanted_format(tmp_path: Path, wanted: str, rate_hz: int) -> None:
    async def work(place: Place) -> None:
        audio, marks = await place.speech.whole(TEXT, "zh", 100, 0, wanted)
        samples, rate = read_wav(audio)
        assert rate == rate_hz
        assert 1000 * len(samples) / rate == pytest.approx(marks[-1]["end_ms"], abs=2)

    speaking(tmp_path, work)


def test_a_whole_text_for_the_telephone_is_mulaw_without_a_header(tmp_path: Path) -> None:
    async def work(place: Place) -> None:
        audio, marks = await place.speech.whole(TEXT, "zh", 85, 6, "mulaw8000")
        assert len(audio) / 8 == pytest.approx(marks[-1]["end_ms"], abs=2)
        assert not audio.startswith(b"RIFF")

    speaking(tmp_path, work)
