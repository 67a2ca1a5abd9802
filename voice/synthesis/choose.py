"""Which engine speaks a language: Kokoro, else the system's voices, else espeak, announced as degraded."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from voice.synthesis import kokoro_files
from voice.synthesis.drivers import ESPEAK, KOKORO, SYSTEM

LANGUAGES = ("zh", "en")

_FOLDER = "kokoro"
_PREFERRED = {"zh": ("zf_xiaobei", "zm_yunxi", "zf_xiaoxiao"), "en": ("af_heart", "af_bella")}
_ESPEAK_VOICES = {"zh": "sit/cmn", "en": "gmw/en-us"}
_SYSTEM_ENGINES = {"win32": "sapi5", "darwin": "nsss"}

SystemVoices = Callable[[], Awaitable[Iterable[dict[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice for a language. Speakers of one `digest` and `voice` make the same sound of the same text."""

    language: str
    engine: str
    driver: str
    voice: str
    degraded: bool
    digest: str


def kokoro_speaker(models_dir: Path, language: str, wanted: str | None = None) -> Speaker | None:
    """Kokoro's voice for a language; None without the model, or where `wanted` is no voice of the language.

    Reads the whole model once for its digest. Raises OSError where a file cannot be read.
    """
    folder = models_dir / _FOLDER
    if not kokoro_files.is_complete(folder):
        return None
    there = [name for name in kokoro_files.voices(folder) if kokoro_files.language_of(name) == language]
    order = (wanted,) if wanted else (*_PREFERRED[language], *there)
    voice = next((name for name in order if name in there), None)
    if voice is None:
        return None
    return Speaker(language, "kokoro", KOKORO, voice, False, kokoro_files.digest(folder, voice))


def system_speaker(language: str, voices: Iterable[dict[str, Any]], platform: str) -> Speaker | None:
    """The first voice of the operating system that says it speaks the language."""
    engine = _SYSTEM_ENGINES[platform]
    for voice in voices:
        tags = [str(tag).lower().replace("_", "-") for tag in voice["languages"]]
        if any(tag == language or tag.startswith(f"{language}-") for tag in tags):
            return Speaker(language, engine, SYSTEM, voice["id"], False, f"{engine}:{voice['id']}")
    return None


def espeak_speaker(language: str) -> Speaker:
    """espeak-ng, which is hard to understand in Mandarin: always announced as degraded."""
    made_by = f"espeak-ng:{version('espeakng-loader')}"
    return Speaker(language, "espeak-ng", ESPEAK, _ESPEAK_VOICES[language], True, made_by)


def _kokoro(models_dir: Path, language: str, wanted: str | None) -> Speaker | None:
    return kokoro_speaker(models_dir, language, wanted) or kokoro_speaker(models_dir, language)


async def choose(
    models_dir: Path,
    voice: str | None,
    system_voices: SystemVoices,
    platform: str = sys.platform,
    kokoro_usable: bool = True,
) -> dict[str, Speaker]:
    """A speaker for each language. `voice` is the wanted voice of Kokoro, for the language that it speaks.

    `system_voices` is asked only where Kokoro does not speak a language and the system has voices of its own.
    """
    chosen: dict[str, Speaker] = {}
    of_the_system: list[dict[str, Any]] | None = None
    for language in LANGUAGES:
        speaker = None
        if kokoro_usable:
            wanted = voice if voice and kokoro_files.language_of(voice) == language else None
            speaker = await asyncio.to_thread(_kokoro, models_dir, language, wanted)
        if speaker is None and platform in _SYSTEM_ENGINES:
            if of_the_system is None:
                of_the_system = list(await system_voices())
            speaker = system_speaker(language, of_the_system, platform)
        chosen[language] = speaker or espeak_speaker(language)
    return chosen


def in_voice(speaker: Speaker, models_dir: Path, voice: str) -> Speaker:
    """The same language in another of Kokoro's voices; unchanged where that voice is not there."""
    if speaker.driver != KOKORO or voice == speaker.voice:
        return speaker
    other = kokoro_speaker(models_dir, speaker.language, voice)
    return replace(speaker, voice=other.voice, digest=other.digest) if other else speaker
