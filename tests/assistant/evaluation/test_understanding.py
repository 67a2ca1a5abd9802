"""Rasa is stood in for by a script, so that the tests need not train."""

import sys
from pathlib import Path

import pytest

from assistant.evaluation.understanding import Understanding, misheard_examples, understanding
from assistant.evaluation.understanding_report import understanding_lines
from assistant.processes.errors import CannotStart
from assistant.processes.places import RasaProject

EXAMPLES = """\
version: "3.1"

nlu:
  - intent: start_callback
    examples: |
      - [明天上午](time)给[我妈](relation)回电话
      - call me back
      - 给我回个话
      - 下周三来电话
"""
FIGURES = """
import json
import pathlib
import sys

misheard = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
score = {"precision": 0.9, "recall": 0.8, "f1": 0.847, "n": len(misheard)}
print("folds 1/2\\nfolds 2/2")
found = {
    "folds": 2,
    "seed": 1,
    "all": {"n": 10, "weighted_f1": 0.95},
    "by_hand": {
        "n": len(misheard),
        "weighted_f1": 0.9,
        "macro_f1": 0.88,
        "classifier_alone": 0.85,
        "intents": {"start_callback": score},
        "confusions": [["start_callback", "nlu_fallback", 3]],
    },
    "misheard": {"n": 2, "as_written": 0.9, "weighted_f1": 0.87, "entities_f1": 0.8},
    "entities": {"all": score, "time": score},
    "between_steps": {"questions": 0.7, "ways_out": 0.9},
}
pathlib.Path(sys.argv[2]).write_text(json.dumps(found))
"""


@pytest.fixture
def project(tmp_path: Path) -> RasaProject:
    project = RasaProject(tmp_path / "nlu")
    project.python.parent.mkdir(parents=True)
    project.python.symlink_to(sys.executable)
    (project.folder / "data").mkdir()
    (project.folder / "data" / "tasks.zh.yml").write_text(EXAMPLES, encoding="utf-8")
    return project


def test_examples_are_misheard_without_their_marks_character_by_character(project: RasaProject) -> None:
    found = misheard_examples(project)
    assert list(found) == ["明天上午给我妈回电话", "下周三来电话"]
    assert all(len(text) == len(heard) for text, heard in found.items())
    assert found == misheard_examples(project)


@pytest.mark.slow
def test_the_dialogues_own_figures_are_read(project: RasaProject) -> None:
    (project.folder / "evaluate.py").write_text(FIGURES, encoding="utf-8")
    told: list[tuple[str, int, int]] = []

    found = understanding(lambda *report: told.append(report), project)

    assert (found.whole_f1, found.hand_f1, found.hand_n) == (0.95, 0.9, 2)
    assert found.lost_by_mishearing == pytest.approx(0.03)
    assert found.confusions == (("start_callback", "nlu_fallback", 3),)
    assert told == [("folds", 1, 2), ("folds", 2, 2)]
    text = "\n".join(understanding_lines(found))
    assert "| all 10 training examples: intents, weighted F1 | 0.950 |" in text
    assert "| start_callback | nlu_fallback | 3 |" in text
    assert "| time | 0.90 | 0.80 | 0.85 | 2 |" in text


@pytest.mark.slow
def test_a_failure_shows_the_end_of_what_the_dialogue_said(project: RasaProject) -> None:
    (project.folder / "evaluate.py").write_text('import sys\n\nsys.exit("no examples")\n', encoding="utf-8")
    with pytest.raises(CannotStart, match="could not be cross-validated") as failure:
        understanding(project=project)
    assert failure.value.tail == "no examples"


def test_figures_are_compared_as_they_are(project: RasaProject) -> None:
    with pytest.raises(KeyError):
        Understanding.from_json({"folds": 2})
