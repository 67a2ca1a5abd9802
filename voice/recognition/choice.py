"""Which engine a place has."""

from __future__ import annotations

from pathlib import Path

from voice.recognition.engine import RecognitionEngine

MANDARIN_CODE = "zh"
WHISPER = "whisper-base"


def engine_from(models_dir: Path, choice: str, server: str) -> RecognitionEngine | None:
    """The engine that was chosen, not yet started; None when its model is not there.

    `choice` is auto, vosk, whisper or server, or vosk:LANGUAGE for a model of another language. Chosen
    automatically, a vosk-server whose address is given comes first, then Vosk for Mandarin, then Whisper.

    Raises:
        ValueError: There is no such choice.
    """
    kind, _, language = choice.partition(":")
    if kind not in ("auto", "vosk", "whisper", "server"):
        raise ValueError(f"no engine is called {choice}")
    if kind == "auto":
        return _server(server) or _vosk(models_dir, MANDARIN_CODE) or _whisper(models_dir)
    if kind == "vosk":
        return _vosk(models_dir, language or MANDARIN_CODE)
    return _server(server) if kind == "server" else _whisper(models_dir)


# An engine's library takes seconds and much memory to import, so only the chosen one's is.
def _server(address: str) -> RecognitionEngine | None:
    if not address:
        return None
    from voice.recognition.vosk_server import VoskServerEngine

    return VoskServerEngine(address)


def _vosk(models_dir: Path, language: str) -> RecognitionEngine | None:
    folder = models_dir / f"vosk-{language}"
    if not folder.is_dir():
        return None
    from voice.recognition.vosk_engine import VoskEngine

    return VoskEngine(folder, language)


def _whisper(models_dir: Path) -> RecognitionEngine | None:
    folder = models_dir / WHISPER
    if not (folder / "model.bin").is_file():
        return None
    from voice.recognition.whisper_engine import WhisperEngine

    return WhisperEngine(folder)
