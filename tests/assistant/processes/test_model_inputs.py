"""Which edits of the knowledge ask for training, and which do not."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.nlu_export import export
from assistant.processes.places import RASA_PROJECT
from knowledge.aspects import Aspects
from knowledge.check import SERVICES
from knowledge.library import Library
from knowledge.regions import Regions

pytestmark = pytest.mark.slow

HASH = """\
import sys
from pathlib import Path
import train
print(train.hash_of_inputs(Path(sys.argv[1])))
"""
NOT_READ = (".venv", "models", "tests", "__pycache__")


@pytest.fixture
def services(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SERVICES, tmp_path / "services"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The Rasa project's files, without its environment and its models."""
    folder = tmp_path / "nlu"
    shutil.copytree(RASA_PROJECT.folder, folder, ignore=shutil.ignore_patterns(*NOT_READ))
    return folder


@pytest.fixture
def hash_with(project: Path) -> Callable[[Path], str]:
    """The name of the model for the services of a folder."""

    def of(services: Path) -> str:
        export(Library.load(services), Aspects.load(), Regions.load(), project)
        done = subprocess.run(
            [str(RASA_PROJECT.python), "-c", HASH, str(project)],
            cwd=RASA_PROJECT.folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout.strip()

    return of


def exported(services: Path, folder: Path) -> dict[str, bytes]:
    written = export(Library.load(services), Aspects.load(), Regions.load(), folder)
    return {path.name: path.read_bytes() for path in written}


def reworded(file: Path) -> None:
    """Say the title of a source and every step of an answer otherwise; names and questions stay."""
    text = file.read_text(encoding="utf-8")
    changed, times = re.subn(r"(?m)^(    issuer: ).+$", r"\1另一个部门", text)
    assert times
    texts = changed.index("\ntexts:")
    said = changed[texts:].replace("带", "拿")
    assert said != changed[texts:]
    file.write_text(changed[:texts] + said, encoding="utf-8")


def copied_as_another(file: Path, identity: str) -> None:
    """A service of the same content under an id, a name and questions of its own."""
    text = file.read_text(encoding="utf-8")
    text = text.replace(f"id: {file.stem}\n", f"id: {identity}\n", 1)
    before, after = text.split("\nnames:", 1)
    _, rest = re.split(r"\n(?=[a-z]+:)", after.split("\nasks:", 1)[1], maxsplit=1)
    names = "\nnames:\n  zh: [护渔证]\n  en: [fishing pass]\n"
    asks = "asks:\n  zh: [护渔证在哪里办]\n  en: [where do I get a fishing pass]\n"
    (file.parent / f"{identity}.yml").write_text(before + names + asks + rest, encoding="utf-8")


def test_an_answer_said_otherwise_leaves_what_training_reads_as_it_is(
    services: Path, tmp_path: Path, hash_with: Callable[[Path], str]
) -> None:
    files, name = exported(services, tmp_path / "before"), hash_with(services)

    reworded(services / "id_card.yml")

    assert exported(services, tmp_path / "after") == files
    assert hash_with(services) == name


def test_a_further_service_asks_for_another_model(
    services: Path, tmp_path: Path, hash_with: Callable[[Path], str]
) -> None:
    name = hash_with(services)

    copied_as_another(services / "id_card.yml", "fishing_pass")

    after = exported(services, tmp_path / "after")
    assert "护渔证" in after["knowledge.yml"].decode()
    assert "fishing_pass" in after["knowledge.json"].decode()
    assert hash_with(services) != name
