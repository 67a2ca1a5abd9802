import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.voice.models.conftest import VOSK, zipped
from voice.models import command

Run = Callable[..., int]


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "var" / "models"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))

    def run_command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["bangban models", *arguments])
        with pytest.raises(SystemExit) as end:
            command.main()
        return int(end.value.code or 0)

    return run_command


@pytest.fixture
def vosk(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A model of one's own, got from a file."""
    zipped(tmp_path / "mine.zip", {f"mine/{name}": body for name, body in VOSK.items()})
    assert run("fetch", "vosk-ko", "--from", str(tmp_path / "mine.zip")) == 0
    capsys.readouterr()
    return tmp_path / "var" / "models" / "vosk-ko"


def test_the_list_says_of_every_model_whether_it_is_here(run: Run, vosk: Path, capsys):
    assert run("list", "--json") == 0

    said = {model["name"]: model for model in json.loads(capsys.readouterr().out)}
    assert said["vosk-ko"]["state"] == "there"
    assert said["kokoro"]["state"] == "not there"
    assert said["kokoro"]["licence"] == "Apache-2.0"


def test_the_list_for_people_fits_a_page(run: Run, vosk: Path, capsys):
    assert run("list") == 0

    said = capsys.readouterr().out
    assert "kokoro *" in said
    assert max(map(len, said.splitlines())) <= 150


def test_a_model_that_is_here_is_got_without_a_word(run: Run, vosk: Path, capsys):
    assert run("fetch", "vosk-ko") == 0

    assert capsys.readouterr() == ("", "")


def test_an_unknown_name_is_one_sentence(run: Run, capsys):
    assert run("fetch", "vosk") == 2

    assert capsys.readouterr().err.startswith("There is no model vosk; there are vosk-zh, ")


def test_a_file_goes_with_one_name(run: Run, tmp_path: Path, capsys):
    assert run("fetch", "--from", str(tmp_path)) == 2

    assert capsys.readouterr().err.startswith("--from goes with the name of one model")


def test_a_file_that_is_no_model_is_one_sentence_and_status_2(run: Run, tmp_path: Path, capsys):
    (tmp_path / "notes.txt").write_text("notes", encoding="utf-8")

    assert run("fetch", "kokoro", "--from", str(tmp_path / "notes.txt")) == 2

    said = capsys.readouterr().err
    assert "notes.txt is no archive that can be read" in said
    assert "Traceback" not in said


def test_the_check_finds_damage_and_says_how_to_mend_it(run: Run, vosk: Path, capsys):
    assert run("check") == 0
    assert "vosk-ko: there." in capsys.readouterr().err

    (vosk / "am" / "final.mdl").write_bytes(b"broken")

    assert run("check") == 1
    assert "Get it again: bangban models fetch vosk-ko" in capsys.readouterr().err


def test_the_check_mends_what_somebody_set_and_stays_content(run: Run, vosk: Path, capsys):
    receipt = vosk / "installed.json"
    said = json.loads(receipt.read_text(encoding="utf-8"))
    configuration = b"--num-mel-bins=40\n"
    (vosk / "conf" / "mfcc.conf").write_bytes(configuration)
    del said["files"]["conf/mfcc.conf"]
    receipt.write_text(json.dumps(said), encoding="utf-8")

    assert run("check", "vosk-ko") == 0

    assert "changed conf/mfcc.conf: --allow-upsample=true" in capsys.readouterr().err
    assert run("check", "vosk-ko") == 0
    assert "changed" not in capsys.readouterr().err


def test_a_folder_put_there_by_hand_is_checked_and_mended(run: Run, models: Path, capsys):
    for name, body in VOSK.items():
        (models / "vosk-zh" / name).parent.mkdir(parents=True, exist_ok=True)
        (models / "vosk-zh" / name).write_bytes(body)

    assert run("check", "vosk-zh") == 0

    said = capsys.readouterr().err
    assert "vosk-zh: by hand. It was put there by hand" in said
    assert "changed conf/mfcc.conf" in said


def test_the_check_of_a_model_that_is_not_here_ends_with_1(run: Run, capsys):
    assert run("check", "kokoro") == 1

    assert capsys.readouterr().err == "kokoro: not there.\n"


def test_a_model_is_removed_but_not_one_put_there_by_hand(run: Run, vosk: Path, models: Path, capsys):
    (models / "kokoro").mkdir()

    assert run("remove", "vosk-ko") == 0
    assert not vosk.exists()
    assert run("remove", "kokoro") == 2
    assert "was put there by hand and may be nowhere else: say --force." in capsys.readouterr().err
    assert run("remove", "kokoro", "--force") == 0
    assert not (models / "kokoro").exists()
    assert run("remove", "kokoro") == 0
