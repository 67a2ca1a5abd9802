"""What recognises speech, whichever engine it is.

An engine is started once and lends decoders. A decoder hears one stream at a time, utterance by utterance,
and is used by one thread at a time; all its methods may block. Sound is 16-bit little-endian mono at 16 kHz,
and only what may be speech: silence is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voice.endpointing import Expectation

RATE_HZ = 16000


class EngineFailed(Exception):
    """The engine cannot recognise: its model is damaged, its process went away, it is too slow."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may have been said, with a confidence from 0 to 1 that compares it with the others beside it."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was heard in one utterance, likeliest first; empty when it was no speech."""

    alternatives: tuple[Alternative, ...] = ()

    @property
    def text(self) -> str:
        """The likeliest words; empty when there are none."""
        return self.alternatives[0].text if self.alternatives else ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the speaker was asked, for engines that can make use of it.

    `phrases` are words likely to be said.
    """

    language: str = "zh"
    expect: Expectation = "open"
    phrases: tuple[str, ...] = ()


class Decoder(Protocol):
    """Recognises one utterance after the other."""

    def expect(self, wanted: Wanted) -> None:
        """What the next utterances answer. An utterance under way is not touched."""

    def accept(self, sound: bytes) -> str | None:
        """Hears more and returns the words so far; None from an engine that knows none before the end.

        Raises:
            EngineFailed: The utterance is lost, and the decoder with it.
        """

    def pause(self) -> str | None:
        """Nobody speaks, and perhaps goes on: time for an engine without words before the end to make use of.

        Returns the words so far where they were found out. Called only while there is time to spare.

        Raises:
            EngineFailed: The utterance is lost, and the decoder with it.
        """

    def finish(self) -> Recognised:
        """The utterance is over; the next sound begins another one.

        Raises:
            EngineFailed: The utterance is lost, and the decoder with it.
        """

    def reset(self) -> None:
        """Forgets the utterance under way.

        Raises:
            EngineFailed: The decoder is lost.
        """


class RecognitionEngine(Protocol):
    """Lends decoders. All methods may block; `lend` and `give_back` may be called from any thread."""

    @property
    def name(self) -> str:
        """Which engine: vosk, whisper, server."""

    @property
    def model(self) -> str:
        """Which model, as its folder or address is called."""

    @property
    def languages(self) -> tuple[str, ...]:
        """What it understands, as ISO 639-1 codes."""

    @property
    def streaming(self) -> bool:
        """Words come while somebody still speaks."""

    @property
    def computes_here(self) -> bool:
        """Decoding keeps a core of this machine busy, so there is no use in more threads than cores."""

    def start(self, decoders: int) -> None:
        """Loads the model and makes this many decoders ready to answer without delay.

        Raises:
            EngineFailed: It cannot be used.
        """

    def stop(self) -> None:
        """Lets go of model and decoders. Nothing is lent any more."""

    def lend(self) -> Decoder:
        """A decoder that remembers nothing of those who used it before.

        Raises:
            EngineFailed: There is none.
        """

    def give_back(self, decoder: Decoder, broken: bool = False) -> None:
        """The stream is over. A broken decoder is replaced."""
