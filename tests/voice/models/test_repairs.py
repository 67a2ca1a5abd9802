from pathlib import Path

import pytest

from voice.models.repairs import repair

MFCC = "--use-energy=false\n--num-mel-bins=40\n--high-freq=7600\n"
UPSAMPLE = "--allow-upsample=true"


def _vosk(folder: Path, mfcc: str, model: str) -> Path:
    (folder / "conf").mkdir()
    (folder / "conf" / "mfcc.conf").write_text(mfcc, encoding="utf-8")
    (folder / "conf" / "model.conf").write_text(model, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "line", ["", "--allow-upsample=false\n", "  --allow-upsample=true \n--allow-upsample=false\n"]
)
def test_a_vosk_model_is_made_to_hear_telephones(line: str, tmp_path: Path):
    folder = _vosk(tmp_path, MFCC + line, "--endpoint.rule2.min-trailing-silence=0.9\n")

    changes = repair("vosk", folder)

    lines = (folder / "conf" / "mfcc.conf").read_text(encoding="utf-8").splitlines()
    assert [each for each in lines if "upsample" in each] == [UPSAMPLE]
    assert lines[:3] == MFCC.splitlines()
    assert len(changes) == 1
    assert changes[0].startswith("conf/mfcc.conf: --allow-upsample=true")


@pytest.mark.parametrize(
    ("before", "instead"),
    [("", ""), ("--endpoint.rule2.min-trailing-silence=0.5\n", " instead of 0.5")],
)
def test_vosk_does_not_end_an_utterance_before_a_call_would(before: str, instead: str, tmp_path: Path):
    folder = _vosk(tmp_path, MFCC + UPSAMPLE, f"--beam=10.0\n{before}")

    changes = repair("vosk", folder)

    text = (folder / "conf" / "model.conf").read_text(encoding="utf-8")
    assert text == "--beam=10.0\n--endpoint.rule2.min-trailing-silence=0.9\n"
    assert changes == (
        (
            "conf/model.conf: --endpoint.rule2.min-trailing-silence=0.9"
            f"{instead}, so that slow speakers may pause."
        ),
    )


def test_what_was_not_understood_well_does_not_end_earlier(tmp_path: Path):
    folder = _vosk(tmp_path, MFCC + UPSAMPLE, "--endpoint.rule3.min-trailing-silence=0.4\n")

    repair("vosk", folder)

    text = (folder / "conf" / "model.conf").read_text(encoding="utf-8")
    assert "--endpoint.rule3.min-trailing-silence=1.0" in text.splitlines()


def test_a_model_that_is_right_is_not_touched(tmp_path: Path):
    folder = _vosk(tmp_path, MFCC, "--beam=10.0\n")
    repair("vosk", folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.conf")}

    assert repair("vosk", folder) == ()
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.conf")} == before


@pytest.mark.parametrize("engine", ["whisper", "kokoro"])
def test_models_of_other_engines_need_nothing(engine: str, tmp_path: Path):
    assert repair(engine, tmp_path) == ()
