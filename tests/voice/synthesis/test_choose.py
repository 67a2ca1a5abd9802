"""Kokoro where it is, else the system's own voices, else espeak, which says that it is degraded."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.voice.synthesis.folders import models_with_kokoro
from voice.synthesis.choose import Speaker, choose, in_voice

CHINESE_ONLY = [{"id": "Huihui", "languages": ["zh_CN"]}]
BOTH = [{"id": "David", "languages": ["en-US"]}, *CHINESE_ONLY]


def chosen(
    models_dir: Path,
    voice: str | None = None,
    platform: str = "linux",
    of_the_system: Iterable[dict[str, Any]] = (),
    kokoro_usable: bool = True,
) -> dict[str, Speaker]:
    async def system_voices() -> Iterable[dict[str, Any]]:
        assert platform != "linux", "Linux has no voices of its own"
        return of_the_system

    return asyncio.run(choose(models_dir, voice, system_voices, platform, kokoro_usable))


def test_kokoro_speaks_both_languages_where_it_is(tmp_path: Path) -> None:
    found = chosen(models_with_kokoro(tmp_path))
    assert {language: (one.engine, one.voice, one.degraded) for language, one in found.items()} == {
        "zh": ("kokoro", "zf_xiaobei", False),
        "en": ("kokoro", "af_heart", False),
    }


def test_the_wanted_voice_is_taken_for_the_language_it_speaks(tmp_path: Path) -> None:
    found = chosen(models_with_kokoro(tmp_path), voice="zm_yunxi")
    assert (found["zh"].voice, found["en"].voice) == ("zm_yunxi", "af_heart")


@pytest.mark.parametrize("voice", ["zm_nobody", "../../secret", ""])
def test_a_voice_that_is_not_there_is_replaced_by_one_that_is(tmp_path: Path, voice: str) -> None:
    assert chosen(models_with_kokoro(tmp_path), voice=voice)["zh"].voice == "zf_xiaobei"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_without_kokoro_the_systems_own_voices_speak(tmp_path: Path, platform: str) -> None:
    found = chosen(tmp_path, platform=platform, of_the_system=BOTH)
    assert [(one.voice, one.degraded) for one in found.values()] == [("Huihui", False), ("David", False)]


def test_a_language_the_system_does_not_speak_is_left_to_espeak(tmp_path: Path) -> None:
    found = chosen(tmp_path, platform="win32", of_the_system=CHINESE_ONLY)
    assert (found["zh"].degraded, found["en"].engine) == (False, "espeak-ng")


def test_espeak_comes_last_and_says_that_it_is_degraded(tmp_path: Path) -> None:
    found = chosen(tmp_path)
    assert [(one.engine, one.degraded) for one in found.values()] == [("espeak-ng", True)] * 2


def test_a_model_that_cannot_be_loaded_is_passed_over(tmp_path: Path) -> None:
    assert chosen(models_with_kokoro(tmp_path), kokoro_usable=False)["zh"].degraded


@pytest.mark.parametrize("missing", ["model.onnx", "vocab.json"])
def test_half_a_model_is_no_model(tmp_path: Path, missing: str) -> None:
    models_with_kokoro(tmp_path)
    (tmp_path / "kokoro" / missing).unlink()
    assert chosen(tmp_path)["zh"].engine == "espeak-ng"


def test_another_model_or_voice_is_another_digest(tmp_path: Path) -> None:
    before = chosen(models_with_kokoro(tmp_path))["zh"]
    (tmp_path / "kokoro" / "model.onnx").write_bytes(b"another model")
    after = chosen(tmp_path)["zh"]
    assert len({before.digest, after.digest, chosen(tmp_path, voice="zm_yunxi")["zh"].digest}) == 3


def test_a_speaker_changes_to_a_voice_of_its_own_language_only(tmp_path: Path) -> None:
    speaker = chosen(models_with_kokoro(tmp_path))["zh"]
    assert in_voice(speaker, tmp_path, "zm_yunxi").voice == "zm_yunxi"
    assert in_voice(speaker, tmp_path, "af_heart") == speaker
    assert in_voice(speaker, tmp_path, "nobody") == speaker
