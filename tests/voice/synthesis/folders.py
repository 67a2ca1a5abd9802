"""A folder that looks like Kokoro's to whoever chooses, though nothing can be spoken with it."""

from __future__ import annotations

from pathlib import Path

VOICES = ("zf_xiaobei", "zm_yunxi", "af_heart", "jf_alpha")


def models_with_kokoro(models_dir: Path, voices: tuple[str, ...] = VOICES) -> Path:
    folder = models_dir / "kokoro"
    (folder / "voices").mkdir(parents=True)
    (folder / "model.onnx").write_bytes(b"a model")
    (folder / "vocab.json").write_text('{"vocab": {}}')
    for voice in voices:
        (folder / "voices" / f"{voice}.bin").write_bytes(voice.encode())
    return models_dir
