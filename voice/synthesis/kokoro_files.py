"""What is in Kokoro's folder: model.onnx, vocab.json and voices/NAME.bin."""

from __future__ import annotations

import hashlib
from pathlib import Path

_LANGUAGES = {"z": "zh", "a": "en", "b": "en"}


def is_complete(folder: Path) -> bool:
    """Whether the folder holds a model, its vocabulary and at least one voice."""
    return (folder / "model.onnx").is_file() and (folder / "vocab.json").is_file() and bool(voices(folder))


def voices(folder: Path) -> tuple[str, ...]:
    """The names of the voices whose files are there."""
    return tuple(sorted(path.stem for path in (folder / "voices").glob("*.bin")))


def voice_file(folder: Path, voice: str) -> Path:
    return folder / "voices" / f"{voice}.bin"


def language_of(voice: str) -> str | None:
    """The language of a voice of Kokoro, by the first letter of its name; None for those not used here."""
    return _LANGUAGES.get(voice[:1])


def digest(folder: Path, voice: str) -> str:
    """SHA-256 over the model, its vocabulary and one voice: sound of another digest is other sound."""
    whole = hashlib.sha256()
    for path in (folder / "model.onnx", folder / "vocab.json", voice_file(folder, voice)):
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()
