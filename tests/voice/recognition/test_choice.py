"""Which engine a place has."""

from __future__ import annotations

import pytest

from voice.recognition.choice import engine_from

SERVER = "ws://asr.example:2700"


@pytest.fixture
def models(tmp_path):
    """Makes the folders of models that are here."""

    def make(*names: str):
        for name in names:
            (tmp_path / name).mkdir()
            (tmp_path / name / "model.bin").touch()
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("here", "choice", "server", "engine", "model"),
    [
        (["vosk-zh", "whisper-base"], "auto", SERVER, "server", "asr.example:2700"),
        (["vosk-zh", "whisper-base"], "auto", "", "vosk", "vosk-zh"),
        (["vosk-ko", "whisper-base"], "auto", "", "whisper", "whisper-base"),
        (["vosk-zh", "whisper-base"], "whisper", SERVER, "whisper", "whisper-base"),
        (["vosk-zh", "vosk-ko"], "vosk:ko", "", "vosk", "vosk-ko"),
        (["vosk-zh"], "vosk", SERVER, "vosk", "vosk-zh"),
        ([], "server", SERVER, "server", "asr.example:2700"),
    ],
)
def test_an_engine_is_chosen_by_what_is_here(models, here, choice, server, engine, model):
    chosen = engine_from(models(*here), choice, server)
    assert chosen is not None
    assert (chosen.name, chosen.model) == (engine, model)


@pytest.mark.parametrize("choice", ["auto", "vosk", "vosk:ko", "whisper", "server"])
def test_where_nothing_is_here_there_is_no_engine(models, choice):
    assert engine_from(models(), choice, "") is None


def test_a_korean_model_is_never_taken_for_a_mandarin_one(models):
    assert engine_from(models("vosk-ko"), "auto", "") is None


def test_a_choice_that_does_not_exist_is_refused(models):
    with pytest.raises(ValueError, match="sphinx"):
        engine_from(models(), "sphinx", "")
