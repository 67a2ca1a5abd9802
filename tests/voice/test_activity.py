"""Whether somebody is speaking."""

from __future__ import annotations

import numpy as np
import pytest

from tests.voice.sounds import noise, recorded, said_between_silences, silence, tone
from voice.activity import FRAME_S, FRAME_SAMPLES, Activity
from voice.audio import Samples, louder, mulaw_decode, mulaw_encode, resample

SPOKEN = "wenet_nst_ID001"


def shares(samples: Samples, rate_hz: int, piece: int = 320) -> list[float]:
    activity = Activity(rate_hz)
    judged: list[float] = []
    for at in range(0, len(samples), piece):
        judged += [frame.speech for frame in activity.frames(samples[at : at + piece])]
    return judged


def spoken_share(samples: Samples, rate_hz: int) -> float:
    judged = shares(samples, rate_hz)
    return sum(speech >= 0.5 for speech in judged) / len(judged)


@pytest.mark.parametrize("name", ["wenet_nst_ID001", "firered_IT0011W0001", "wenet_aishell_BAC009S0724W0121"])
@pytest.mark.parametrize("rate_hz", [8000, 16000])
def test_recorded_speech_is_speech_at_both_rates(name, rate_hz):
    assert spoken_share(resample(recorded(name), 16000, rate_hz), rate_hz) > 0.4


def test_speech_through_a_telephone_is_speech():
    heard = mulaw_decode(mulaw_encode(resample(recorded(SPOKEN), 16000, 8000)))
    assert spoken_share(heard, 8000) > 0.5


def test_quiet_speech_is_speech():
    assert spoken_share(louder(recorded(SPOKEN), -20), 16000) > 0.4


@pytest.mark.parametrize(
    "sound",
    [silence(2), noise(2, loudness=10), noise(2, loudness=1500), tone(440, 2), tone(50, 2)],
    ids=["nothing", "a line", "loud noise", "a tone", "hum"],
)
def test_what_nobody_says_is_no_speech(sound):
    assert spoken_share(sound, 16000) < 0.05


def test_silence_between_sentences_is_found():
    judged = shares(said_between_silences("wenet_nst_ID001", "wenet_aishell_BAC009S0724W0121"), 16000)
    pause_begins = round((0.5 + len(recorded("wenet_nst_ID001")) / 16000 + 0.3) / FRAME_S)
    assert max(judged[pause_begins : pause_begins + round(1.0 / FRAME_S)]) < 0.35


@pytest.mark.parametrize("piece", [1, 160, 511, 4000])
def test_pieces_of_any_length_give_the_same_frames(piece):
    sound = recorded("firered_IT0011W0001")[:8000]
    assert shares(sound, 16000, piece) == shares(sound, 16000)


def test_no_sample_is_lost():
    sound = recorded("firered_IT0011W0001")
    activity = Activity(16000)
    pieces = (sound[at : at + 700] for at in range(0, len(sound), 700))
    heard = np.concatenate([frame.samples for piece in pieces for frame in activity.frames(piece)])
    assert heard.tolist() == sound[: len(sound) // FRAME_SAMPLES * FRAME_SAMPLES].tolist()


def test_after_a_reset_speech_is_judged_as_for_the_first_time():
    first = Activity(16000)
    sound = recorded(SPOKEN)[: FRAME_SAMPLES * 40]
    once = [frame.speech for frame in first.frames(sound)]
    first.reset()
    assert [frame.speech for frame in first.frames(sound)] == pytest.approx(once)
