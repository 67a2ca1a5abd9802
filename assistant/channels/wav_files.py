"""WAV files as a telephone carries them, and noise at a stated distance below speech."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from assistant.channels import mulaw
from assistant.errors import AssistantError

LONGEST_S = 120
_AUDIBLE = 200.0
"""Frames louder than this are speech; the scale is that of 16 bits."""


class NotSound(AssistantError):
    """A file is no WAV file that can be sent over the telephone; the message says why."""

    code = "not_sound"


def read(source: Path | bytes) -> bytes:
    """Mu-law of a WAV file (16 bits, any rate, any number of channels). Raises NotSound."""
    try:
        raw = source if isinstance(source, bytes) else source.read_bytes()
        with wave.open(io.BytesIO(raw)) as file:
            channels, width, rate, count, *_ = file.getparams()
            audio = file.readframes(count)
    except (OSError, wave.Error, EOFError) as error:
        raise NotSound(f"This is not a WAV file that can be read: {error}.") from None
    if width != 2 or not 4000 <= rate <= 192_000 or not channels:
        raise NotSound("The WAV file needs samples of 16 bits at 4,000 to 192,000 a second.")
    if not 0 < count <= rate * LONGEST_S:
        raise NotSound(f"The WAV file needs sound, and at most {LONGEST_S} seconds of it.")
    whole = audio[: len(audio) // (2 * channels) * 2 * channels]
    samples = np.frombuffer(whole, dtype="<i2").reshape(-1, channels).mean(axis=1)
    if rate != mulaw.RATE:
        samples = soxr.resample(samples, rate, mulaw.RATE)
    return mulaw.encode(np.clip(np.rint(samples), -32768, 32767))


def write(path: Path, resident: bytes, line: bytes) -> None:
    """Both sides of a call, from mu-law: the resident on the left, the line on the right."""
    longest = max(len(resident), len(line))
    sides = [mulaw.decode(side.ljust(longest, mulaw.SILENCE)) for side in (resident, line)]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(mulaw.RATE)
        file.writeframes(np.stack(sides, axis=1).astype("<i2").tobytes())


def speech_ends(audio: bytes) -> int:
    """How many bytes of mu-law there are until the last frame that is not silence."""
    step = mulaw.FRAME_BYTES
    loud = [at for at in range(0, len(audio), step) if audible(audio[at : at + step])]
    return min(len(audio), loud[-1] + step) if loud else 0


def audible(audio: bytes) -> bool:
    return mulaw.level(audio) > _AUDIBLE


class Noise:
    """White noise `snr_db` decibels below the speech of `reference`, the same in every call."""

    def __init__(self, snr_db: float, reference: bytes) -> None:
        step = mulaw.FRAME_BYTES
        frames = [reference[at : at + step] for at in range(0, len(reference), step)]
        speech = b"".join(frame for frame in frames if audible(frame)) or reference
        self._level = mulaw.level(speech) / 10 ** (snr_db / 20)
        self._random = np.random.default_rng(0)

    def over(self, audio: bytes) -> bytes:
        """`audio` with the noise added, from here on in the noise."""
        noise: npt.NDArray[np.float64] = self._random.normal(0.0, self._level, len(audio))
        mixed = mulaw.decode(audio).astype(np.float64) + noise
        return mulaw.encode(np.clip(np.rint(mixed), -32768, 32767))
