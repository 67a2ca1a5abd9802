"""The process in which pyttsx3 speaks: one driver, one utterance at a time, told on its standard input.

A line in is JSON: {"text", "voice"} (a whole utterance) or {"voices": true}. The answer is a line of JSON:
{"bytes": n} with n bytes of 24 kHz mono 16-bit sound after it, {"voices": [{"id", "languages"}]} or
{"error": code}. The end of its input ends the process. pyttsx3 writes only the last of several queued files
and cannot be shared by threads, so every utterance is a run of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import jieba
import pyttsx3

from voice.audio import pcm_encode, read_wav, resample
from voice.synthesis import espeak, kokoro_driver
from voice.synthesis.drivers import ESPEAK, KOKORO, SYSTEM
from voice.synthesis.finish import finished
from voice.synthesis.phonemes import english_phonemes, mandarin_phonemes

SAMPLE_RATE = 24_000
_IDLE_NICENESS = 19


def main() -> None:
    options = _options()
    answers = _answers()
    if options.idle:
        with contextlib.suppress(AttributeError):
            os.nice(_IDLE_NICENESS)
    engine = _Engine(options.driver, Path(options.folder), options.threads, options.scratch)
    _write(answers, {"ready": True})
    for line in sys.stdin.buffer:
        _answer(engine, json.loads(line), answers)


class _Engine:
    """One driver of pyttsx3."""

    def __init__(self, driver: str, folder: Path, threads: int, scratch: str | None) -> None:
        self._scratch = scratch
        jieba.setLogLevel(logging.WARNING)
        if driver == KOKORO:
            kokoro_driver.register(folder, threads, _phonemes())
        if driver == ESPEAK:
            os.environ.setdefault("ESPEAK_DATA_PATH", espeak.data_folder())
            espeak.load_shared()
        self._engine = pyttsx3.init(None if driver == SYSTEM else driver)
        self._failures: list[Exception] = []
        self._engine.connect("error", lambda name, exception: self._failures.append(exception))
        if driver == KOKORO:
            self.sound("你好", None)

    def voices(self) -> list[dict[str, Any]]:
        return [
            {"id": voice.id, "languages": [str(one) for one in voice.languages or () if one]}
            for voice in self._engine.getProperty("voices")
        ]

    def sound(self, text: str, voice: str | None) -> bytes:
        self._failures.clear()
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            file = Path(folder) / "utterance.wav"
            if voice is not None:
                self._engine.setProperty("voice", voice)
            self._engine.save_to_file(text, str(file))
            with contextlib.redirect_stdout(io.StringIO()):
                self._engine.runAndWait()
            if self._failures:
                raise self._failures[0]
            samples, rate = read_wav(file)
        return pcm_encode(finished(resample(samples, rate, SAMPLE_RATE), SAMPLE_RATE))


def _phonemes() -> Callable[[str, str], str]:
    words = espeak.Espeak().phonemes

    def phonemes(text: str, language: str) -> str:
        return mandarin_phonemes(text, words) if language == "zh" else english_phonemes(text, words)

    return phonemes


def _answer(engine: _Engine, asked: dict[str, Any], answers: BinaryIO) -> None:
    if "voices" in asked:
        _write(answers, {"voices": engine.voices()})
        return
    try:
        sound = engine.sound(asked["text"], asked["voice"])
    except Exception as error:  # noqa: BLE001 - a driver may raise anything; the parent says which engine failed
        _write(answers, {"error": type(error).__name__})
        return
    _write(answers, {"bytes": len(sound)})
    answers.write(sound)
    answers.flush()


def _write(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _answers() -> BinaryIO:
    """The pipe to the parent; what libraries print goes to the standard error instead."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("driver", choices=(KOKORO, ESPEAK, SYSTEM))
    parser.add_argument("--folder", default=".")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--scratch")
    parser.add_argument("--idle", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
