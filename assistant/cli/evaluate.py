"""`bangban evaluate`: real questions through the whole path, on a database of their own."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated
from uuid import uuid4

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from assistant.app import Parts, compose
from assistant.conversation.turn import LOCAL_TIME
from assistant.evaluation.metrics import Judged, Metrics, summarise
from assistant.evaluation.noise import made_noisy, share_of
from assistant.evaluation.report import LABELS, Section, cell, write_report
from assistant.evaluation.rows import Question, QuestionFileError, limited, read_rows
from assistant.evaluation.run import evaluate as put_questions
from assistant.evaluation.run import evaluate_baselines
from assistant.messages import Channel, Inbound, TurnResult
from assistant.processes.temporary import dialogue_running
from assistant.settings import Settings, load_settings
from knowledge.embeddings import load_embedder
from knowledge.search import Calibration
from knowledge.search.baselines import Rank, baselines

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
) -> None:
    """Ask every question of FILE in a conversation of its own, and count what came of it."""
    try:
        share = share_of(noise) if noise else 0.0
        rows = limited(read_rows(file), limit)
    except (ValueError, QuestionFileError) as error:
        raise typer.BadParameter(str(error)) from None
    with dialogue_running(load_settings(), _err) as settings, _apart(settings) as parts:
        # Built once: the words of the baselines take seconds to load.
        ranked = baselines(parts.content.library, load_embedder(settings.data_dir / "embeddings"))
        clean, engines = _run(parts, rows, "as they were asked")
        sections = [_section(parts, ranked, rows, f"{len(rows)} questions as they were asked", clean)]
        if share:
            noisy = made_noisy(rows, share)
            judged, engines = _run(parts, noisy, "with homophones")
            heading = f"{len(rows)} questions with {share:.0%} of the characters replaced by homophones"
            sections.append(_section(parts, ranked, noisy, heading, judged))
    if write:
        today = parts.clock.now().astimezone(LOCAL_TIME).date()
        write_report(
            write,
            sections,
            measured=today,
            questions=file.name,
            notes=(_engines(engines), *_calibrated(Calibration.load())),
        )
    shown = sections[-1]
    if as_json:
        figures = shown.metrics.to_json() | {"engines": dict(engines), "baselines": shown.baselines}
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        for section in sections:
            _print(section)
        _err.print(_engines(engines))


@contextmanager
def _apart(settings: Settings) -> Iterator[Parts]:
    """The whole path over a database that ends with the evaluation, so that no case reaches the staff."""
    with TemporaryDirectory(prefix="bangban-evaluate-") as folder:
        apart = settings.model_copy(update={"database_url": f"sqlite:///{folder}/bangban.db"})
        with compose(apart) as parts:
            parts.database.migrate()
            yield parts


def _run(parts: Parts, rows: Sequence[Question], what: str) -> tuple[tuple[Judged, ...], Counter[str]]:
    engines: Counter[str] = Counter()

    def ask(question: str) -> TurnResult:
        result = parts.turn.take(
            Inbound(
                channel=Channel.SMS,
                provider_id=str(uuid4()),
                address=str(uuid4()),
                text=question,
                received_at=parts.clock.now(),
            )
        )
        engines[f"{result.engine.value}{' (degraded)' if result.degraded else ''}"] += 1
        return result

    columns = (
        *Progress.get_default_columns()[:2],
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn(what),
    )
    with Progress(*columns, console=_err) as progress:
        task = progress.add_task("Asking", total=len(rows))
        judged = put_questions(
            rows,
            ask,
            parts.content.library.articles.keys(),
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    return judged, engines


def _section(
    parts: Parts,
    ranked: Mapping[str, Rank],
    rows: Sequence[Question],
    heading: str,
    judged: Sequence[Judged],
) -> Section:
    figures = evaluate_baselines(rows, ranked, parts.content.library.articles.keys())
    return Section(heading, summarise(judged), figures)


def _print(section: Section) -> None:
    table = Table("", section.heading, show_header=True)
    for label, name in LABELS:
        table.add_row(label, cell(section.metrics, name))
    for name, (first, three) in section.baselines.items():
        table.add_row(f"{name}: top1, top3", f"{first:.1%}, {three:.1%}")
    _out.print(table)
    _confusions(section.metrics)


def _confusions(metrics: Metrics) -> None:
    for one in metrics.confusions:
        lines = ", ".join(map(str, one.lines))
        _out.print(f"{one.expected} answered as {one.answered}: {one.count} (lines {lines})", markup=False)


def _calibrated(calibration: Calibration) -> Iterator[str]:
    """Whether the figures are of questions that the thresholds have seen."""
    yield f"Search was calibrated on {calibration.made.isoformat()}, on {calibration.data}."
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
