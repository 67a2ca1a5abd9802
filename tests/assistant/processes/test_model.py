import sys
import threading
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from assistant.processes import model
from assistant.processes.errors import CannotStart
from assistant.processes.places import RasaProject
from assistant.settings import Settings, load_settings

pytestmark = pytest.mark.slow

# A Rasa project in small: training writes a file named by its input, and counts how often it ran.
TRAIN = """
import hashlib
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).parent


def model_path():
    read = (HERE / "config.yml").read_bytes() + (HERE / "data/generated/knowledge.yml").read_bytes()
    return HERE / "models" / (hashlib.sha256(read).hexdigest()[:8] + ".tar.gz")


if __name__ == "__main__":
    with (HERE / "trainings").open("a") as log:
        log.write("x")
    if (HERE / "config.yml").read_text() == "wrong":
        sys.exit("the recipe makes no sense")
    time.sleep(0.3)
    model_path().write_text("whole")
"""
CHECK = """
class BrokenModel(Exception):
    pass


def check(path):
    if path.read_text() != "whole":
        raise BrokenModel(f"The dialogue model {path} is broken: delete it and train it again.")
"""


@pytest.fixture
def project(tmp_path: Path) -> RasaProject:
    folder = tmp_path / "nlu"
    (folder / "serving").mkdir(parents=True)
    (folder / "train.py").write_text(TRAIN)
    (folder / "serving" / "model.py").write_text(CHECK)
    (folder / "config.yml").write_text("first")
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return RasaProject(folder)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "var")


def prepare(settings: Settings, project: RasaProject) -> tuple[Path, str]:
    said = StringIO()
    return model.prepare(settings, Console(file=said), project), said.getvalue()


def trainings(project: RasaProject) -> int:
    return len((project.folder / "trainings").read_text())


def test_the_dialogue_is_trained_when_its_inputs_changed_and_only_then(settings, project):
    first, said = prepare(settings, project)
    assert "Training the dialogue, because its inputs have changed." in said
    assert first.is_file()

    assert prepare(settings, project) == (first, "")
    assert trainings(project) == 1

    (project.folder / "config.yml").write_text("second")
    second, _ = prepare(settings, project)
    assert second != first
    assert trainings(project) == 2


def test_a_damaged_model_is_named_and_deleting_it_mends_it(settings, project):
    path, _ = prepare(settings, project)
    path.write_text("half")

    with pytest.raises(CannotStart) as failure:
        prepare(settings, project)
    assert str(failure.value) == f"The dialogue model {path} is broken: delete it and train it again."

    path.unlink()
    assert prepare(settings, project)[0] == path


def test_training_that_fails_shows_the_end_of_its_log(settings, project):
    (project.folder / "config.yml").write_text("wrong")

    with pytest.raises(CannotStart, match="could not be trained") as failure:
        prepare(settings, project)

    assert failure.value.tail == "the recipe makes no sense"


def test_two_commands_at_once_train_once(settings, project):
    threads = [threading.Thread(target=prepare, args=(settings, project)) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert trainings(project) == 1


def test_without_the_dialogues_environment_one_sentence_says_what_to_do(settings, tmp_path):
    with pytest.raises(CannotStart, match="run make setup"):
        prepare(settings, RasaProject(tmp_path / "nowhere"))


def test_generated_files_are_written_only_when_they_differ(project):
    with model.exported() as files:
        assert model.outdated(files, project)
        model.install(files, project)
        assert model.outdated(files, project) == []

    generated = project.folder / "data" / "generated" / "knowledge.yml"
    before = generated.stat().st_mtime_ns
    with model.exported() as files:
        model.install(files, project)

    assert generated.stat().st_mtime_ns == before
    assert list(project.folder.rglob("*.partial")) == []
