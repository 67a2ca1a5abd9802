"""A text as segments of sound: whole sentences where they were made before, else clause by clause."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from voice.speakable import Language, speakable
from voice.speech.formats import RAW
from voice.speech.pieces import clauses, sentences
from voice.speech.renderings import Renderings, Utterance
from voice.synthesis.choose import Speaker

SENTENCE_PAUSE_MS = 350
CLAUSE_PAUSE_MS = 120

Synthesis = Callable[[Utterance], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is said: `rate` in per cent of the usual speed, `gain` in dB, the name of the raw format."""

    rate: int = 100
    gain: float = 0.0
    sound_format: str = "mulaw8000"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence or a clause as it was written, and its sound with the pause after it."""

    text: str
    audio: bytes
    cached: bool
    duration_ms: int
    last: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in a whole text a sentence is heard."""

    text: str
    start_ms: int
    end_ms: int


class Saying:
    """Makes the sound of texts; `synthesis` gives 24 kHz sound of an utterance that was not made before."""

    def __init__(self, renderings: Renderings, synthesis: Synthesis) -> None:
        self._renderings = renderings
        self._synthesis = synthesis

    async def segments(self, text: str, speaker: Speaker, manner: Manner) -> AsyncIterator[Segment]:
        """The segments in order, each as soon as it is there. Raises SpeechFailed."""
        whole = sentences(text)
        for number, sentence in enumerate(whole, start=1):
            last_sentence = number == len(whole)
            utterance = Utterance(speakable(sentence, _language(speaker)), speaker)
            audio = await self._found(utterance, manner)
            if audio is not None:
                yield _segment(sentence, audio, manner, True, SENTENCE_PAUSE_MS, last_sentence)
                continue
            pieces = _clauses(sentence, utterance.words)
            for place, (written, words) in enumerate(pieces, start=1):
                ends = place == len(pieces)
                clause = Utterance(words, speaker)
                found = await self._found(clause, manner)
                audio = found if found is not None else await self._made(clause, manner)
                pause = SENTENCE_PAUSE_MS if ends else CLAUSE_PAUSE_MS
                yield _segment(written, audio, manner, found is not None, pause, ends and last_sentence)

    async def whole(self, text: str, speaker: Speaker, manner: Manner) -> tuple[bytes, list[Mark]]:
        """All of a text in one piece, and where each sentence is in it. Raises SpeechFailed."""
        parts: list[bytes] = []
        marks: list[Mark] = []
        wanted = RAW[manner.sound_format]
        pause = wanted.silence(SENTENCE_PAUSE_MS * 100 / manner.rate)
        length = 0
        for sentence in sentences(text):
            if parts:
                parts.append(pause)
                length += len(pause)
            utterance = Utterance(speakable(sentence, _language(speaker)), speaker)
            audio = await self._found(utterance, manner)
            if audio is None:
                audio = await self._made(utterance, manner)
            start = wanted.duration_ms(length)
            parts.append(audio)
            length += len(audio)
            marks.append(Mark(sentence, start, wanted.duration_ms(length)))
        return b"".join(parts), marks

    async def _found(self, utterance: Utterance, manner: Manner) -> bytes | None:
        return await asyncio.to_thread(
            self._renderings.find_louder, utterance, manner.rate, manner.gain, manner.sound_format
        )

    async def _made(self, utterance: Utterance, manner: Manner) -> bytes:
        sound = await self._synthesis(utterance)
        return await asyncio.to_thread(
            self._renderings.kept, utterance, sound, manner.rate, manner.gain, manner.sound_format
        )


def _segment(text: str, audio: bytes, manner: Manner, cached: bool, pause_ms: int, last: bool) -> Segment:
    wanted = RAW[manner.sound_format]
    if not last:
        audio += wanted.silence(pause_ms * 100 / manner.rate)
    return Segment(text, audio, cached, wanted.duration_ms(len(audio)), last)


def _clauses(sentence: str, words: str) -> list[tuple[str, str]]:
    """The clauses as written and as read; as read only, where the two do not come out as the same number."""
    written, read = clauses(sentence), clauses(words)
    if len(written) != len(read):
        written = read
    return list(zip(written, read, strict=True))


def _language(speaker: Speaker) -> Language:
    return "en" if speaker.language == "en" else "zh"
