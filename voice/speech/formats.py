"""The formats speech is given in, all made of 24 kHz mono 16-bit sound."""

from __future__ import annotations

from dataclasses import dataclass

from voice.audio import Samples, mulaw_encode, pcm_decode, pcm_encode, resample, wav

SPOKEN_HZ = 24_000
BASE = "pcm24000"


@dataclass(frozen=True, slots=True)
class Format:
    """Sound as bytes without a header."""

    name: str
    sample_rate: int
    mulaw: bool = False

    def encoded(self, samples: Samples) -> bytes:
        """24 kHz samples in this format."""
        at_rate = resample(samples, SPOKEN_HZ, self.sample_rate)
        return mulaw_encode(at_rate) if self.mulaw else pcm_encode(at_rate)

    def duration_ms(self, size: int) -> int:
        """How long `size` bytes sound."""
        return round(1000 * size / (self.sample_rate * (1 if self.mulaw else 2)))

    def silence(self, milliseconds: float) -> bytes:
        count = int(self.sample_rate * milliseconds / 1000)
        return b"\xff" * count if self.mulaw else b"\x00\x00" * count


RAW = {
    one.name: one
    for one in (
        Format("mulaw8000", 8000, mulaw=True),
        Format("pcm8000", 8000),
        Format("pcm16000", 16000),
        Format(BASE, SPOKEN_HZ),
    )
}
WHOLE = {
    "wav24000": RAW[BASE],
    "wav16000": RAW["pcm16000"],
    "wav8000": RAW["pcm8000"],
    "mulaw8000": RAW["mulaw8000"],
}


def filed(audio: bytes, wanted: str) -> bytes:
    """The sound as one of `WHOLE`: a wav file, or mu-law as it is."""
    if wanted == "mulaw8000":
        return audio
    return wav(pcm_decode(audio), WHOLE[wanted].sample_rate)
