"""What the line knows of whoever hears and speaks, and what it keeps for the time when nobody does."""

from __future__ import annotations

import asyncio

from assistant.line.voice_state import EVERY_S, VoiceState
from assistant.speech.description import Description, Recogniser, Speaker
from assistant.speech.lost import VoiceLost
from assistant.speech.memory import SpokenMemory
from tests.assistant.line.on_the_line import Mouth
from tests.assistant.line.telephone import sound_of
from tests.assistant.line.virtual_time import run

HEARS = Recogniser("vosk", "small", ("zh",), ready=True, streams=8, live=0)
SPEAKS = Speaker("kokoro", ("zf_xiaobei",), ("zh", "en"), ready=True)
ALL = Description((HEARS,), (SPEAKS,))


class Voice:
    def __init__(self, *descriptions: Description | None) -> None:
        self.descriptions = list(descriptions)
        self.mouth = Mouth()
        self.opened = 0
        self.memory = SpokenMemory((("稍等。", "zh"), ("您好。", "zh")))
        self.state = VoiceState(self.describe, self.memory, self.open_speaking)

    async def describe(self) -> Description | None:
        return self.descriptions.pop(0) if len(self.descriptions) > 1 else self.descriptions[0]

    async def open_speaking(self) -> Mouth:
        self.opened += 1
        return self.mouth


def test_nothing_is_there_until_it_says_so():
    voice = Voice(None, ALL)
    assert (voice.state.hears, voice.state.speaks) == (False, False)
    run(voice.state.look())
    assert (voice.state.hears, voice.state.speaks) == (False, False)
    run(voice.state.look())
    assert (voice.state.hears, voice.state.speaks) == (True, True)


def test_what_is_hard_to_understand_speaks_and_is_not_worth_keeping():
    poor = Speaker("espeak", ("cmn",), ("zh",), ready=True, degraded=True)
    voice = Voice(Description((HEARS,), (poor,)), ALL)
    run(voice.state.look())
    assert (voice.state.speaks, voice.state.speaks_well) == (True, False)
    run(voice.state.look())
    assert voice.state.speaks_well


def test_a_process_that_went_away_is_noticed():
    voice = Voice(ALL, None)
    run(voice.state.look())
    run(voice.state.look())
    assert (voice.state.hears, voice.state.speaks) == (False, False)


def test_sentences_are_kept_as_soon_as_somebody_speaks_and_only_once():
    voice = Voice(Description((HEARS,)), ALL)
    run(voice.state.look())
    assert voice.opened == 0
    run(voice.state.look())
    assert voice.memory.audio("稍等。", "zh") == sound_of("稍等。")
    assert voice.memory.is_complete
    assert voice.mouth.closed
    run(voice.state.look())
    assert voice.opened == 1


def test_what_could_not_be_kept_is_tried_again():
    voice = Voice(ALL)
    voice.mouth.lost = True
    run(voice.state.look())
    assert not voice.memory.is_complete
    voice.mouth.lost = False
    run(voice.state.look())
    assert voice.memory.is_complete


def test_nobody_who_speaks_after_all_is_no_failure():
    voice = Voice(ALL)

    async def gone() -> Mouth:
        raise VoiceLost("gone")

    voice.state = VoiceState(voice.describe, voice.memory, gone)
    run(voice.state.look())
    assert not voice.memory.is_complete


def test_it_is_asked_again_and_again():
    voice = Voice(None, None, ALL)

    async def scene() -> None:
        watching = asyncio.create_task(voice.state.watch())
        await asyncio.sleep(2 * EVERY_S + 1)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    run(scene())
    assert voice.state.speaks
