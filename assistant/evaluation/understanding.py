"""How well the dialogue understands words: its own cross-validation, run by the dialogue's Python."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import yaml

from assistant.evaluation.rasa_python import Progress, run
from assistant.processes import model
from assistant.processes.errors import CannotStart, tail_of
from assistant.processes.places import RASA_PROJECT, RasaProject
from knowledge.homophones import with_homophones

SHARE = 0.1
"""Of the characters of an example that is misheard so many are homophones."""
EVERY = 3
"""Of so many examples one is misheard as well."""

_MARK = re.compile(r"\[([^\[\](){}]+)\]\([a-z_]+\)")


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1; `n` is how many there are in truth."""

    precision: float
    recall: float
    f1: float
    n: int

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(precision=data["precision"], recall=data["recall"], f1=data["f1"], n=data["n"])


@dataclass(frozen=True, slots=True)
class Understanding:
    """What nlu/evaluate.py found. F1 of intents is weighted by how many examples each has.

    `whole_*` are of all training examples, `hand_*` of those written by hand. `misheard_n` of these are
    read with homophones too: `misheard_f1` and `misheard_entities_f1`; `rightly_heard_f1` is of the same as
    written. `confusions` are (truth, found, times). `questions_between_steps` and `ways_out_between_steps`
    are shares of questions, and of wishes to leave, that are understood while a step of a task waits.
    """

    folds: int
    whole_n: int
    whole_f1: float
    hand_n: int
    hand_f1: float
    hand_macro_f1: float
    classifier_f1: float
    misheard_n: int
    rightly_heard_f1: float
    misheard_f1: float
    misheard_entities_f1: float
    intents: Mapping[str, Score]
    entities: Mapping[str, Score]
    confusions: tuple[tuple[str, str, int], ...]
    questions_between_steps: float
    ways_out_between_steps: float

    @property
    def lost_by_mishearing(self) -> float:
        """Of the weighted F1 of intents, as a share."""
        return self.rightly_heard_f1 - self.misheard_f1

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        by_hand, misheard, between = data["by_hand"], data["misheard"], data["between_steps"]
        return cls(
            folds=data["folds"],
            whole_n=data["all"]["n"],
            whole_f1=data["all"]["weighted_f1"],
            hand_n=by_hand["n"],
            hand_f1=by_hand["weighted_f1"],
            hand_macro_f1=by_hand["macro_f1"],
            classifier_f1=by_hand["classifier_alone"],
            misheard_n=misheard["n"],
            rightly_heard_f1=misheard["as_written"],
            misheard_f1=misheard["weighted_f1"],
            misheard_entities_f1=misheard["entities_f1"],
            intents={name: Score.from_json(score) for name, score in by_hand["intents"].items()},
            entities={name: Score.from_json(score) for name, score in data["entities"].items()},
            confusions=tuple((truth, found, n) for truth, found, n in by_hand["confusions"]),
            questions_between_steps=between["questions"],
            ways_out_between_steps=between["ways_out"],
        )


def understanding(
    progress: Progress = lambda what, done, total: None, project: RasaProject = RASA_PROJECT
) -> Understanding:
    """Cross-validate on the present knowledge and examples; it takes minutes.

    Raises CannotStart when the dialogue's environment is missing or the cross-validation fails.
    """
    model.require_environment(project)
    with model.exported() as files:
        model.install(files, project)
    with TemporaryDirectory(prefix="bangban-understanding-") as folder:
        misheard, scores, log = (Path(folder, name) for name in ("misheard.json", "scores.json", "log"))
        misheard.write_text(json.dumps(misheard_examples(project), ensure_ascii=False), encoding="utf-8")
        if run(project, ["evaluate.py", str(misheard), str(scores)], log, progress) != 0:
            raise CannotStart("The dialogue could not be cross-validated.", tail_of(log))
        return Understanding.from_json(json.loads(scores.read_text(encoding="utf-8")))


def misheard_examples(project: RasaProject = RASA_PROJECT) -> dict[str, str]:
    """One in EVERY examples written by hand, without marks, and as a recogniser may hear it."""
    texts = list(dict.fromkeys(_examples(project)))
    return {text: with_homophones(text, SHARE, f"0:{text}") for text in texts[::EVERY]}


def _examples(project: RasaProject) -> Iterator[str]:
    for file in sorted((project.folder / "data").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                yield _MARK.sub(r"\1", line.removeprefix("- ")).strip()
