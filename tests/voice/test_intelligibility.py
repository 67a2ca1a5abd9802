"""The round trip of speech through a recogniser counts syllables that come back wrong."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from scripts.intelligibility import listening
from tests.voice.models_here import MODELS, model_folder
from voice.audio import Samples, pcm_decode
from voice.intelligibility import distance, one_by_one, round_trip, syllables
from voice.speakable import speakable
from voice.synthesis.drivers import KOKORO
from voice.synthesis.engine import SpeakingProcess, command

SENTENCES = ("您好，请问您要办什么事？", "养老金每个月15号发。")
NOTHING = np.zeros(24_000, np.int16)


def rules(text: str) -> str:
    return speakable(text, "zh")


def test_syllables_have_no_tones_and_words_no_capitals() -> None:
    assert syllables("打开 App，好") == ["da", "kai", "app", "hao"]


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("abc", "abc", 0),
        ("abc", "abd", 1),
        ("abc", "ac", 1),
        ("abc", "xabc", 1),
        ("abc", "", 3),
        ("", "ab", 2),
    ],
)
def test_changes_omissions_and_additions_are_errors(said: str, heard: str, errors: int) -> None:
    assert distance(said, heard) == errors


def test_homophones_and_other_ways_to_write_numbers_are_no_errors() -> None:
    answers = iter(["您好请问您要办甚么事"] * 2 + ["养老金每个月十五号发"] * 2)
    room, telephone = round_trip(
        ["您好，请问您要办什么事？", "养老金每个月15号发。"],
        lambda _: NOTHING,
        lambda _: next(answers),
        rules,
    )
    assert (room.quality, telephone.quality) == ("room", "telephone")
    assert room.worst() == ()


def test_the_worst_sentence_is_named_first() -> None:
    heard = {1: "您好", 2: "请"}
    lengths = {"您好": 1, "请坐下": 2}
    (result, _) = round_trip(
        list(lengths),
        lambda sentence: np.zeros(24_000 * lengths[sentence], np.int16),
        lambda sound: heard[round(len(sound) / 16_000)],
        rules,
    )
    assert result.error == pytest.approx(2 / 5)
    assert [(one.sentence, one.errors) for one in result.worst()] == [("请坐下", 2)]


def test_the_telephone_takes_away_the_high_tones() -> None:
    at = np.arange(24_000) / 24_000
    high = (8000 * np.sin(2 * np.pi * 6000 * at)).astype(np.int16)
    heard: list[Samples] = []

    def recognise(sound: Samples) -> str:
        heard.append(sound)
        return ""

    round_trip(["好"], lambda _: high, recognise, rules)
    room, telephone = (np.abs(sound[1000:-1000].astype(np.int32)).max() for sound in heard)
    assert room > 7000
    assert telephone < 200


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_kokoro_is_understood_in_the_room_and_on_the_telephone() -> None:
    model_folder("whisper-base")
    folder = model_folder("kokoro")

    async def speak_all() -> dict[str, Samples]:
        process = SpeakingProcess(command(KOKORO, folder, threads=1), 300)
        try:
            return {
                text: pcm_decode(await process.sound(rules(text), "zf_xiaobei", 300)) for text in SENTENCES
            }
        finally:
            await process.stop()

    spoken = asyncio.run(speak_all())
    with listening(MODELS) as recognise:
        results = round_trip(SENTENCES, spoken.__getitem__, recognise, rules)
    assert [result.error < 0.15 for result in results] == [True, True], [result.worst() for result in results]


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("能打1-2-3-4-5告", "能打幺二三四五告"),
        ("打1-2345", "打幺二三四五"),
        ("打12345问", "打幺二三四五问"),
        ("每月100块", "每月幺零零块"),
        ("第3天", "第3天"),
    ],
)
def test_figures_may_have_been_said_one_by_one(heard, said):
    assert one_by_one(heard) == said


def test_a_number_counts_as_heard_in_whichever_way_it_was_said():
    silence = lambda text: NOTHING  # noqa: E731
    heard = lambda sound: "打1-2345，一个月100块"  # noqa: E731
    room, _ = round_trip(["打12345，一个月100块"], silence, heard, lambda text: speakable(text, "zh"))

    assert room.results[0].errors <= 3
