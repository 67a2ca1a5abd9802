"""`python -m bench`: measure, show, and on request keep the figures in docs/benchmarks.md."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from assistant.errors import AssistantError
from assistant.processes.errors import CannotStart
from bench import (
    cases,
    dialogue,
    live_calls,
    media_streams,
    product,
    report,
    scale,
    search,
    store,
    text_turns,
    voice_turns,
)
from bench.figures import Measurement
from bench.media_line import NotCarried
from bench.voice_callers import NotTold
from knowledge.library import KnowledgeError

# What a part raises when it measured something else than it should.
UNUSABLE = (text_turns.NotAnswered, cases.WrongPage, NotCarried, NotTold)


class Part(StrEnum):
    TEXT = "text"
    DIALOGUE = "dialogue"
    SEARCH = "search"
    SCALE = "scale"
    STORE = "store"
    CASES = "cases"
    STREAMS = "streams"
    VOICE = "voice"
    CALLS = "calls"


def main(
    parts: Annotated[list[Part] | None, typer.Argument(help="What to measure; all of it by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write docs/benchmarks.md.")] = False,
    concurrent: Annotated[int, typer.Option(min=1, help="Residents at once.")] = text_turns.CONCURRENT,
    turns: Annotated[int, typer.Option(min=300, help="Text messages to measure.")] = text_turns.TURNS,
) -> None:
    """Measure how fast messages and calls are answered, services found, turns stored, pages shown."""
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    wanted = parts or list(Part)
    machine, day = report.this_machine(), datetime.now(UTC).date()
    try:
        measurements = [
            one for part in Part if part in wanted for one in _measured(part, errors, concurrent, turns)
        ]
    except (AssistantError, CannotStart, KnowledgeError, *UNUSABLE) as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
    if write:
        report.PAGE.parent.mkdir(exist_ok=True)
        report.PAGE.write_text(report.page(measurements, machine, day), encoding="utf-8")
        errors.print(f"Wrote {report.PAGE.name}.")
    if as_json:
        typer.echo(json.dumps(report.to_json(measurements, machine, day), ensure_ascii=False, indent=2))
    else:
        Console().print(report.table(measurements))


def _measured(part: Part, console: Console, concurrent: int, turns: int) -> list[Measurement]:
    if part is Part.SEARCH:
        return [search.measure(console)]
    if part is Part.SCALE:
        return scale.measure(console)
    if part is Part.STORE:
        return [store.measure(console)]
    if part is Part.CASES:
        return cases.measure(console)
    if part is Part.STREAMS:
        return media_streams.measure(console)
    if part is Part.VOICE:
        return voice_turns.measure(console)
    if part is Part.CALLS:
        return live_calls.measure(console)
    if part is Part.DIALOGUE:
        return dialogue.measure(console)
    with product.running(console) as settings:
        return text_turns.measure(settings, console, concurrent=concurrent, turns=turns)


if __name__ == "__main__":
    typer.run(main)
