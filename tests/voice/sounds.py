"""Sounds for tests: recorded Mandarin, and noises."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from voice.audio import Samples, read_wav

RECORDINGS = Path(__file__).parent / "recordings"
RATE_HZ = 16000


def recorded(name: str) -> Samples:
    samples, rate_hz = read_wav(RECORDINGS / f"{name}.wav")
    assert rate_hz == RATE_HZ
    return samples


def silence(seconds: float, rate_hz: int = RATE_HZ) -> Samples:
    return np.zeros(round(seconds * rate_hz), dtype=np.int16)


def noise(seconds: float, loudness: float = 300, rate_hz: int = RATE_HZ) -> Samples:
    chance = np.random.default_rng(4)
    return (chance.standard_normal(round(seconds * rate_hz)) * loudness).astype(np.int16)


def tone(hz: float, seconds: float, loudness: float = 8000, rate_hz: int = RATE_HZ) -> Samples:
    return (loudness * np.sin(2 * np.pi * hz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(
        np.int16
    )


def said_between_silences(*names: str, pause_s: float = 1.5) -> Samples:
    pieces = [silence(0.5)]
    for name in names:
        pieces += [recorded(name), silence(pause_s)]
    return np.concatenate(pieces)
