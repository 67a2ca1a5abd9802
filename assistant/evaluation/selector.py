"""Rasa's own ResponseSelector as a way to rank, trained for one evaluation by the dialogue's Python."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.evaluation.rasa_python import Progress, run
from assistant.processes.errors import CannotStart, tail_of
from assistant.processes.model import require_environment
from assistant.processes.places import RASA_PROJECT, RasaProject
from knowledge.search.baselines import Rank, Scored
from knowledge.search.terms import tidy

NAME = "Rasa's ResponseSelector"


def selector(
    texts: Mapping[str, Sequence[str]],
    questions: Sequence[str],
    progress: Progress = lambda what, done, total: None,
    project: RasaProject = RASA_PROJECT,
) -> Rank:
    """Train on the texts of each service; the way to rank that comes of it knows `questions` and no others.

    `progress` is told what is done now, how far, and of how much. Raises CannotStart when the dialogue's
    environment is missing or the training fails.
    """
    require_environment(project)
    with TemporaryDirectory(prefix="bangban-selector-") as folder:
        given, ranked, log = (Path(folder, name) for name in ("given.json", "ranked.json", "log"))
        asked = {"services": dict(texts), "questions": [tidy(question) for question in questions]}
        given.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
        if run(project, ["selector.py", str(given), str(ranked)], log, progress) != 0:
            raise CannotStart(f"{NAME} could not be trained.", tail_of(log))
        rankings = json.loads(ranked.read_text(encoding="utf-8"))
    found = {
        question: tuple(Scored(service, score) for service, score in ranking)
        for question, ranking in zip(questions, rankings, strict=True)
    }
    return found.__getitem__
