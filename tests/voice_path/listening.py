"""What was heard on the telephone as words again, and how well that is what should have been said."""

from __future__ import annotations

import opencc

from assistant.channels import mulaw
from assistant.channels.mulaw import FRAME_BYTES, FRAME_S
from assistant.channels.wav_files import audible
from tests.voice.models_here import model_folder
from voice.audio import mulaw_decode, pcm_encode, resample
from voice.intelligibility import HEARD_HZ, TELEPHONE_HZ, syllables
from voice.recognition.whisper_engine import WhisperEngine
from voice.speakable import speakable

PAUSE_S = 0.4
"""A pause between sentences, where the recogniser may begin anew."""
PIECE_S = 12.0
"""It hears 30 s at once, and leaves out less when it is given less."""

_FIGURES = str.maketrans("0123456789", "零一二三四五六七八九")


class Listener:
    """Hears what is said in calls. Several threads may listen at once."""

    def __init__(self) -> None:
        self._engine = WhisperEngine(model_folder("whisper-base"))
        self._engine.start(1)
        self._simplified = opencc.OpenCC("t2s")

    def words(self, sound: bytes) -> str:
        """The words of mu-law, in simplified characters."""
        return " ".join(self._words(piece) for piece in pieces(sound))

    def close(self) -> None:
        self._engine.stop()

    def _words(self, sound: bytes) -> str:
        decoder = self._engine.lend()
        decoder.accept(pcm_encode(resample(mulaw_decode(sound), TELEPHONE_HZ, HEARD_HZ)))
        return str(self._simplified.convert(decoder.finish().text))


def pieces(sound: bytes) -> list[bytes]:
    """Mu-law cut in pauses, into pieces as long as the recogniser hears well; silence alone is left out."""
    found, piece, quiet = list[bytes](), bytearray(), 0
    for at in range(0, len(sound), FRAME_BYTES):
        frame = sound[at : at + FRAME_BYTES]
        piece += frame
        quiet = 0 if audible(frame) else quiet + 1
        if quiet * FRAME_S >= PAUSE_S and len(piece) >= PIECE_S / 2 * mulaw.RATE:
            found.append(bytes(piece))
            piece.clear()
    found.append(bytes(piece))
    return [one for one in found if any(map(audible, _frames(one)))]


def likeness(words: str, heard: str) -> float:
    """How much of `words` is somewhere in `heard`: 1 all of it, 0 nothing. Counted are syllables.

    A recogniser writes figures, which are read as numbers and one by one: whichever is more alike counts.
    """
    return max(
        _likeness(speakable(words, "zh"), speakable(heard, "zh")),
        _likeness(*map(_one_by_one, (words, heard))),
    )


def _likeness(words: str, heard: str) -> float:
    wanted = syllables(words)
    return 1 - _changes(wanted, syllables(heard)) / max(1, len(wanted))


def _one_by_one(text: str) -> str:
    return text.translate(_FIGURES)


def _changes(wanted: list[str], there: list[str]) -> int:
    """The fewest changes, omissions and additions that make `wanted` of some stretch of `there`."""
    row = [0] * (len(there) + 1)
    for number, one in enumerate(wanted, start=1):
        previous, row[0] = row[0], number
        for place, other in enumerate(there, start=1):
            changed = previous + (one != other)
            previous = row[place]
            row[place] = min(row[place] + 1, row[place - 1] + 1, changed)
    return min(row)


def _frames(sound: bytes) -> list[bytes]:
    return [sound[at : at + FRAME_BYTES] for at in range(0, len(sound), FRAME_BYTES)]
