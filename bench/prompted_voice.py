"""`python -m bench.prompted_voice`: what hears and speaks, with a Korean Vosk that is told what is asked.

A Vosk model of Mandarin is not in any registry of packages. This decodes all sound with the one of Korean,
of the same make and size, at its true cost, and puts the words of a known recording in place of its own.
"""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from pathlib import Path

from bench import known_voices
from bench.known_voices import BEHIND_S, FOLDER, HEARD_HZ, Found, Recording
from voice import logs
from voice.__main__ import serve
from voice.recognition.engine import Alternative, Decoder, Recognised, Wanted
from voice.recognition.vosk_engine import VoskEngine
from voice.settings import load_settings

MODEL, LANGUAGE = "vosk-ko", "ko"
SURE = 0.5
"""How like a recording what was heard must be; speech of other words comes to 0.3 at most."""
_ENOUGH_S = 0.8
"""Of sound, 0.4 s of which is from before the speech, to look for it while it goes on."""
_AGAIN_S = 0.3


class PromptedEngine:
    """Decodes with Vosk, and says what the recordings in a folder say."""

    streaming = True
    computes_here = True
    name = "prompted"
    languages = ("zh",)

    def __init__(self, vosk: VoskEngine, folder: Path) -> None:
        self.model = vosk.model
        self._vosk, self._folder = vosk, folder

    def start(self, decoders: int) -> None:
        self._vosk.start(decoders)

    def stop(self) -> None:
        self._vosk.stop()

    def lend(self) -> Decoder:
        return PromptedDecoder(self._vosk.lend(), known_voices.kept(self._folder))

    def give_back(self, decoder: Decoder, broken: bool = False) -> None:
        if not isinstance(decoder, PromptedDecoder):
            raise TypeError("not a decoder of this engine")
        self._vosk.give_back(decoder.inner, broken)


class PromptedDecoder:
    """The words come as they would: in proportion to how much of the recording was heard, a little late."""

    def __init__(self, inner: Decoder, recordings: tuple[Recording, ...]) -> None:
        self.inner = inner
        self._recordings = recordings
        self._heard = bytearray()
        self._found: Found | None = None
        self._look_at_s = _ENOUGH_S

    def expect(self, wanted: Wanted) -> None:
        self.inner.expect(wanted)

    def accept(self, sound: bytes) -> str:
        self.inner.accept(sound)
        self._heard += sound
        if self._found is None and self._heard_s >= self._look_at_s:
            self._look_at_s = self._heard_s + _AGAIN_S
            self._found = self._known()
        return self._so_far(self._heard_s - BEHIND_S)

    def pause(self) -> str | None:
        """All that was heard, if the inner decoder finds that out as well."""
        return None if self.inner.pause() is None else self._so_far(self._heard_s)

    def finish(self) -> Recognised:
        self.inner.finish()
        found = self._known()
        self._begin_again()
        if found is None:
            return Recognised()
        return Recognised((Alternative(found.words, 1.0),))

    def reset(self) -> None:
        self.inner.reset()
        self._begin_again()

    @property
    def _heard_s(self) -> float:
        return len(self._heard) / (2 * HEARD_HZ)

    def _known(self) -> Found | None:
        found = known_voices.likest(bytes(self._heard), self._recordings)
        return found if found is not None and found.likeness >= SURE else None

    def _so_far(self, heard_s: float) -> str:
        if self._found is None or not self._found.lasts_s:
            return ""
        share = min(1.0, max(0.0, (self._found.at_s + heard_s) / self._found.lasts_s))
        return self._found.words[: round(share * len(self._found.words))]

    def _begin_again(self) -> None:
        self._heard.clear()
        self._found, self._look_at_s = None, _ENOUGH_S


def main() -> int:
    settings = load_settings(os.environ)
    logs.configure(settings.log_level)
    logs.catch_uncaught()
    folder = Path(os.environ["BANGBAN_DATA_DIR"]) / FOLDER
    asyncio.run(serve(settings, partial(_engine, settings.models_dir, folder)))
    return 0


def _engine(models_dir: Path, folder: Path) -> PromptedEngine | None:
    model = models_dir / MODEL
    return PromptedEngine(VoskEngine(model, LANGUAGE), folder) if model.is_dir() else None


if __name__ == "__main__":
    sys.exit(main())
