"""Kokoro as a driver of pyttsx3, beside the drivers of the operating systems' voices."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from pyttsx3.voice import Voice

from voice.audio import FULL_SCALE, wav
from voice.synthesis.drivers import KOKORO
from voice.synthesis.kokoro import SAMPLE_RATE, Kokoro
from voice.synthesis.kokoro_files import language_of, voices

NORMAL_RATE = 200
"""What pyttsx3's drivers call their usual speed, in words a minute."""

Phonemes = Callable[[str, str], str]


def register(folder: Path, threads: int, phonemes: Phonemes) -> None:
    """Make `pyttsx3.init(KOKORO)` speak with the model in `folder`.

    `phonemes` makes them of a text and its language ("zh", "en").
    """
    module = ModuleType(f"pyttsx3.drivers.{KOKORO}")
    model = Kokoro(folder, threads)
    module.buildDriver = lambda proxy: KokoroDriver(proxy, model, voices(folder), phonemes)  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module


class KokoroDriver:
    """What pyttsx3 asks of a driver (`pyttsx3.drivers.dummy` documents it); it writes files only."""

    def __init__(self, proxy: Any, model: Kokoro, names: tuple[str, ...], phonemes: Phonemes) -> None:
        self._proxy = proxy
        self._model = model
        self._phonemes = phonemes
        self._voices = [Voice(id=name, name=name, languages=[language_of(name)]) for name in names]
        usual = next((name for name in names if language_of(name) == "zh"), names[0])
        self._properties: dict[str, Any] = {"rate": NORMAL_RATE, "volume": 1.0, "voice": usual}

    def destroy(self) -> None:
        """The model is let go of with the process."""

    def startLoop(self) -> None:  # noqa: N802
        """Everything queued, the end of the loop too, is done before the proxy's `setBusy` returns."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """There is no loop to end."""

    def iterate(self) -> Iterator[None]:
        self._proxy.setBusy(False)
        yield

    def stop(self) -> None:
        """An utterance cannot be stopped half way: whoever has no time ends the process."""

    def say(self, text: str) -> None:
        raise NotImplementedError("speech is written to files")

    def save_to_file(self, text: str, filename: str) -> None:
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        written = False
        try:
            voice = self._properties["voice"]
            sound = self._model.sound(
                self._phonemes(text, language_of(voice) or "en"),
                voice,
                self._properties["rate"] / NORMAL_RATE,
            )
            samples = np.clip(sound * self._properties["volume"] * FULL_SCALE, -FULL_SCALE, FULL_SCALE - 1)
            Path(filename).write_bytes(wav(samples.astype(np.int16), SAMPLE_RATE))
            written = True
        finally:
            self._proxy.notify("finished-utterance", completed=written)
            self._proxy.setBusy(False)

    def getProperty(self, name: str) -> Any:  # noqa: N802
        return self._voices if name == "voices" else self._properties[name]

    def setProperty(self, name: str, value: Any) -> None:  # noqa: N802
        if name not in self._properties:
            raise KeyError(name)
        if name == "voice" and value not in {voice.id for voice in self._voices}:
            raise ValueError("no such voice")
        self._properties[name] = value
