"""Vosk: words while somebody speaks, from one model shared by all streams.

A recogniser builds its search graph while it first hears speech, which stops it for up to a second; so a pool
of them hears something like speech before the first resident does. It goes on building with every sentence
that is different, so the decoder lent next is the one used last. Each costs 46 MB.
"""

from __future__ import annotations

import json
import math
import os
import queue
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import vosk

from voice.recognition.engine import RATE_HZ, Alternative, Decoder, EngineFailed, Recognised, Wanted
from voice.recognition.narrowing import better, sentences
from voice.recognition.warming import like_speech
from voice.recognition.words import joined

ALTERNATIVES = 5

_CHUNK_BYTES = RATE_HZ // 10 * 2
_LEND_TIMEOUT_S = 2.0
_UNKNOWN_WORD = "[unk]"
_SILENCE = bytes(RATE_HZ * 3 // 10 * 2)


class VoskEngine:
    """A Vosk model in a folder. `languages` is what its folder's name says."""

    streaming = True
    computes_here = True
    name = "vosk"

    def __init__(self, folder: Path, language: str) -> None:
        self.model = folder.name
        self.languages = (language,)
        self._folder = folder
        self._loaded: vosk.Model | None = None
        self._pool: queue.LifoQueue[VoskDecoder] = queue.LifoQueue()

    def start(self, decoders: int) -> None:
        """Loads the model and warms a pool, as many decoders at a time as there are cores."""
        vosk.SetLogLevel(-1)
        try:
            self._loaded = vosk.Model(str(self._folder))
        # The library raises nothing more special.
        except Exception as error:
            raise EngineFailed("the model cannot be loaded") from error
        with ThreadPoolExecutor(os.cpu_count() or 1, "voice-warming") as warming:
            for decoder in warming.map(lambda _: self._warmed(), range(decoders)):
                self._pool.put(decoder)

    def stop(self) -> None:
        """Drops the pool; a decoder that is lent keeps the model until it is given back."""
        self._pool = queue.LifoQueue()
        self._loaded = None

    def lend(self) -> Decoder:
        """A warm decoder of the pool."""
        try:
            return self._pool.get(timeout=_LEND_TIMEOUT_S)
        except queue.Empty as error:
            raise EngineFailed("no decoder is free") from error

    def give_back(self, decoder: Decoder, broken: bool = False) -> None:
        """Forgets what the decoder heard, or makes another one when it is broken."""
        if self._loaded is None:
            return
        if not isinstance(decoder, VoskDecoder):
            raise TypeError("not a decoder of this engine")
        if not broken:
            try:
                decoder.reset()
                decoder.expect(Wanted())
                self._pool.put(decoder)
                return
            except EngineFailed:
                pass
        self._pool.put(self._warmed())

    @property
    def free(self) -> int:
        """How many decoders wait to be lent."""
        return self._pool.qsize()

    def _warmed(self) -> VoskDecoder:
        decoder = VoskDecoder(self._loaded, narrows=(self._folder / "graph" / "Gr.fst").exists())
        speech = like_speech()
        for start in range(0, len(speech), _CHUNK_BYTES):
            decoder.accept(speech[start : start + _CHUNK_BYTES])
        decoder.finish()
        decoder.reset()
        return decoder


@dataclass(slots=True)
class _Heard:
    """The parts of an utterance that Vosk has ended itself."""

    parts: list[Recognised] = field(default_factory=list)
    begun: bool = False


class VoskDecoder:
    """A recogniser of all words and, where the model allows it, one beside it of the answers to a closed
    question.
    """

    def __init__(self, model: vosk.Model, narrows: bool) -> None:
        self._model = model
        self._narrows = narrows
        self._open = _recogniser(model)
        self._wanted = Wanted()
        self._grammars: dict[tuple[str, ...], Any] = {}
        self._narrow: Any = None
        self._heard = _Heard()
        self._sound_bytes = 0

    @property
    def practised_s(self) -> float:
        """How much sound it has decoded in its life; one that has decoded none stops at its first speech."""
        return self._sound_bytes / (2 * RATE_HZ)

    def expect(self, wanted: Wanted) -> None:
        """Counts from the next utterance."""
        self._wanted = wanted

    def accept(self, sound: bytes) -> str:
        """Decodes; Vosk's own ends of sentences are only parts of an utterance."""
        self._sound_bytes += len(sound)
        if not self._heard.begun:
            self._heard.begun = True
            self._narrow = self._narrow_for(self._wanted)
        if _accept(self._open, sound):
            self._heard.parts.append(_recognised(self._open.Result()))
        if self._narrow:
            _accept(self._narrow, sound)
        partial = json.loads(self._open.PartialResult()).get("partial", "")
        return joined(" ".join([part.text for part in self._heard.parts if part.text] + [partial]))

    def pause(self) -> str:
        """Brings out the last word, which Vosk holds back until it has heard a little more."""
        return self.accept(_SILENCE)

    def finish(self) -> Recognised:
        """The words of the whole utterance."""
        heard = _together([*self._heard.parts, _recognised(self._open.FinalResult())])
        if self._narrow:
            heard = better(heard, _narrow_text(self._narrow), knows_others=self._knows_others)
        self._begin_again()
        return heard

    def reset(self) -> None:
        """Forgets the utterance under way."""
        self._open.FinalResult()
        self._begin_again()

    @property
    def _knows_others(self) -> bool:
        return bool(self._model.vosk_model_find_word(_UNKNOWN_WORD) >= 0)

    def _begin_again(self) -> None:
        self._open.Reset()
        if self._narrow:
            self._narrow.Reset()
        self._heard, self._narrow = _Heard(), None

    def _narrow_for(self, wanted: Wanted) -> Any:
        """The recogniser for the expected answers; None when the model cannot have one or does not know a
        word.
        """
        if not self._narrows:
            return None
        known = sentences(wanted, lambda word: self._model.vosk_model_find_word(word) >= 0)
        if not known:
            return None
        if known not in self._grammars:
            # Each costs little, but menus are many: only what was asked last is worth keeping.
            while len(self._grammars) >= 4:
                self._grammars.pop(next(iter(self._grammars)))
            words = list(known) + ([_UNKNOWN_WORD] if self._knows_others else [])
            self._grammars[known] = _recogniser(self._model, json.dumps(words, ensure_ascii=False))
        return self._grammars[known]


def _recogniser(model: vosk.Model, *grammar: str) -> Any:
    recogniser = vosk.KaldiRecognizer(model, RATE_HZ, *grammar)
    recogniser.SetMaxAlternatives(ALTERNATIVES)
    return recogniser


def _accept(recogniser: Any, sound: bytes) -> bool:
    try:
        return bool(recogniser.AcceptWaveform(sound))
    # The library raises nothing more special.
    except Exception as error:
        raise EngineFailed("the sound cannot be decoded") from error


def _narrow_text(recogniser: Any) -> str:
    alternatives = json.loads(recogniser.FinalResult()).get("alternatives", [])
    return str(alternatives[0]["text"]) if alternatives else ""


def _recognised(result: str) -> Recognised:
    """What a result says.

    Vosk's confidences are log likelihoods: made to shares of what the alternatives have.
    """
    alternatives = [each for each in json.loads(result).get("alternatives", []) if joined(each["text"])]
    if not alternatives:
        return Recognised()
    most = max(each["confidence"] for each in alternatives)
    weights = [math.exp(each["confidence"] - most) for each in alternatives]
    return Recognised(
        tuple(
            Alternative(joined(each["text"]), weight / sum(weights))
            for each, weight in zip(alternatives, weights, strict=True)
        )
    )


def _together(parts: list[Recognised]) -> Recognised:
    """One utterance of its parts: the likeliest of each, and as alternatives another reading of a single
    part.
    """
    said = [part for part in parts if part.alternatives]
    if len(said) < 2:
        return said[0] if said else Recognised()
    readings: dict[str, float] = {}
    for changed, part in enumerate(said):
        for alternative in part.alternatives:
            texts = [alternative.text if at == changed else other.text for at, other in enumerate(said)]
            text = joined(" ".join(texts))
            readings[text] = max(readings.get(text, 0.0), alternative.confidence)
    first = joined(" ".join(part.text for part in said))
    others = sorted((text for text in readings if text != first), key=lambda text: -readings[text])
    best = [first, *others][:ALTERNATIVES]
    return Recognised(tuple(Alternative(text, readings[text]) for text in best))
