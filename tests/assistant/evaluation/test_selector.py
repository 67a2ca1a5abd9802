"""Rasa is stood in for by a script, so that the tests need not train."""

import os
import sys
from pathlib import Path

import pytest

from assistant.evaluation.selector import selector
from assistant.processes.errors import CannotStart
from assistant.processes.places import RasaProject
from knowledge.search.baselines import Scored

TEXTS = {"id_card": ["身份证"], "fraud": ["骗子"]}
RANKS = """
import json
import os
import pathlib
import sys

given = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
print("training 1/2", flush=True)
print("Rasa says something of its own", flush=True)
print("training 2/2", flush=True)
pathlib.Path("seen").write_text(os.environ.get("BANGBAN_VAULT_KEY", "nothing"))
known = sorted(given["services"])
rankings = [
    [[name, len(question) + place] for place, name in enumerate(known)] for question in given["questions"]
]
pathlib.Path(sys.argv[2]).write_text(json.dumps(rankings))
"""
FAILS = """
import sys

sys.exit("The ResponseSelector cannot be trained: no texts")
"""


@pytest.fixture
def project(tmp_path: Path) -> RasaProject:
    project = RasaProject(tmp_path / "nlu")
    project.python.parent.mkdir(parents=True)
    project.python.symlink_to(sys.executable)
    return project


def test_each_question_gets_its_ranking_and_progress_is_told(
    project: RasaProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGBAN_VAULT_KEY", "a secret")
    (project.folder / "selector.py").write_text(RANKS, encoding="utf-8")
    told: list[tuple[str, int, int]] = []

    rank = selector(TEXTS, ["骗子", "身份证"], lambda *report: told.append(report), project)

    assert rank("骗子") == (Scored("fraud", 2), Scored("id_card", 3))
    assert rank("身份证") == (Scored("fraud", 3), Scored("id_card", 4))
    assert told == [("training", 1, 2), ("training", 2, 2)]
    assert (project.folder / "seen").read_text() == "nothing"
    assert os.environ["BANGBAN_VAULT_KEY"] == "a secret"


def test_a_missing_environment_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="run make setup"):
        selector(TEXTS, ["骗子"], project=RasaProject(tmp_path))


def test_a_training_that_fails_shows_why(project: RasaProject) -> None:
    (project.folder / "selector.py").write_text(FAILS, encoding="utf-8")
    with pytest.raises(CannotStart, match="could not be trained") as raised:
        selector(TEXTS, ["骗子"], project=project)
    assert "no texts" in raised.value.tail


def test_an_interrupted_training_is_ended(project: RasaProject) -> None:
    waits = 'import time\nprint("training 0/2", flush=True)\ntime.sleep(1000)\n'
    (project.folder / "selector.py").write_text(waits, encoding="utf-8")

    def interrupt(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        selector(TEXTS, ["骗子"], interrupt, project)
