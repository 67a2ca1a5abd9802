"""A speaking process is given a deadline, and another one takes its place when it is late."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.voice.synthesis import talker
from voice.synthesis.engine import SpeakingProcess, SpeechFailed, deadline_s

LONG_S = 30.0
SHORT_S = 0.3

Work = Callable[[SpeakingProcess], Awaitable[None]]


def run(tmp_path: Path, work: Work) -> None:
    async def whole() -> None:
        process = SpeakingProcess((sys.executable, talker.__file__, str(tmp_path / "notes")))
        try:
            await work(process)
        finally:
            await process.stop()

    asyncio.run(whole())


def test_an_utterance_comes_back_as_the_sound_of_its_own_text(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        assert await process.sound("您好", None, LONG_S) == talker.tone("您好")

    run(tmp_path, work)


def test_two_utterances_at_once_are_both_right(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        texts = ["一", "二二", "三三三", "四四四四"]
        sounds = await asyncio.gather(*(process.sound(text, None, LONG_S) for text in texts))
        assert sounds == [talker.tone(text) for text in texts]

    run(tmp_path, work)


def test_a_late_process_is_killed_and_the_next_utterance_is_spoken_by_another(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        await process.start()
        first = process.pid
        with pytest.raises(SpeechFailed, match="late"):
            await process.sound(talker.HANGS, None, SHORT_S)
        assert await process.sound("您好", None, LONG_S) == talker.tone("您好")
        assert process.pid != first

    run(tmp_path, work)


def test_no_sound_of_a_killed_process_stays_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    notes = tmp_path / "notes"

    async def work(process: SpeakingProcess) -> None:
        await process.start()
        hanging = asyncio.create_task(process.sound(talker.HANGS, None, LONG_S))
        while not list(tmp_path.rglob("half")):
            await asyncio.sleep(0.01)
        await process.stop()
        with pytest.raises(SpeechFailed, match="stopped"):
            await hanging

    run(tmp_path, work)
    assert list(tmp_path.iterdir()) == [notes]


def test_a_process_that_ends_by_itself_is_replaced(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        with pytest.raises(SpeechFailed, match="gone"):
            await process.sound(talker.DIES, None, LONG_S)
        assert await process.sound("您好", None, LONG_S) == talker.tone("您好")

    run(tmp_path, work)


def test_a_process_that_was_ended_from_outside_is_replaced(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        await process.start()
        assert process.pid
        os.kill(process.pid, signal.SIGTERM)
        while process.ready:
            await asyncio.sleep(0.01)
        assert await process.sound("您好", None, LONG_S) == talker.tone("您好")

    run(tmp_path, work)


def test_an_utterance_that_fails_does_not_end_the_process(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        await process.start()
        first = process.pid
        with pytest.raises(SpeechFailed, match="failed"):
            await process.sound(talker.FAILS, None, LONG_S)
        assert await process.sound("您好", None, LONG_S) == talker.tone("您好")
        assert process.pid == first

    run(tmp_path, work)


def test_whoever_stops_waiting_does_not_disturb_the_next(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        await process.start()
        given_up = asyncio.create_task(process.sound("很长很长的话", None, LONG_S))
        await asyncio.sleep(0)
        given_up.cancel()
        assert await process.sound("您好", None, LONG_S) == talker.tone("您好")
        assert given_up.cancelled()

    run(tmp_path, work)


def test_a_process_that_does_not_get_ready_is_reported(tmp_path: Path) -> None:
    async def whole() -> None:
        process = SpeakingProcess((sys.executable, "-c", "pass"))
        with pytest.raises(SpeechFailed, match="gone"):
            await process.start()
        assert not process.ready

    asyncio.run(whole())


def test_a_stopped_process_speaks_no_more(tmp_path: Path) -> None:
    async def work(process: SpeakingProcess) -> None:
        await process.start()
        await process.stop()
        with pytest.raises(SpeechFailed, match="stopped"):
            await process.sound("您好", None, LONG_S)

    run(tmp_path, work)


def test_a_longer_text_has_more_time_and_idle_work_has_much_more() -> None:
    assert deadline_s("您好") < deadline_s("您好，请问您要办什么事？") < deadline_s("您好", idle=True)
