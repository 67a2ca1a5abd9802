"""Sound as numbers: mu-law, sampling rates, loudness and files.

Samples are mono signed 16-bit integers. Telephone sound is mu-law at 8000 Hz (ITU-T G.711).
"""

from __future__ import annotations

import io
import math
import wave
from pathlib import Path

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.int16]

FULL_SCALE = 32768.0
SILENCE_DBFS = -96.0
"""What the loudness of no sound at all is called: below one step of a 16-bit sample."""

_KNEE = 0.7
_ULAW_BIAS = 33


def _ulaw_values() -> Samples:
    codes = np.bitwise_not(np.arange(256, dtype=np.uint8)).astype(np.int32)
    exponent = (codes >> 4) & 7
    magnitude = ((((codes & 15) << 1) + _ULAW_BIAS) << exponent) - _ULAW_BIAS
    return np.where(codes & 128, -4 * magnitude, 4 * magnitude).astype(np.int16)


def _ulaw_codes() -> NDArray[np.uint8]:
    """One code for each of the 65536 samples, in the order of the samples as unsigned numbers.

    The magnitude is cut to 14 bits and a negative sample is complemented first, as the reference of ITU-T
    G.191.
    """
    samples = np.arange(65536, dtype=np.uint16).astype(np.int16).astype(np.int32)
    magnitude = np.minimum((np.where(samples < 0, ~samples, samples) >> 2) + _ULAW_BIAS, 0x1FFF)
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 5
    code = (exponent << 4) | ((magnitude >> (exponent + 1)) & 15)
    sign = np.where(samples < 0, 128, 0)
    codes: NDArray[np.uint8] = np.bitwise_not((code | sign).astype(np.uint8))
    return codes


_VALUES = _ulaw_values()
_CODES = _ulaw_codes()


def mulaw_encode(samples: Samples) -> bytes:
    """Samples as mu-law, one byte each."""
    return _CODES[samples.view(np.uint16)].tobytes()


def mulaw_decode(audio: bytes) -> Samples:
    """The samples of mu-law bytes."""
    return _VALUES[np.frombuffer(audio, dtype=np.uint8)]


def pcm_encode(samples: Samples) -> bytes:
    """Samples as little-endian 16-bit bytes."""
    return samples.astype("<i2").tobytes()


def pcm_decode(audio: bytes) -> Samples:
    """The samples of little-endian 16-bit bytes.

    Raises:
        ValueError: The bytes end in the middle of a sample.
    """
    return np.frombuffer(audio, dtype="<i2").astype(np.int16)


def resample(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """A whole sound at another sampling rate."""
    if from_hz == to_hz:
        return samples
    resampled: Samples = soxr.resample(samples, from_hz, to_hz, quality="HQ")
    return resampled


class StreamResampler:
    """Another sampling rate for a sound that comes in pieces; those that come out have other lengths."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._same = from_hz == to_hz
        # At a constant rate soxr gives nothing for up to 130 ms and then much at once; at a variable one it
        # is never more than 30 ms behind.
        self._stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality="HQ", vr=True)

    def feed(self, samples: Samples, last: bool = False) -> Samples:
        """What is ready after this piece. `last` brings out what is still held back."""
        if self._same:
            return samples
        ready: Samples = self._stream.resample_chunk(samples, last=last)
        return ready


def louder(samples: Samples, gain_db: float) -> Samples:
    """The sound with a gain. Peaks above 0.7 of full scale are rounded off, so nothing clips."""
    if gain_db == 0:
        return samples
    wanted = samples.astype(np.float32) / FULL_SCALE * 10 ** (gain_db / 20)
    size = np.abs(wanted)
    rounded = _KNEE + (1 - _KNEE) * np.tanh((size - _KNEE) / (1 - _KNEE))
    limited = np.where(size > _KNEE, np.copysign(rounded, wanted), wanted)
    return np.asarray(np.round(limited * (FULL_SCALE - 1)), dtype=np.int16)


def level_dbfs(samples: Samples) -> float:
    """Root mean square loudness, 0 being a full-scale square wave; never below -96."""
    if not samples.size:
        return SILENCE_DBFS
    rms = math.sqrt(float(np.mean(np.square(samples.astype(np.float64)))))
    return max(SILENCE_DBFS, 20 * math.log10(rms / FULL_SCALE)) if rms else SILENCE_DBFS


def read_wav(source: Path | bytes) -> tuple[Samples, int]:
    """The samples of a mono 16-bit wav file and their rate in Hz.

    Raises:
        ValueError: It is a wav file of another kind.
        wave.Error: It is no wav file.
    """
    with wave.open(io.BytesIO(source) if isinstance(source, bytes) else str(source), "rb") as file:
        if file.getnchannels() != 1 or file.getsampwidth() != 2:
            raise ValueError("only mono 16-bit sound is read")
        return pcm_decode(file.readframes(file.getnframes())), file.getframerate()


def wav(samples: Samples, rate_hz: int) -> bytes:
    """The sound as a wav file."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm_encode(samples))
    return whole.getvalue()
