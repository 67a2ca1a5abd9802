"""Whisper, with recorded Mandarin."""

from __future__ import annotations

from collections.abc import Iterator

import opencc
import pytest

from scripts.intelligibility import speaking
from tests.voice.models_here import MODELS, model_folder
from tests.voice.sounds import noise, recorded, silence, tone
from voice.audio import Samples, mulaw_decode, mulaw_encode, pcm_encode, resample
from voice.intelligibility import distance, on_the_telephone
from voice.recognition.engine import EngineFailed, Wanted
from voice.recognition.whisper_engine import WhisperDecoder, WhisperEngine

pytestmark = pytest.mark.slow

SIMPLIFIED = opencc.OpenCC("t2s")


@pytest.fixture(scope="module")
def engine() -> Iterator[WhisperEngine]:
    engine = WhisperEngine(model_folder("whisper-base"))
    engine.start(1)
    yield engine
    engine.stop()


def heard(engine: WhisperEngine, sound: Samples, wanted: Wanted | None = None) -> str:
    decoder = engine.lend()
    decoder.expect(wanted or Wanted())
    decoder.accept(pcm_encode(sound))
    return SIMPLIFIED.convert(decoder.finish().text)


@pytest.mark.parametrize(
    ("name", "said", "most_wrong"),
    [
        ("firered_IT0011W0001", "换一首歌", 0),
        ("wenet_nst_ID001", "作为一个男人最起码的这个担当", 4),
        ("wenet_aishell_BAC009S0724W0121", "广州市房地产中介协会分析", 4),
    ],
)
def test_recorded_mandarin_is_understood(engine, name, said, most_wrong):
    assert distance(heard(engine, recorded(name)), said) <= most_wrong


def test_mandarin_through_a_telephone_is_understood(engine):
    sound = mulaw_decode(mulaw_encode(resample(recorded("firered_IT0011W0001"), 16000, 8000)))
    assert heard(engine, resample(sound, 8000, 16000)) == "换一首歌"


@pytest.mark.parametrize(
    "sound",
    [silence(2), noise(2, loudness=1000), tone(120, 2), silence(0.05)],
    ids=["silence", "noise", "hum", "short"],
)
def test_nothing_is_made_up_where_nothing_was_said(engine, sound):
    assert heard(engine, sound) == ""


def test_words_that_are_likely_do_not_become_words_that_were_said(engine):
    wanted = Wanted("zh", "choice", ("养老金", "医保", "高龄津贴"))
    assert heard(engine, recorded("firered_IT0011W0001"), wanted) == "换一首歌"


def test_a_yes_and_a_no_of_one_syllable_are_told_apart_on_the_telephone_where_they_were_asked_for(engine):
    model_folder("kokoro")
    wanted = Wanted("zh", "yes_no")
    words = ("对", "好", "不对", "不是", "不要")
    with speaking(MODELS, words) as sound_of:
        understood = [heard(engine, on_the_telephone(sound_of(one)), wanted) for one in words]
    assert [one.strip("。") for one in understood] == list(words)


@pytest.mark.parametrize(
    "sound",
    [silence(2), noise(2, loudness=1000), tone(120, 2), silence(0.05)],
    ids=["silence", "noise", "hum", "short"],
)
def test_no_yes_is_made_up_where_one_was_asked_for(engine, sound):
    assert heard(engine, sound, Wanted("zh", "yes_no")) == ""


def test_whoever_says_something_else_than_yes_or_no_is_understood(engine):
    answer = heard(engine, recorded("firered_IT0011W0001"), Wanted("zh", "yes_no"))
    assert distance(answer.strip("。"), "换一首歌") <= 1


def test_what_is_recognised_in_a_pause_is_the_answer_unless_somebody_goes_on(engine):
    decoder = engine.lend()
    sound = pcm_encode(recorded("firered_IT0011W0001"))
    decoder.accept(sound)
    ahead = decoder.pause()
    assert ahead
    assert decoder.finish().text == ahead
    decoder.accept(sound[:32000])
    decoder.pause()
    decoder.accept(sound[32000:])
    assert decoder.finish().text == ahead


def test_what_is_forgotten_is_not_recognised(engine):
    decoder = engine.lend()
    decoder.accept(pcm_encode(recorded("firered_IT0011W0001")))
    decoder.pause()
    decoder.reset()
    assert decoder.finish().text == ""


def test_a_folder_without_a_model_cannot_start(tmp_path):
    with pytest.raises(EngineFailed):
        WhisperEngine(tmp_path).start(1)


def test_an_engine_that_was_not_started_lends_nothing(tmp_path):
    with pytest.raises(EngineFailed):
        WhisperEngine(tmp_path).lend()


def test_a_decoder_keeps_no_sound_after_the_utterance(engine):
    decoder = engine.lend()
    assert isinstance(decoder, WhisperDecoder)
    decoder.accept(pcm_encode(recorded("firered_IT0011W0001")))
    assert decoder.finish().text
    assert decoder.finish().text == ""
