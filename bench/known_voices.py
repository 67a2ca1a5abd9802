"""Recordings that are known word for word, and which of them was heard: found by their sound alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from voice.audio import mulaw_decode, pcm_decode

FOLDER = "prompts"
"""In the data folder of a product: what its callers say, read when a call begins."""
BEHIND_S = 0.3
"""Vosk's words so far leave out about so much of the sound that it has been given, by trials."""
HEARD_HZ, TELEPHONE_HZ = 16000, 8000
LOOKED_AT_HZ = 2000
_LONGEST_S = 4.0
"""Of what was heard; more of it makes nothing surer."""
_QUIETEST = 0.1
"""Of what was heard, in a stretch of a recording: where there is less, silence would be like everything."""
SOUND, WORDS = ".ulaw", ".txt"

Wave = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """The recording of `words` that is like what was heard, from 0 to 1; `at_s` is where in it that began."""

    words: str
    likeness: float
    at_s: float
    lasts_s: float


@dataclass(frozen=True, slots=True)
class Recording:
    """Somebody saying `words` from beginning to end, at LOOKED_AT_HZ."""

    words: str
    sound: Wave

    @classmethod
    def of(cls, words: str, mulaw: bytes) -> Self:
        return cls(words, coarse(mulaw_decode(mulaw), TELEPHONE_HZ))

    @property
    def lasts_s(self) -> float:
        return len(self.sound) / LOOKED_AT_HZ


def coarse(samples: NDArray[np.int16], rate_hz: int) -> Wave:
    """The sound at LOOKED_AT_HZ, which is enough to tell sentences apart."""
    step = rate_hz // LOOKED_AT_HZ
    whole = len(samples) // step * step
    return np.asarray(samples[:whole].astype(np.float64).reshape(-1, step).mean(axis=1))


def likest(pcm: bytes, recordings: Iterable[Recording]) -> Found | None:
    """By normalised cross-correlation; None when nothing is known, or nothing was heard."""
    heard = coarse(pcm_decode(pcm), HEARD_HZ)[: round(_LONGEST_S * LOOKED_AT_HZ)]
    if not heard.size or not heard.any():
        return None
    found = [_compared(heard, recording) for recording in recordings]
    return max(found, key=lambda one: one.likeness, default=None)


def _compared(heard: Wave, recording: Recording) -> Found:
    known = recording.sound
    size = 1 << (len(heard) + len(known)).bit_length()
    together = np.fft.irfft(np.fft.rfft(known, size) * np.conj(np.fft.rfft(heard, size)), size)
    # From where what was heard ends at the beginning of the recording, to where it begins at its end.
    starts = np.arange(1 - len(heard), len(known))
    energy = np.concatenate(([0.0], np.cumsum(known**2)))
    stretch = energy[np.clip(starts + len(heard), 0, len(known))] - energy[np.clip(starts, 0, len(known))]
    loudness = float(np.sum(heard**2))
    likeness = together[starts] / np.sqrt(np.maximum(stretch, _QUIETEST * loudness) * loudness)
    best = int(np.argmax(likeness))
    return Found(
        recording.words, float(likeness[best]), float(starts[best]) / LOOKED_AT_HZ, recording.lasts_s
    )


def keep(folder: Path, spoken: Sequence[tuple[str, bytes]]) -> None:
    """Put recordings (words, mu-law) where `kept` finds them."""
    folder.mkdir(exist_ok=True)
    for number, (words, sound) in enumerate(spoken):
        (folder / f"{number:02}{SOUND}").write_bytes(sound)
        (folder / f"{number:02}{WORDS}").write_text(words, encoding="utf-8")


def kept(folder: Path) -> tuple[Recording, ...]:
    """Nothing while there is no such folder."""
    return tuple(
        Recording.of(path.with_suffix(WORDS).read_text(encoding="utf-8"), path.read_bytes())
        for path in sorted(folder.glob(f"*{SOUND}"))
    )
