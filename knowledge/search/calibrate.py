"""Measure the weights and thresholds of search on a table of questions and keep them.

    python -m knowledge.search.calibrate FILE.tsv --data "which questions these are"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import typer
from rich.console import Console
from rich.progress import track

from knowledge.embeddings import Embedder, load_embedder
from knowledge.library import Library
from knowledge.search import ranker
from knowledge.search.calibration import FILE, Calibration, Figures, Mode
from knowledge.search.features import NONE, Features
from knowledge.search.lexical import Scores
from knowledge.search.questions import OTHER, Question, QuestionFileError, read_questions
from knowledge.search.search import decide
from knowledge.search.topics import Topic, topics_of

FOLDS = 10
PENALTY = 1e-3
ANSWERED_WRONG = 0.035
UNCOVERED_ANSWERED = 0.10
OTHER_ANSWERED = 0.20
OTHER_ASKED_BACK = 0.35
_GRID = np.round(np.arange(0.30, 0.91, 0.02), 2)


@dataclass(frozen=True, slots=True)
class _Measured:
    """The feature table of each question, which rows of it are right, and which topic is (-1 for none)."""

    tables: Scores
    right: npt.NDArray[np.bool_]
    topic: npt.NDArray[np.int64]


def measure(topics: Sequence[Topic], features: Features, questions: Sequence[Question]) -> _Measured:
    """For a question on no service every general topic is as right as none."""
    ids = [topic.id for topic in topics]
    general = np.array([*(topic.kind == "general" for topic in topics), True])
    right = np.zeros((len(questions), len(topics) + 1), dtype=bool)
    topic = np.full(len(questions), -1)
    for number, question in enumerate(questions):
        if question.service in ids:
            topic[number] = ids.index(question.service)
            right[number, topic[number]] = True
        else:
            right[number] = general
    tables = np.stack([features.of(question.text) for question in track(questions, "Comparing", transient=True)])
    return _Measured(tables, right, topic)


def calibrate_mode(library: Library, questions: Sequence[Question], embedder: Embedder | None) -> Mode:
    """Fit on all questions; choose the thresholds on probabilities from models that did not see the question."""
    topics = topics_of(library)
    features = Features(topics, embedder)
    measured = measure(topics, features, questions)
    free = [name in NONE for name in features.names]
    weights = ranker.fit(measured.tables, measured.right, penalty=PENALTY, free=free)
    unseen = _cross_validated(measured, free)
    nothing = Figures.model_validate(dict.fromkeys(Figures.model_fields, 0))
    mode = Mode(
        embedder=embedder.name if embedder else None,
        weights={name: round(float(weight), 4) for name, weight in zip(features.names, weights, strict=True)},
        answer_at=1.0,
        choose_at=1.0,
        fitted=nothing,
        cross_validated=nothing,
    )
    mode = _with_thresholds(mode, unseen, topics, measured.topic)
    seen = ranker.probabilities(measured.tables, mode.weights_for(features.names))
    return mode.model_copy(
        update={
            "fitted": figures(seen, topics, measured.topic, mode),
            "cross_validated": figures(unseen, topics, measured.topic, mode),
        }
    )


def figures(shares: Scores, topics: Sequence[Topic], right: npt.NDArray[np.int64], mode: Mode) -> Figures:
    """What the probabilities `shares`, one row a question, come to with the thresholds of `mode`."""
    covered = np.array([topic.covered for topic in topics])
    ranks = np.argsort(-np.where(covered, shares[:, :-1], -1.0), axis=1, kind="stable")
    decided = [decide(row, topics, mode) for row in shares]
    answered = np.array([outcome == "answer" for outcome, _ in decided])
    offered = np.array([n >= 0 and topics[n].id in d[1] for n, d in zip(right, decided, strict=True)])
    hit = ranks[:, 0] == right
    known = right >= 0
    inside = known & covered[right]
    uncovered = known & ~covered[right]

    def share(rows: npt.NDArray[np.bool_], of: npt.NDArray[np.bool_]) -> float:
        return round(float((rows & of).sum() / max(of.sum(), 1)), 4)

    return Figures(
        in_scope=int(inside.sum()),
        top1=share(hit, inside),
        top3=share((ranks[:, :3] == right[:, None]).any(axis=1), inside),
        answered_right=share(answered & hit, inside),
        answered_wrong=share(answered & ~hit, inside),
        chosen=share(offered, inside),
        uncovered=int(uncovered.sum()),
        uncovered_answered=share(answered, uncovered),
        other=int((~known).sum()),
        other_answered=share(answered, ~known),
    )


def _cross_validated(measured: _Measured, free: Sequence[bool]) -> Scores:
    count = len(measured.tables)
    fold = np.random.default_rng(0).permutation(count) % min(FOLDS, count)
    shares = np.zeros(measured.tables.shape[:2])
    for number in track(range(int(fold.max()) + 1), "Cross-validating", transient=True):
        rest, held = fold != number, fold == number
        weights = ranker.fit(measured.tables[rest], measured.right[rest], penalty=PENALTY, free=free)
        shares[held] = ranker.probabilities(measured.tables[held], weights)
    return shares


def _with_thresholds(
    mode: Mode, shares: Scores, topics: Sequence[Topic], right: npt.NDArray[np.int64]
) -> Mode:
    """The lowest thresholds that keep the wrong answers, and the questions asked back in vain, within limits."""
    for answer_at in _GRID:
        mode = mode.model_copy(update={"answer_at": float(answer_at), "choose_at": 1.0})
        found = figures(shares, topics, right, mode)
        if (
            found.answered_wrong <= ANSWERED_WRONG
            and found.uncovered_answered <= UNCOVERED_ANSWERED
            and found.other_answered <= OTHER_ANSWERED
        ):
            break
    other = shares[right < 0]
    for choose_at in _GRID:
        mode = mode.model_copy(update={"choose_at": float(choose_at)})
        asked_back = np.array([decide(row, topics, mode)[0] != "unsure" for row in other])
        if not len(other) or asked_back.mean() <= OTHER_ASKED_BACK:
            break
    return mode


def main(
    file: Annotated[Path, typer.Argument(help="A TSV file with the columns question and service.")],
    data: Annotated[str, typer.Option(help="In words: which questions these are.")],
    output: Annotated[Path, typer.Option(help="Where the calibration is kept.")] = FILE,
    cache: Annotated[Path, typer.Option(help="Where vectors are kept.")] = Path("var/embeddings"),
) -> None:
    """Measure the weights and thresholds of search and keep them."""
    console = Console()
    try:
        questions = read_questions(file)
    except QuestionFileError as error:
        console.print(str(error), markup=False)
        raise typer.Exit(2) from None
    library = Library.load()
    known = {topic.id for topic in topics_of(library)} | {OTHER}
    for question in questions:
        if question.service not in known:
            console.print(f"{file.name}:{question.line}: “{question.service}” is no service.", markup=False)
            raise typer.Exit(2)
    embedder = load_embedder(cache)
    calibration = Calibration(
        made=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        data=data,
        lexical=calibrate_mode(library, questions, None),
        dense=calibrate_mode(library, questions, embedder) if embedder else None,
    )
    calibration.save(output)
    console.print(calibration.model_dump_json(indent=2), markup=False)


if __name__ == "__main__":
    typer.run(main)
