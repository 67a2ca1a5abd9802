"""Sound of one stream in; what its decoder should hear, and when speech began and was over, out.

The decoder hears speech only: from a little before its beginning until a pause is certain. What comes in
between is not decoded, which is most of what a telephone line carries.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from voice.activity import FRAME_S, Activity, Frame
from voice.audio import Samples, mulaw_decode, pcm_decode, pcm_encode
from voice.endpointing import Endpointing, Fact, Patience, SpeechBegan, UtteranceOver

Encoding = Literal["pcm16", "mulaw"]

# The detector is sure of speech up to 0.3 s after its beginning.
_BEFORE_S = 0.4
_KEPT_FRAMES = round(2.0 / FRAME_S)


@dataclass(frozen=True, slots=True)
class Sound:
    """For the decoder: 16-bit little-endian at 16 kHz."""

    pcm: bytes


Step = Sound | Fact


class Ear:
    """Listens to one stream. Used by one thread at a time."""

    def __init__(self, encoding: Encoding, rate_hz: int, patience: Patience) -> None:
        self._encoding = encoding
        self._activity = Activity(rate_hz)
        self._endpointing = Endpointing(patience)
        self._unheard: deque[tuple[float, Frame]] = deque(maxlen=_KEPT_FRAMES)
        self._odd = b""

    @property
    def heard_s(self) -> float:
        """How much of the stream was listened to, in seconds."""
        return self._endpointing.now_s

    def be_patient(self, patience: Patience) -> None:
        """Wait differently, from here on."""
        self._endpointing.patience = patience

    def hear(self, audio: bytes) -> list[Step]:
        """What follows from more of the stream, in order."""
        steps: list[Step] = []
        for frame in self._activity.frames(self._samples(audio)):
            self._unheard.append((self._endpointing.now_s, frame))
            facts = self._endpointing.hear(frame.speech, FRAME_S)
            began = next((fact for fact in facts if isinstance(fact, SpeechBegan)), None)
            cut = any(isinstance(fact, UtteranceOver) and fact.cut for fact in facts)
            steps += (fact for fact in facts if not isinstance(fact, UtteranceOver))
            if began or cut or self._endpointing.speaking:
                _add(steps, self._taken(began.at_s - _BEFORE_S if began else 0.0))
            steps += (fact for fact in facts if isinstance(fact, UtteranceOver))
        return steps

    def finish(self) -> list[Step]:
        """The stream is at its end."""
        return list(self._endpointing.finish())

    def forget(self) -> None:
        """Nothing that was said so far counts."""
        self._endpointing.forget()
        self._activity.reset()
        self._unheard.clear()

    def _samples(self, audio: bytes) -> Samples:
        if self._encoding == "mulaw":
            return mulaw_decode(audio)
        audio = self._odd + audio
        even = len(audio) // 2 * 2
        self._odd = audio[even:]
        return pcm_decode(audio[:even])

    def _taken(self, since_s: float) -> bytes:
        taken = b"".join(pcm_encode(frame.samples) for at_s, frame in self._unheard if at_s >= since_s)
        self._unheard.clear()
        return taken


def _add(steps: list[Step], pcm: bytes) -> None:
    if steps and isinstance(steps[-1], Sound):
        steps[-1] = Sound(steps[-1].pcm + pcm)
    elif pcm:
        steps.append(Sound(pcm))
