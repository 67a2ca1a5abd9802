"""Slower and faster speech from one rendering, at the same pitch: waveform similarity overlap-add (WSOLA).

Verhelst and Roelands, "An overlap-add technique based on waveform similarity (WSOLA) for high quality
time-scale modification of speech", ICASSP 1993.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voice.audio import Samples

SLOWEST = 70
FASTEST = 130

_WINDOW_S = 0.032
_SEARCH_S = 0.010

Waveform = NDArray[np.float32]


def stretched(samples: Samples, sample_rate: int, rate: int) -> Samples:
    """`rate` in per cent of the speed: 70 is longer, 130 shorter. Raises ValueError outside 70-130."""
    if not SLOWEST <= rate <= FASTEST:
        raise ValueError("rate")
    window = 2 * int(_WINDOW_S * sample_rate / 2)
    if rate == 100 or len(samples) < 2 * window:
        return samples
    made = _overlap_added(samples.astype(np.float32), window, int(_SEARCH_S * sample_rate), rate / 100)
    return np.clip(np.round(made), -32768, 32767).astype(np.int16)


def _overlap_added(samples: Waveform, window: int, search: int, speed: float) -> Waveform:
    hop = window // 2
    shape = np.hanning(window + 1)[:window].astype(np.float32)
    length = round(len(samples) / speed)
    padded = np.concatenate(
        [np.zeros(hop + search, np.float32), samples, np.zeros(2 * window + 2 * search, np.float32)]
    )
    made = np.zeros(length + 2 * window, np.float32)
    taken = search
    for at in range(0, length + hop, hop):
        wanted = round(at * speed) + search
        if at:
            natural = padded[taken + hop : taken + hop + window]
            taken = _most_alike(padded, natural, wanted, search)
        made[at : at + window] += padded[taken : taken + window] * shape
    return made[hop : hop + length]


def _most_alike(samples: Waveform, natural: Waveform, wanted: int, search: int) -> int:
    """Where, at most `search` from `wanted`, the sound goes on most like `natural` does."""
    first = max(0, wanted - search)
    last = min(wanted + search, len(samples) - len(natural))
    if last <= first or len(natural) == 0:
        return min(first, len(samples) - len(natural))
    heard = samples[first : last + len(natural)]
    sums = np.concatenate([[0.0], np.cumsum(np.square(heard, dtype=np.float64))])
    energies = sums[len(natural) :] - sums[: -len(natural)]
    alike = np.correlate(heard, natural, "valid") / np.sqrt(np.maximum(energies, 1.0))
    return first + int(np.argmax(alike))
