"""One level and clean edges for all speech, so that pieces can be joined without an audible seam."""

from __future__ import annotations

import numpy as np

from voice.audio import FULL_SCALE, Samples, louder

LEVEL_DBFS = -20.0
"""Root mean square of what is speech in a piece, pauses left out."""

_FRAME_S = 0.010
_SILENT_DB = 40.0
_EDGE_S = 0.020
_FADE_S = 0.008


def finished(samples: Samples, sample_rate: int) -> Samples:
    """Without silence at its edges (20 ms stay), at one loudness, faded in and out within 8 ms.

    Sound without any speech in it becomes empty.
    """
    frame = int(_FRAME_S * sample_rate)
    powers = _powers(samples, frame)
    speech = powers > powers.max(initial=0.0) / 10 ** (_SILENT_DB / 10)
    places = np.flatnonzero(speech & (powers > 0))
    if not places.size:
        return np.zeros(0, dtype=np.int16)
    edge = int(_EDGE_S * sample_rate)
    kept = samples[max(0, places[0] * frame - edge) : (places[-1] + 1) * frame + edge]
    level = 10 * np.log10(powers[places].mean() / FULL_SCALE**2)
    return faded(louder(kept, LEVEL_DBFS - level), sample_rate)


def faded(samples: Samples, sample_rate: int) -> Samples:
    """The first and the last 8 ms rise from and fall to nothing."""
    length = min(int(_FADE_S * sample_rate), len(samples) // 2)
    slope = np.linspace(0.0, 1.0, length, endpoint=False)
    changed = samples.astype(np.float64)
    changed[:length] *= slope
    changed[len(samples) - length :] *= slope[::-1]
    return np.round(changed).astype(np.int16)


def _powers(samples: Samples, frame: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    whole = np.zeros(-(-len(samples) // frame) * frame)
    whole[: len(samples)] = samples
    powers: np.ndarray[tuple[int], np.dtype[np.float64]] = np.square(whole).reshape(-1, frame).mean(axis=1)
    return powers
