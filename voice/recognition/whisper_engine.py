"""Whisper, for places where no Vosk model of Mandarin is to be had: better words, but none before the end.

An utterance takes about as long whether it is short or long, since the model always hears 30 seconds; each
runs on one thread, as many at a time as there are cores. Mandarin comes in whichever characters the model
likes, often traditional ones: whoever reads the text makes them simplified, as for text messages.

It is prompted only where a yes or a no was asked for. Of one syllable it makes other words (部队 of 不对):
on the telephone the prompt made 对, 不对, 不是, 好, 行 and 中 right, and left longer answers as they were.
Elsewhere a prompt harms. On seven public recordings one of service words took the characters it got wrong
from 7 to 10 percent (from 12 to 16 through a telephone), and as hot words they appeared in sentences without
them.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel
from numpy.typing import NDArray

from voice.audio import FULL_SCALE, pcm_decode
from voice.recognition.believing import Piece, believed
from voice.recognition.engine import RATE_HZ, Alternative, Decoder, EngineFailed, Recognised, Wanted
from voice.recognition.warming import like_speech

_SHORTEST_S = 0.2
_LONGEST_S = 29.0
# Mandarin is spoken at up to eight characters a second, and a character is at most three tokens.
_TOKENS_PER_S = 24
_LEAST_TOKENS = 24
_YES_AND_NO = {"zh": "对。不对。是的。不是。好。不要。"}


class WhisperEngine:
    """A faster-whisper model in a folder, computed with 8-bit integers."""

    streaming = False
    computes_here = True
    name = "whisper"
    languages = ("zh", "en")

    def __init__(self, folder: Path) -> None:
        self.model = folder.name
        self._folder = folder
        self._loaded: WhisperModel | None = None

    def start(self, decoders: int) -> None:
        """Loads the model and recognises once, which makes its working memory."""
        try:
            self._loaded = WhisperModel(
                str(self._folder),
                device="cpu",
                compute_type="int8",
                cpu_threads=1,
                num_workers=os.cpu_count() or 1,
                local_files_only=True,
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise EngineFailed("the model cannot be loaded") from error
        warm = WhisperDecoder(self._loaded)
        warm.accept(like_speech())
        warm.finish()

    def stop(self) -> None:
        """Drops the model."""
        self._loaded = None

    def lend(self) -> Decoder:
        """A decoder; it is no more than the sound it keeps until the end of the utterance."""
        if self._loaded is None:
            raise EngineFailed("the engine is not started")
        return WhisperDecoder(self._loaded)

    def give_back(self, decoder: Decoder, broken: bool = False) -> None:
        """Nothing is kept of a decoder."""


class WhisperDecoder:
    """Keeps the sound of an utterance and recognises it at its end."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model
        self._wanted = Wanted()
        self._sound = bytearray()
        self._ahead: Recognised | None = None

    def expect(self, wanted: Wanted) -> None:
        """The language makes a difference, and that a yes or a no was asked for."""
        self._wanted = wanted

    def accept(self, sound: bytes) -> None:
        """Keeps it."""
        self._sound += sound
        self._ahead = None

    def pause(self) -> str:
        """Recognises what there is, which is all there will be when nobody goes on."""
        self._ahead = self._ahead or self._decoded()
        return self._ahead.text

    def finish(self) -> Recognised:
        """The words, unless they are ones that Whisper says when it hears nothing."""
        heard = self._ahead or self._decoded()
        self.reset()
        return heard

    def reset(self) -> None:
        """Drops the sound."""
        self._sound.clear()
        self._ahead = None

    def _decoded(self) -> Recognised:
        sound = pcm_decode(bytes(self._sound)).astype(np.float32) / FULL_SCALE
        if len(sound) < _SHORTEST_S * RATE_HZ:
            return Recognised()
        try:
            return self._recognised(sound[: round(_LONGEST_S * RATE_HZ)])
        except (RuntimeError, ValueError) as error:
            raise EngineFailed("the sound cannot be decoded") from error

    def _recognised(self, sound: NDArray[np.float32]) -> Recognised:
        seconds, wanted = len(sound) / RATE_HZ, self._wanted
        pieces, _ = self._model.transcribe(
            sound,
            language=wanted.language if wanted.language in WhisperEngine.languages else "zh",
            beam_size=5,
            initial_prompt=_YES_AND_NO.get(self._wanted.language)
            if self._wanted.expect == "yes_no"
            else None,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            max_new_tokens=_LEAST_TOKENS + round(_TOKENS_PER_S * seconds),
        )
        heard = [
            Piece(piece.text, piece.avg_logprob, piece.no_speech_prob, piece.compression_ratio)
            for piece in pieces
        ]
        text, confidence = believed(heard, seconds)
        return Recognised((Alternative(text, confidence),)) if text else Recognised()
