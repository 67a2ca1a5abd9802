"""Approved sentences, spoken by Kokoro, are understood in the hall and on the telephone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.conversation.answers import Content
from assistant.settings import Settings
from scripts import intelligibility
from tests.voice.models_here import MODELS, model_folder
from voice.intelligibility import Intelligibility, Understood

TODAY = date(2026, 11, 26)
SENTENCES = 100
MOST_WRONG = {"room": 0.04, "telephone": 0.08}
"""Of a hundred syllables four, on the telephone eight (as Whisper hears them)."""
WORST = 10


def test_the_sample_is_the_same_every_time_and_mandarin(content: Content) -> None:
    once, again = (intelligibility.sample(content, TODAY, SENTENCES) for _ in range(2))
    assert once == again
    assert len(set(once)) == SENTENCES


def test_the_voice_is_that_of_an_installation_that_chose_none() -> None:
    assert Settings.model_fields["voice_name"].default == intelligibility.VOICE


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_approved_sentences_are_understood(content: Content) -> None:
    for model in ("kokoro", "whisper-base"):
        model_folder(model)
    results = intelligibility.understood(MODELS, intelligibility.sample(content, TODAY, SENTENCES))
    told = "\n".join(_told(result) for result in results)
    print(told)
    assert {result.quality for result in results} == set(MOST_WRONG)
    assert all(result.error <= MOST_WRONG[result.quality] for result in results), told


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_the_worst_are_kept_for_people_to_listen_to(tmp_path: Path) -> None:
    model_folder("kokoro")
    well, badly = "请说。", "您好。"
    heard = (Understood(well, "请说", 0, 2), Understood(badly, "", 2, 2))
    results = [Intelligibility(quality, heard) for quality in ("room", "telephone")]
    page = intelligibility.keep(tmp_path, MODELS, results, worst=5)
    assert [file.name for file in sorted(tmp_path.glob("*.wav"))] == ["01.wav"]
    assert "| 01.wav | 您好。 | – | – |" in page.read_text(encoding="utf-8")
    assert well not in page.read_text(encoding="utf-8")


def _told(result: Intelligibility) -> str:
    worst = "\n".join(
        f"  {one.errors}/{one.syllables} {one.sentence} – {one.heard}" for one in result.worst(WORST)
    )
    return f"{result.quality}: {result.error:.1%} of the syllables were wrong\n{worst}"
