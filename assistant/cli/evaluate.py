"""`bangban evaluate`: real questions through the whole path, on a database of their own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from assistant.cli.comparison import compared, ways_to_rank
from assistant.composition import Parts, compose
from assistant.evaluation.metrics import Judged, Metrics, summarise
from assistant.evaluation.noise import made_noisy, share_of
from assistant.evaluation.out_of_domain import Strayed, read_lines, stray
from assistant.evaluation.report import LABELS, Section, as_markdown, cell, shown, write_report
from assistant.evaluation.rows import Question, QuestionFileError, limited, read_rows
from assistant.evaluation.run import evaluate as put_questions
from assistant.evaluation.understanding import Understanding, understanding
from assistant.evaluation.understanding_report import stray_lines, understanding_lines
from assistant.messages import Channel, Inbound, TurnResult
from assistant.processes.temporary import dialogue_running
from assistant.rendering.moments import LOCAL_TIME
from assistant.settings import Settings, load_settings
from knowledge.embeddings import load_embedder
from knowledge.search import Calibration

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def evaluate(
    file: Annotated[
        Path, typer.Argument(help="TSV with the columns question and service.", exists=True, dir_okay=False)
    ],
    noise: Annotated[
        str | None, typer.Option(help="Share of characters replaced by homophones, as homophone=0.1.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option(help="At most so many questions, spread over the file.", min=1)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    write: Annotated[
        Path | None, typer.Option(help="Write the figures as a Markdown page to this file.")
    ] = None,
    with_dialogue: Annotated[
        bool,
        typer.Option(
            "--with-dialogue", help="Cross-validate what the dialogue understands, which takes minutes."
        ),
    ] = False,
    out_of_domain: Annotated[
        Path | None,
        typer.Option(
            help="TSV with the columns text and group: lines that no service answers.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    without_selector: Annotated[
        bool,
        typer.Option(
            "--without-selector", help="Leave out Rasa's ResponseSelector, which is trained for minutes."
        ),
    ] = False,
) -> None:
    """Ask every question of FILE in a conversation of its own, and count what came of it."""
    try:
        share = share_of(noise) if noise else 0.0
        rows = limited(read_rows(file), limit)
    except (ValueError, QuestionFileError) as error:
        raise typer.BadParameter(str(error)) from None
    runs = [_Run(f"{len(rows)} questions as they were asked", "as asked", rows)]
    if share:
        heading = f"{len(rows)} questions with {share:.0%} of the characters replaced by homophones"
        runs.append(_Run(heading, "homophones", made_noisy(rows, share)))
    with dialogue_running(load_settings(), _err) as settings, _apart(settings) as parts:
        asked = [_ask(parts, run) for run in runs]
        strayed = _stray(parts, out_of_domain) if out_of_domain else None
        today = parts.clock.now().astimezone(LOCAL_TIME).date()
    # What is compared computes for minutes, so that it begins when no answer is timed any more.
    ways = ways_to_rank(
        parts.content,
        load_embedder(settings.data_dir / "embeddings"),
        [row.text for run in runs for row in run.rows],
        _err,
        without_selector=without_selector,
    )
    sections = [
        Section(run.heading, run.short, summarise(judged), compared(run.rows, ways, parts.content, _err))
        for run, (judged, _) in zip(runs, asked, strict=True)
    ]
    engines = asked[-1][1]
    understood = _understanding() if with_dialogue else None
    if write:
        text = as_markdown(
            sections,
            measured=today,
            questions=file.name,
            notes=(_engines(engines), *_calibrated(Calibration.load()), *ways.notes),
            more=(
                *(understanding_lines(understood) if understood else ()),
                *(stray_lines(strayed) if strayed else ()),
            ),
        )
        write_report(write, text)
    if as_json:
        last = sections[-1]
        figures = last.metrics.to_json() | {
            "engines": dict(engines),
            "compared": {name: way.to_json() for name, way in last.ways.items()},
        }
        if understood:
            figures |= {"intents_f1": understood.whole_f1, "entities_f1": understood.entities["all"].f1}
        if strayed:
            figures["out_of_domain_answered"] = strayed.share_answered
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        for section in sections:
            _print(section)
        _err.print(_engines(engines))


@dataclass(frozen=True, slots=True)
class _Run:
    """Questions to ask. `heading` and `short` are those of a Section."""

    heading: str
    short: str
    rows: Sequence[Question]


@contextmanager
def _apart(settings: Settings) -> Iterator[Parts]:
    """The whole path over a database that ends with the evaluation, so that no case reaches the staff."""
    with TemporaryDirectory(prefix="bangban-evaluate-") as folder:
        apart = settings.model_copy(update={"database_url": f"sqlite:///{folder}/bangban.db"})
        with compose(apart) as parts:
            parts.database.migrate()
            yield parts


def _turn(parts: Parts, text: str) -> TurnResult:
    """One message of somebody who has never written before."""
    return parts.turn.take(
        Inbound(
            channel=Channel.SMS,
            provider_id=str(uuid4()),
            address=str(uuid4()),
            text=text,
            received_at=parts.clock.now(),
        )
    )


def _stray(parts: Parts, file: Path) -> Strayed:
    with _bar("lines of no service") as told:
        return stray(read_lines(file), partial(_turn, parts), told)


def _understanding() -> Understanding:
    with _bar("folds") as told:
        return understanding(lambda what, done, total: told(done, total))


@contextmanager
def _bar(words: str) -> Iterator[Callable[[int, int], None]]:
    columns = (
        *Progress.get_default_columns()[:2],
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn(words),
    )
    with Progress(*columns, console=_err) as progress:
        task = progress.add_task("Measuring", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _ask(parts: Parts, run: _Run) -> tuple[tuple[Judged, ...], Counter[str]]:
    engines: Counter[str] = Counter()

    def ask(question: str) -> TurnResult:
        result = _turn(parts, question)
        engines[f"{result.engine.value}{' (degraded)' if result.degraded else ''}"] += 1
        return result

    with _bar(run.short) as told:
        judged = put_questions(run.rows, ask, parts.content.library.articles.keys(), progress=told)
    return judged, engines


def _print(section: Section) -> None:
    table = Table("", section.heading, show_header=True)
    for label, name in LABELS:
        table.add_row(label, cell(section.metrics, name))
    for name, way in section.ways.items():
        table.add_row(f"{name}: top1, top3, AUROC", ", ".join(shown(way)))
    _out.print(table)
    _confusions(section.metrics)


def _confusions(metrics: Metrics) -> None:
    for one in metrics.confusions:
        lines = ", ".join(map(str, one.lines))
        _out.print(f"{one.expected} answered as {one.answered}: {one.count} (lines {lines})", markup=False)


def _calibrated(calibration: Calibration) -> Iterator[str]:
    """Whether the figures are of questions that the thresholds have seen."""
    yield (
        f"Search was calibrated on {calibration.made.isoformat()}, on {calibration.data}. "
        "On those, Bangban's figures below are fitted; the cross-validated ones say what to expect of others."
    )
    for name, mode in (
        ("with embeddings", calibration.dense),
        ("by words and sounds alone", calibration.lexical),
    ):
        if mode is not None:
            fitted, crossed = mode.fitted, mode.cross_validated
            yield (
                f"Search alone, {name}, on those questions: top1 {fitted.top1:.1%} fitted, "
                f"{crossed.top1:.1%} cross-validated; answered right {fitted.answered_right:.1%} and "
                f"{crossed.answered_right:.1%}, wrong {fitted.answered_wrong:.1%} and "
                f"{crossed.answered_wrong:.1%}; answered on no service {fitted.other_answered:.1%} and "
                f"{crossed.other_answered:.1%}."
            )


def _engines(engines: Counter[str]) -> str:
    return "Decided by " + ", ".join(f"{name}: {count}" for name, count in sorted(engines.items())) + "."
