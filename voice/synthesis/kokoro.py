"""Kokoro-82M (int8) on onnxruntime: phonemes to sound."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from voice.synthesis.kokoro_files import voice_file, voices

SAMPLE_RATE = 24_000
_LONGEST = 510
_STYLE = 256


class Kokoro:
    """One loaded model (about 600 MB of memory). Raises OSError or ValueError where a file is not usable."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # A spinning thread takes the processor from whoever else works on the machine, and from its own kind.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._vocabulary: dict[str, int] = json.loads((folder / "vocab.json").read_text())["vocab"]
        self._folder = folder
        self._styles: dict[str, NDArray[np.float32]] = {}

    def sound(self, phonemes: str, voice: str, speed: float = 1.0) -> NDArray[np.float32]:
        """Samples between -1 and 1 at 24 kHz; phonemes the model does not know are left out."""
        styles = self._style(voice)
        parts = []
        for part in _parts(phonemes):
            tokens = [self._vocabulary[sign] for sign in part if sign in self._vocabulary]
            if not tokens:
                continue
            feed = {
                "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
                "style": styles[min(len(tokens), _LONGEST) - 1],
                "speed": np.array([speed], dtype=np.float32),
            }
            parts.append(np.asarray(self._session.run(None, feed)[0], dtype=np.float32).ravel())
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _style(self, voice: str) -> NDArray[np.float32]:
        if voice not in self._styles:
            if voice not in voices(self._folder):
                raise ValueError("no such voice")
            values = np.fromfile(voice_file(self._folder, voice), dtype=np.float32)
            self._styles[voice] = values.reshape(_LONGEST, 1, _STYLE)
        return self._styles[voice]


def _parts(phonemes: str) -> list[str]:
    """Pieces the model can take in one go, cut after punctuation, else at a space."""
    parts = []
    rest = phonemes
    while len(rest) > _LONGEST:
        head = rest[:_LONGEST]
        cuts = [match.end() for match in re.finditer(r"[.!?;:,] ", head)] or [
            match.end() for match in re.finditer(r" ", head)
        ]
        cut = cuts[-1] if cuts else _LONGEST
        parts.append(rest[:cut])
        rest = rest[cut:]
    return [*parts, rest]
