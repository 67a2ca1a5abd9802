"""Sound as a telephone carries it."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from assistant.channels import mulaw, wav_files
from assistant.channels.wav_files import Noise, NotSound
from tests.assistant.channels.call_stand_ins import tone


def wav(samples: np.ndarray, rate: int, channels: int = 1, width: int = 2) -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return kept.getvalue()


def test_every_code_of_mu_law_survives_the_way_through_samples() -> None:
    codes = bytes(range(256))
    again = mulaw.encode(mulaw.decode(codes))
    # There are two zeros; one is enough.
    assert [(a, b) for a, b in zip(codes, again, strict=True) if a != b] == [(0x7F, 0xFF)]


def test_mu_law_is_that_of_the_standard() -> None:
    assert mulaw.encode([0, 100, -100, 1000, -5000, 32767]).hex() == "fff272ce2b80"
    assert mulaw.decode(b"\x00\x80\xff").tolist() == [-32124, 32124, 0]


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (16000, 1), (44100, 2), (24000, 1)])
def test_a_file_of_any_rate_becomes_telephone_sound_of_the_same_length(rate: int, channels: int) -> None:
    at = np.arange(rate) / rate
    sides = np.repeat(8000 * np.sin(2 * np.pi * 300 * at), channels)
    audio = wav_files.read(wav(sides, rate, channels))
    assert abs(len(audio) - mulaw.RATE) <= 2
    assert mulaw.level(audio) == pytest.approx(8000 / 2**0.5, rel=0.05)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", wav(np.zeros(0), 8000), wav(np.zeros(100), 8000, width=1), b"no sound at all"]
)
def test_what_is_no_sound_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(NotSound, match="WAV file"):
        wav_files.read(content)


def test_a_missing_file_is_refused(tmp_path) -> None:
    with pytest.raises(NotSound):
        wav_files.read(tmp_path / "none.wav")


def test_a_kept_call_has_the_resident_left_and_the_line_right(tmp_path) -> None:
    wav_files.write(tmp_path / "call.wav", tone(0.5), tone(0.2))
    with wave.open(str(tmp_path / "call.wav")) as file:
        assert (file.getnchannels(), file.getframerate(), file.getnframes()) == (2, 8000, 4000)
        both = np.frombuffer(file.readframes(4000), "<i2").reshape(-1, 2)
    assert np.abs(both[3000:, 0]).max() > 5000
    assert np.abs(both[3000:, 1]).max() == 0


def test_speech_ends_before_the_silence_behind_it() -> None:
    assert wav_files.speech_ends(tone(0.2) + mulaw.SILENCE * 8000) == 1600
    assert wav_files.speech_ends(mulaw.SILENCE * 800) == 0


def test_noise_lies_as_far_below_the_speech_as_it_is_told() -> None:
    speech = tone(1.0)
    noisy = Noise(15, speech + mulaw.SILENCE * 8000).over(mulaw.SILENCE * 8000)
    distance = 20 * np.log10(mulaw.level(speech) / mulaw.level(noisy))
    assert distance == pytest.approx(15, abs=0.5)
    assert Noise(15, speech).over(speech) == Noise(15, speech).over(speech) != speech
