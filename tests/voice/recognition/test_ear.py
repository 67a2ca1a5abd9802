"""What the decoder hears of a stream."""

from __future__ import annotations

import pytest

from tests.voice.sounds import noise, said_between_silences, silence
from voice.audio import mulaw_encode, pcm_decode, pcm_encode, resample
from voice.endpointing import Patience, SpeechBegan, SpeechPaused, UtteranceOver
from voice.recognition.ear import Ear, Sound, Step

SAID = said_between_silences("wenet_nst_ID001")


def heard(ear: Ear, audio: bytes, piece: int = 960) -> list[Step]:
    return [step for at in range(0, len(audio), piece) for step in ear.hear(audio[at : at + piece])]


def test_speech_is_handed_on_as_it_came_from_before_its_beginning_without_a_gap():
    steps = heard(Ear("pcm16", 16000, Patience()), pcm_encode(SAID))
    sound = pcm_decode(b"".join(step.pcm for step in steps if isinstance(step, Sound)))
    (over,) = [step for step in steps if isinstance(step, UtteranceOver)]
    begins = round((over.started_s - 0.4) * 16000)
    begins = -(-begins // 512) * 512
    assert sound.tolist() == SAID[begins : begins + len(sound)].tolist()
    assert len(sound) / 16000 == pytest.approx(over.stopped_s - over.started_s + 0.4 + 0.25, abs=0.1)


def test_the_facts_come_in_the_order_in_which_they_happen():
    steps = heard(Ear("pcm16", 16000, Patience()), pcm_encode(SAID))
    facts = [type(step) for step in steps if not isinstance(step, Sound)]
    assert facts[0] is SpeechBegan
    assert facts[-2:] == [SpeechPaused, UtteranceOver]


@pytest.mark.parametrize("piece", [1, 7, 320, 999])
def test_pieces_may_end_in_the_middle_of_a_sample(piece):
    audio = pcm_encode(SAID[:24000])
    assert (
        heard(Ear("pcm16", 16000, Patience()), audio, piece)[0]
        == heard(Ear("pcm16", 16000, Patience()), audio)[0]
    )


def test_a_telephone_is_heard_at_the_same_times():
    wide = heard(Ear("pcm16", 16000, Patience()), pcm_encode(SAID))
    phone = heard(Ear("mulaw", 8000, Patience()), mulaw_encode(resample(SAID, 16000, 8000)))
    times = [next(step for step in steps if isinstance(step, UtteranceOver)) for steps in (wide, phone)]
    assert times[0].started_s == pytest.approx(times[1].started_s, abs=0.2)
    assert times[0].stopped_s == pytest.approx(times[1].stopped_s, abs=0.3)


def test_silence_and_noise_are_not_handed_on():
    assert heard(Ear("pcm16", 16000, Patience()), pcm_encode(silence(1)) + pcm_encode(noise(2))) == []


def test_what_is_forgotten_does_not_come_back_and_the_time_goes_on():
    ear = Ear("pcm16", 16000, Patience())
    heard(ear, pcm_encode(SAID[:32000]))
    ear.forget()
    assert heard(ear, pcm_encode(silence(3))) == []
    assert ear.finish() == []
    assert ear.heard_s == pytest.approx(5.0, abs=0.04)


def test_the_end_of_the_stream_ends_what_is_being_said():
    ear = Ear("pcm16", 16000, Patience())
    heard(ear, pcm_encode(SAID[:32000]))
    assert [type(step) for step in ear.finish()] == [UtteranceOver]


def test_somebody_who_does_not_stop_is_cut_and_nothing_between_is_lost():
    ear = Ear("pcm16", 16000, Patience(longest_s=1.0))
    steps = heard(ear, pcm_encode(SAID))
    overs = [step for step in steps if isinstance(step, UtteranceOver)]
    assert len(overs) >= 2
    assert overs[0].cut
    sound_s = sum(len(step.pcm) for step in steps if isinstance(step, Sound)) / 32000
    assert sound_s >= overs[-1].stopped_s - overs[0].started_s
