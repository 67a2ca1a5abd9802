"""One rendering of a piece of text at the usual speed, and the speeds and formats that are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from voice.audio import Samples, louder, pcm_decode
from voice.cache import AudioCache, sound_name
from voice.speakable import reading
from voice.speech.formats import BASE, RAW, SPOKEN_HZ, Format
from voice.speech.recent import Recent
from voice.stretch import stretched
from voice.synthesis.choose import Speaker

USUAL_RATE = 100

_HOW_IT_IS_MADE = 1
"""The number of the way sound is trimmed, levelled and stretched: with another number it is made again."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words as they are read, and who reads them."""

    words: str
    speaker: Speaker

    def name(self, rate: int, sound_format: str) -> str:
        """The name in the cache. The readings of the characters are part of it."""
        made_by = (self.speaker.engine, self.speaker.voice, self.speaker.digest, _HOW_IT_IS_MADE)
        return sound_name(*made_by, rate, sound_format, *_read(self.words, self.speaker.language))


@lru_cache(maxsize=4096)
def _read(words: str, language: str) -> tuple[str, ...]:
    if language != "zh":
        return (words,)
    return (words, *(" ".join(piece.pinyin or ()) for piece in reading(words)))


class Renderings:
    """What is there of an utterance. `lasting` sound is kept in files, the other in memory for a while."""

    def __init__(self, cache: AudioCache, recent: Recent) -> None:
        self._cache = cache
        self._recent = recent

    def keep(self, utterance: Utterance, sound: bytes, lasting: bool) -> None:
        """Keep the rendering at the usual speed, 24 kHz."""
        self._put(utterance.name(USUAL_RATE, BASE), sound, lasting)

    def find(self, utterance: Utterance, rate: int, sound_format: str) -> bytes | None:
        """The sound, made from the rendering where it is not there itself; None without a rendering."""
        return self._found(utterance, rate, RAW[sound_format])[0]

    def find_louder(self, utterance: Utterance, rate: int, gain: float, sound_format: str) -> bytes | None:
        """The same with a gain in dB; without one it is what `find` gives."""
        if not gain:
            return self.find(utterance, rate, sound_format)
        sound, _ = self._found(utterance, rate, RAW[BASE])
        return None if sound is None else RAW[sound_format].encoded(louder(pcm_decode(sound), gain))

    def kept(self, utterance: Utterance, sound: bytes, rate: int, gain: float, sound_format: str) -> bytes:
        """Keep a rendering for a while, and give what was wanted of it."""
        self.keep(utterance, sound, lasting=False)
        return RAW[sound_format].encoded(louder(stretched(pcm_decode(sound), SPOKEN_HZ, rate), gain))

    def make_lasting(self, utterance: Utterance, rates: Iterable[int], formats: Iterable[str]) -> bool:
        """Keep in files all these speeds and formats; False where there is no rendering to make them from."""
        base = self._base(utterance)
        if base is None:
            return False
        sound, lasting = base
        if not lasting:
            self.keep(utterance, sound, lasting=True)
        for rate in rates:
            for sound_format in formats:
                name = utterance.name(rate, sound_format)
                if self._cache.get(name) is None:
                    self._cache.put(name, self._made(sound, rate, RAW[sound_format]))
        return True

    def _found(self, utterance: Utterance, rate: int, wanted: Format) -> tuple[bytes | None, bool]:
        name = utterance.name(rate, wanted.name)
        there = self._get(name)
        if there is not None:
            return there
        base = self._base(utterance)
        if base is None:
            return None, False
        sound, lasting = base
        made = self._made(sound, rate, wanted)
        self._put(name, made, lasting)
        return made, lasting

    def _base(self, utterance: Utterance) -> tuple[bytes, bool] | None:
        return self._get(utterance.name(USUAL_RATE, BASE))

    def _made(self, sound: bytes, rate: int, wanted: Format) -> bytes:
        samples: Samples = stretched(pcm_decode(sound), SPOKEN_HZ, rate)
        return wanted.encoded(samples)

    def _get(self, name: str) -> tuple[bytes, bool] | None:
        kept = self._cache.get(name)
        if kept is not None:
            return kept, True
        recent = self._recent.get(name)
        return None if recent is None else (recent, False)

    def _put(self, name: str, sound: bytes, lasting: bool) -> None:
        if lasting:
            self._cache.put(name, sound)
        else:
            self._recent.put(name, sound)
