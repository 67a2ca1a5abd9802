"""Kokoro and espeak really speak, each in its own process."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.voice.models_here import model_folder
from voice.audio import Samples, level_dbfs, pcm_decode
from voice.synthesis.drivers import ESPEAK, KOKORO
from voice.synthesis.engine import SpeakingProcess, SpeechFailed, command
from voice.synthesis.finish import LEVEL_DBFS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

RATE_HZ = 24_000
LONG_S = 300.0


class Speaking:
    """A process that speaks for tests that know nothing of event loops."""

    def __init__(self, driver: str, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._process = SpeakingProcess(command(driver, folder, threads=1), LONG_S)

    def say(self, text: str, voice: str) -> Samples:
        return pcm_decode(self._loop.run_until_complete(self._process.sound(text, voice, LONG_S)))

    def say_late(self, text: str, voice: str) -> str:
        with pytest.raises(SpeechFailed) as failed:
            self._loop.run_until_complete(self._process.sound(text, voice, 0.01))
        return failed.value.code

    def voices(self) -> dict[str, list[str]]:
        found = self._loop.run_until_complete(self._process.voices())
        return {voice["id"]: voice["languages"] for voice in found}

    def end(self) -> None:
        self._loop.run_until_complete(self._process.stop())
        self._loop.close()


@pytest.fixture(scope="module")
def kokoro() -> Iterator[Speaking]:
    speaking = Speaking(KOKORO, model_folder("kokoro"))
    yield speaking
    speaking.end()


@pytest.fixture(scope="module")
def espeak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaking]:
    speaking = Speaking(ESPEAK, tmp_path_factory.mktemp("nothing"))
    yield speaking
    speaking.end()


def test_kokoro_speaks_mandarin_at_the_pace_of_speech(kokoro: Speaking) -> None:
    said = kokoro.say("您好，请问您要办什么事？", "zf_xiaobei")
    assert 1.5 < len(said) / RATE_HZ < 6


def test_kokoro_speaks_english(kokoro: Speaking) -> None:
    assert 0.8 < len(kokoro.say("How can I help you?", "af_heart")) / RATE_HZ < 4


def test_voices_of_both_languages_are_told(kokoro: Speaking) -> None:
    assert kokoro.voices().items() >= {"zf_xiaobei": ["zh"], "af_heart": ["en"]}.items()


def test_two_voices_are_equally_loud_and_join_without_a_click(kokoro: Speaking) -> None:
    pieces = [kokoro.say("好的，马上办。", voice) for voice in ("zf_xiaobei", "zm_yunxi")]
    for piece in pieces:
        assert piece[0] == piece[-1] == 0
        assert level_dbfs(piece) == pytest.approx(LEVEL_DBFS, abs=3)
    joined = np.concatenate(pieces).astype(np.int32)
    seam = len(pieces[0])
    assert np.abs(np.diff(joined[seam - 24 : seam + 24])).max() < np.abs(np.diff(joined)).max() / 4


def test_the_same_text_is_the_same_sound(kokoro: Speaking) -> None:
    once, again = (kokoro.say("请稍等。", "zf_xiaobei") for _ in range(2))
    assert once.tobytes() == again.tobytes()


def test_a_text_longer_than_the_model_can_take_is_said_to_its_end(kokoro: Speaking) -> None:
    clause = "请带上身份证和户口本到社区服务中心办理，"
    one = len(kokoro.say(clause, "zm_yunxi"))
    assert len(kokoro.say(clause * 7, "zm_yunxi")) > 5 * one


def test_kokoro_is_killed_when_late_and_speaks_again(kokoro: Speaking) -> None:
    assert kokoro.say_late("这句话来不及说完，因为时间太短。", "zf_xiaobei") == "late"
    assert len(kokoro.say("好。", "zf_xiaobei"))


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="priorities are told on Unix only")
def test_a_process_for_idle_times_has_the_lowest_priority(tmp_path: Path) -> None:
    async def niceness() -> int:
        process = SpeakingProcess(command(ESPEAK, tmp_path, threads=1, idle=True), LONG_S)
        await process.start()
        try:
            assert process.pid
            return os.getpriority(os.PRIO_PROCESS, process.pid)
        finally:
            await process.stop()

    assert asyncio.run(niceness()) == 19


@pytest.mark.parametrize(("text", "voice"), [("您好，请说。", "sit/cmn"), ("Hello.", "gmw/en-us")])
def test_espeak_speaks_utterance_after_utterance(espeak: Speaking, text: str, voice: str) -> None:
    lengths = [len(espeak.say(text, voice)), len(espeak.say(text * 3, voice))]
    assert 0.2 * RATE_HZ < lengths[0] < lengths[1]
