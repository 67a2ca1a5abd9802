"""Sound that is like speech to a recogniser: syllables of vowels and hisses with a melody.

It says nothing.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from voice.audio import pcm_encode
from voice.recognition.engine import RATE_HZ

# First and second formant in Hz of a, i, u, e, o and the neutral vowel.
_VOWELS = ((800, 1200), (300, 2300), (320, 750), (500, 1900), (520, 900), (500, 1400))
_SYLLABLE_S = 0.2
_HISS_S = 0.05
_SYLLABLES = 14


@cache
def like_speech() -> bytes:
    """About three seconds at 16 kHz, the same each time."""
    chance = np.random.default_rng(8)
    hiss = round(_HISS_S * RATE_HZ)
    voiced = round((_SYLLABLE_S - _HISS_S) * RATE_HZ)
    pieces: list[NDArray[np.float64]] = []
    for syllable in range(_SYLLABLES):
        pieces.append(chance.standard_normal(hiss) * np.hanning(hiss) * 0.15)
        pieces.append(_vowel(_VOWELS[syllable % len(_VOWELS)], 110 + 60 * chance.random(), voiced))
    sound = np.concatenate(pieces)
    return pcm_encode((sound / np.abs(sound).max() * 9000).astype(np.int16))


def _vowel(formants: tuple[int, int], pitch_hz: float, samples: int) -> NDArray[np.float64]:
    seconds = np.arange(samples) / RATE_HZ
    phase = 2 * np.pi * pitch_hz * (seconds + 0.3 * seconds**2)
    sound = np.zeros(samples)
    for harmonic in range(1, round(4000 / pitch_hz)):
        loudness = sum(1 / (1 + ((harmonic * pitch_hz - formant) / 120) ** 2) for formant in formants)
        sound += loudness / harmonic**0.5 * np.sin(harmonic * phase)
    return np.asarray(sound * np.hanning(samples))
