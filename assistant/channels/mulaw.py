"""Mu-law, in which telephone sound travels: 8,000 samples a second, one byte each (ITU-T G.711)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 8000
"""Samples, and bytes, in a second."""
FRAME_S = 0.02
FRAME_BYTES = 160
"""What the provider sends and takes at once: 20 ms."""
SILENCE = b"\xff"
"""One sample of silence."""

_BIAS = 0x84
_CLIP = 32635

Samples = npt.NDArray[np.int16]


def encode(samples: npt.ArrayLike) -> bytes:
    """Samples of 16 bits as mu-law; those that are too loud are cut off."""
    wide = np.asarray(samples, dtype=np.int32)
    sign = np.where(wide < 0, 0x80, 0)
    magnitude = np.minimum(np.abs(wide), _CLIP) + _BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    code: npt.NDArray[np.uint8] = (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)
    return code.tobytes()


def decode(audio: bytes) -> Samples:
    """Samples of 16 bits, from mu-law."""
    return _DECODED[np.frombuffer(audio, dtype=np.uint8)]


def level(audio: bytes) -> float:
    """How loud it is: the root of the mean square, of 32,767. 0 when there is nothing."""
    return float(np.sqrt(np.mean(np.square(decode(audio).astype(np.float64))))) if audio else 0.0


def _decoded() -> Samples:
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    magnitude = ((((code & 0x0F) << 3) + _BIAS) << ((code >> 4) & 0x07)) - _BIAS
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


_DECODED = _decoded()
