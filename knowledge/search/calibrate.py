"""Measure the weights and thresholds of search on a table of questions and keep them.

Weights are fitted on the questions as written, the same misheard, and each known question of the knowledge
itself compared with a knowledge that lacks it.

python -m knowledge.search.calibrate FILE.tsv --data "which questions these are"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
from knowledge.homophones import with_homophones
from knowledge.library import Library
from knowledge.search import ranker
from knowledge.search.calibration import FILE, Calibration, Figures, Mode
from knowledge.search.features import NONE, Features
from knowledge.search.lexical import Scores
from knowledge.search.questions import OTHER, Question, QuestionFileError, read_questions
from knowledge.search.search import decide
from knowledge.search.topics import Topic, topics_of

FOLDS = 10
MISHEARD = 0.15
MISHEARD_SHARE = 0.5
OWN_SHARE = 0.5
OWN_PARTS = 5
OWN_MOST = 2000
PENALTY = 1e-3
ANSWERED_WRONG = 0.03
OTHER_ANSWERED = 0.16
OTHER_ASKED_BACK = 0.50
_GRID = np.round(np.arange(0.10, 0.97, 0.02), 2)
_ANSWER_GRID = np.round(np.arange(0.50, 0.96, 0.05), 2)
_NONE_GRID = np.round(np.arange(0.02, 0.51, 0.02), 2)


@dataclass(frozen=True, slots=True)
class _Measured:
    """The feature tables of some questions; which rows of each are right; and which topic is, -1 for none."""

    tables: Scores
    right: npt.NDArray[np.bool_]
    topic: npt.NDArray[np.int64]

    def part(self, rows: npt.NDArray[np.bool_]) -> _Measured:
        return _Measured(self.tables[rows], self.right[rows], self.topic[rows])


def measure(
    topics: Sequence[Topic], features: Features, questions: Sequence[Question], what: str
) -> _Measured:
    """For a question on no service, or on a general topic, every general topic is as right as none."""
    places = {topic.id: number for number, topic in enumerate(topics)}
    general = np.array([*(topic.kind == "general" for topic in topics), True])
    right = np.zeros((len(questions), len(topics) + 1), dtype=bool)
    place = np.array([places.get(question.service, -1) for question in questions])
    for row, number in zip(right, place, strict=True):
        row[:] = general if general[number] else np.arange(len(row)) == number
    tables = np.stack([features.of(question.text) for question in track(questions, what, transient=True)])
    return _Measured(tables, right, place)


def measure_own(topics: Sequence[Topic], embedder: Embedder | None) -> _Measured:
    """Known questions of each topic, each compared with topics that do not have it; a fair lot of them."""
    chance = np.random.default_rng(0)
    part = [chance.permutation(len(topic.asks)) % OWN_PARTS for topic in topics]
    share = min(1.0, OWN_MOST / max(1, sum(len(topic.asks) for topic in topics)))
    measured = []
    for number in range(OWN_PARTS):
        rest = [_asks_where(topic, parts != number) for topic, parts in zip(topics, part, strict=True)]
        held = [
            Question(0, ask, topic.id)
            for topic, parts in zip(topics, part, strict=True)
            for ask in _asks_where(topic, (parts == number) & (chance.random(len(parts)) < share)).asks
        ]
        measured.append(measure(topics, Features(rest, embedder), held, "Comparing known questions"))
    return _joined(measured)


def _asks_where(topic: Topic, keep: npt.NDArray[np.bool_]) -> Topic:
    return replace(topic, asks=tuple(ask for ask, kept in zip(topic.asks, keep, strict=True) if kept))


def _joined(parts: Sequence[_Measured]) -> _Measured:
    return _Measured(
        np.concatenate([part.tables for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.topic for part in parts]),
    )


def _fit(names: Sequence[str], parts: Sequence[tuple[_Measured, float]]) -> Scores:
    """Each part counts as a whole by its number, however many questions it has."""
    joined = _joined([part for part, _ in parts])
    return ranker.fit(
        joined.tables,
        joined.right,
        penalty=PENALTY,
        free=[name in NONE for name in names],
        importance=np.concatenate(
            [np.full(len(part.tables), share / len(part.tables)) for part, share in parts]
        ),
    )


def calibrate_mode(topics: Sequence[Topic], questions: Sequence[Question], embedder: Embedder | None) -> Mode:
    """Fit on all questions; choose the thresholds by models that did not see the question."""
    features = Features(topics, embedder)
    written = measure(topics, features, questions, "Comparing questions")
    misheard = measure(
        topics,
        features,
        [
            replace(question, text=with_homophones(question.text, MISHEARD, question.line))
            for question in questions
        ],
        "Comparing misheard questions",
    )
    own = measure_own(topics, embedder)
    shares = (1.0, MISHEARD_SHARE, OWN_SHARE)
    weights = _fit(features.names, list(zip((written, misheard, own), shares, strict=True)))
    unseen = np.zeros(written.tables.shape[:2])
    fold = np.random.default_rng(0).permutation(len(questions)) % min(FOLDS, len(questions))
    for number in track(range(int(fold.max()) + 1), "Cross-validating", transient=True):
        rest = fold != number
        fitted = _fit(
            features.names, list(zip((written.part(rest), misheard.part(rest), own), shares, strict=True))
        )
        unseen[~rest] = ranker.probabilities(written.tables[~rest], fitted)
    nothing = Figures.model_validate(dict.fromkeys(Figures.model_fields, 0))
    mode = Mode(
        embedder=embedder.name if embedder else None,
        weights={name: round(float(weight), 4) for name, weight in zip(features.names, weights, strict=True)},
        answer_at=1.0,
        none_at=0.0,
        choose_at=1.0,
        fitted=nothing,
        cross_validated=nothing,
    )
    mode = _with_thresholds(mode, unseen, topics, written.topic)
    seen = ranker.probabilities(written.tables, mode.weights_for(features.names))
    return mode.model_copy(
        update={
            "fitted": figures(seen, topics, written.topic, mode),
            "cross_validated": figures(unseen, topics, written.topic, mode),
        }
    )


def figures(shares: Scores, topics: Sequence[Topic], right: npt.NDArray[np.int64], mode: Mode) -> Figures:
    """What the probabilities `shares`, one row a question, come to with the thresholds of `mode`."""
    covered = np.array([topic.covered for topic in topics])
    ranks = np.argsort(-np.where(covered, shares[:, :-1], -1.0), axis=1, kind="stable")
    decided = [decide(row, covered, mode) for row in shares]
    answered = np.array([outcome == "answer" for outcome, _ in decided])
    asked_back = np.array([outcome == "choose" for outcome, _ in decided])
    offered = np.array([n in choices for n, (_, choices) in zip(right, decided, strict=True)])
    hit = ranks[:, 0] == right
    inside = right >= 0

    def share(rows: npt.NDArray[np.bool_], of: npt.NDArray[np.bool_]) -> float:
        return round(float((rows & of).sum() / max(of.sum(), 1)), 4)

    return Figures(
        in_scope=int(inside.sum()),
        top1=share(hit, inside),
        top3=share((ranks[:, :3] == right[:, None]).any(axis=1), inside),
        answered_right=share(answered & hit, inside),
        answered_wrong=share(answered & ~hit, inside),
        chosen=share(offered, inside),
        other=int((~inside).sum()),
        other_answered=share(answered, ~inside),
        other_asked_back=share(asked_back, ~inside),
    )


def _with_thresholds(
    mode: Mode, shares: Scores, topics: Sequence[Topic], right: npt.NDArray[np.int64]
) -> Mode:
    """Those that answer most questions rightly and keep wrong answers, and asking back in vain, in bounds."""
    best = (-1.0, mode)
    for answer_at in _ANSWER_GRID:
        for none_at in _NONE_GRID:
            tried = mode.model_copy(
                update={"answer_at": float(answer_at), "none_at": float(none_at), "choose_at": 1.0}
            )
            found = figures(shares, topics, right, tried)
            within = found.answered_wrong <= ANSWERED_WRONG and found.other_answered <= OTHER_ANSWERED
            if within and found.answered_right > best[0]:
                best = (found.answered_right, tried)
    mode = best[1]
    for choose_at in _GRID:
        mode = mode.model_copy(update={"choose_at": float(choose_at)})
        if figures(shares, topics, right, mode).other_asked_back <= OTHER_ASKED_BACK:
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
    topics = topics_of(Library.load())
    known = {topic.id for topic in topics} | {OTHER}
    for question in questions:
        if question.service not in known:
            console.print(f"{file.name}:{question.line}: “{question.service}” is no service.", markup=False)
            raise typer.Exit(2)
    embedder = load_embedder(cache)
    calibration = Calibration(
        made=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        data=data,
        lexical=calibrate_mode(topics, questions, None),
        dense=calibrate_mode(topics, questions, embedder) if embedder else None,
    )
    calibration.save(output)
    console.print(calibration.model_dump_json(indent=2), markup=False)


if __name__ == "__main__":
    typer.run(main)
