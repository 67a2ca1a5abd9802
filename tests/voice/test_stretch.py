"""Slower and faster speech is longer and shorter, and has the same pitch and loudness."""

from __future__ import annotations

import numpy as np
import pytest

from voice.audio import Samples, level_dbfs
from voice.stretch import stretched

RATE_HZ = 24_000
RATES = (70, 85, 115, 130)


def voice(pitch_hz: float, seconds: float = 2.0) -> Samples:
    """A buzz with the overtones of a voice, louder and softer four times a second as syllables are."""
    at = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    buzz = sum(np.sin(2 * np.pi * pitch_hz * n * at) / n for n in range(1, 12))
    return (4000 * buzz * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))).astype(np.int16)


def pitch_of(samples: Samples) -> float:
    """By autocorrelation over the middle second, in Hz."""
    middle = samples[len(samples) // 4 : 3 * len(samples) // 4].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(middle, 1 << 18)) ** 2
    alike = np.fft.irfft(spectrum)
    shortest, longest = RATE_HZ // 400, RATE_HZ // 70
    return RATE_HZ / (shortest + int(np.argmax(alike[shortest:longest])))


@pytest.mark.parametrize("rate", RATES)
def test_the_length_follows_the_rate_within_two_per_cent(rate: int) -> None:
    said = voice(200)
    assert len(stretched(said, RATE_HZ, rate)) == pytest.approx(len(said) * 100 / rate, rel=0.02)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("pitch", [100.0, 150.0, 240.0])
def test_the_pitch_stays(rate: int, pitch: float) -> None:
    assert pitch_of(stretched(voice(pitch), RATE_HZ, rate)) == pytest.approx(pitch, rel=0.02)


@pytest.mark.parametrize("rate", RATES)
def test_the_loudness_stays(rate: int) -> None:
    said = voice(200)
    assert level_dbfs(stretched(said, RATE_HZ, rate)) == pytest.approx(level_dbfs(said), abs=1.0)


@pytest.mark.parametrize("rate", RATES)
def test_no_click_is_added(rate: int) -> None:
    said = voice(200)
    steepest = np.abs(np.diff(said.astype(np.int32))).max()
    assert np.abs(np.diff(stretched(said, RATE_HZ, rate).astype(np.int32))).max() <= 1.3 * steepest


def test_the_usual_rate_changes_nothing() -> None:
    said = voice(200)
    assert stretched(said, RATE_HZ, 100) is said


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("length", [0, 1, 700, 1600])
def test_very_short_sound_is_no_problem(rate: int, length: int) -> None:
    made = stretched(voice(200)[:length], RATE_HZ, rate)
    assert abs(len(made) - length) <= length / 2


@pytest.mark.parametrize("rate", [0, 69, 131])
def test_other_rates_are_refused(rate: int) -> None:
    with pytest.raises(ValueError, match="rate"):
        stretched(voice(200), RATE_HZ, rate)
