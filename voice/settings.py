"""What can be set for the process that hears and speaks, from the environment.

The names are those of the whole installation (docs/settings.md); a relative folder lies in the data folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent
LOWEST_PORT, HIGHEST_PORT = 1, 65535
MOST_STREAMS = 200
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
ENGINE = re.compile(r"auto|server|whisper|vosk(:[a-z0-9-]+)?", re.ASCII)
VOICE_NAME = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)


class SettingsWrong(Exception):
    """One sentence a line for each setting that cannot be used."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`engine` is what recognises: auto, server, whisper, vosk, or vosk:LANGUAGE. `server`: address of a
    vosk-server, or empty. `streams`: how many calls may be heard at once. `voice`: the Mandarin voice.
    """

    models_dir: Path
    cache_dir: Path
    host: str = "127.0.0.1"
    port: int = 2700
    engine: str = "auto"
    server: str = ""
    streams: int = 8
    voice: str = "zm_yunxi"
    log_level: str = "INFO"


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Raises SettingsWrong."""
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    mistakes: list[str] = []
    data = _data_dir(given)
    settings = Settings(
        models_dir=models_dir(given),
        cache_dir=(data / Path(given.get("BANGBAN_VOICE_CACHE_DIR", "spoken")).expanduser()).resolve(),
        host=given.get("BANGBAN_VOICE_HOST", "127.0.0.1"),
        port=_number(given, "BANGBAN_VOICE_PORT", 2700, LOWEST_PORT, HIGHEST_PORT, mistakes),
        engine=given.get("BANGBAN_VOICE_ENGINE", "auto").lower(),
        server=given.get("BANGBAN_VOICE_SERVER", ""),
        streams=_number(given, "BANGBAN_VOICE_STREAMS", 8, 1, MOST_STREAMS, mistakes),
        voice=given.get("BANGBAN_VOICE_NAME", "zm_yunxi"),
        log_level=given.get("BANGBAN_LOG_LEVEL", "INFO").upper(),
    )
    mistakes += _mistakes(settings)
    if mistakes:
        raise SettingsWrong("\n".join(mistakes))
    return settings


def models_dir(environ: Mapping[str, str]) -> Path:
    """The folder of models: BANGBAN_MODELS_DIR, or `models` in the data folder."""
    return (_data_dir(environ) / Path(environ.get("BANGBAN_MODELS_DIR") or "models").expanduser()).resolve()


def _data_dir(environ: Mapping[str, str]) -> Path:
    return (PROJECT / Path(environ.get("BANGBAN_DATA_DIR") or "var").expanduser()).resolve()


def _number(
    given: Mapping[str, str], name: str, default: int, least: int, most: int, mistakes: list[str]
) -> int:
    value = given.get(name, str(default))
    if value.isascii() and value.isdecimal() and least <= int(value) <= most:
        return int(value)
    mistakes.append(f"{name} cannot be used: it must be a whole number from {least} to {most}.")
    return default


def _mistakes(settings: Settings) -> list[str]:
    mistakes = []
    if not ENGINE.fullmatch(settings.engine):
        mistakes.append(
            "BANGBAN_VOICE_ENGINE cannot be used: it must be auto, server, whisper, vosk, "
            "or vosk and a language, such as vosk:en."
        )
    if settings.server and not _is_socket(settings.server):
        mistakes.append(
            "BANGBAN_VOICE_SERVER cannot be used: it must be the address of a vosk-server, "
            "such as ws://192.0.2.1:2700."
        )
    if settings.engine == "server" and not settings.server:
        mistakes.append(
            "BANGBAN_VOICE_SERVER is missing: with BANGBAN_VOICE_ENGINE=server it must be the address "
            "of a vosk-server, such as ws://192.0.2.1:2700."
        )
    if not VOICE_NAME.fullmatch(settings.voice):
        mistakes.append("BANGBAN_VOICE_NAME cannot be used: it must be a name such as zm_yunxi.")
    if settings.log_level not in LEVELS:
        mistakes.append(f"BANGBAN_LOG_LEVEL cannot be used: it must be one of {', '.join(LEVELS)}.")
    return mistakes


def _is_socket(address: str) -> bool:
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018
    except ValueError:
        return False
    return parts.scheme in ("ws", "wss") and bool(parts.hostname)
