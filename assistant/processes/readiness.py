"""Waits until every part answers, and shows which one is waited for."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from assistant.processes.errors import CannotStart, tail_of
from assistant.processes.programs import Part
from assistant.processes.supervision import State, Supervision

# The first start also encodes the whole knowledge, which takes minutes on a slow machine.
DEADLINE_S = 600.0
LOOK_EVERY_S = 0.25
# A part that has been started this often while we wait will not become ready.
TOO_MANY_STARTS = 3
REMIND_EVERY_S = 15.0


def wait_until_ready(
    supervision: Supervision, parts: Sequence[Part], console: Console, deadline_s: float = DEADLINE_S
) -> None:
    """Return when every part runs and answers.

    Raises CannotStart when one of them keeps ending, or does not answer within `deadline_s` seconds.
    """
    begun = time.monotonic()
    waiting = {part.name: part for part in parts}
    pids: dict[str, set[int]] = {part.name: set() for part in parts}
    with _board(console) as board:
        board.begin(parts)
        while waiting:
            states = supervision.states()
            for part in list(waiting.values()):
                state = states.get(part.name)
                if state is None:
                    continue
                _refuse_when_ending(supervision, part, state, pids[part.name])
                if state.runs and part.answers():
                    del waiting[part.name]
                    board.ready(part, time.monotonic() - begun)
            if waiting:
                _refuse_when_late(supervision, waiting, begun, deadline_s)
                board.remind(waiting, time.monotonic() - begun)
                time.sleep(LOOK_EVERY_S)


def _refuse_when_ending(supervision: Supervision, part: Part, state: State, pids: set[int]) -> None:
    if state.pid:
        pids.add(state.pid)
    if state.given_up or len(pids) >= TOO_MANY_STARTS:
        log = supervision.places.log(part.name)
        raise CannotStart(f"{part.name} ends as soon as it is started; its log is {log}.", tail_of(log))


def _refuse_when_late(
    supervision: Supervision, waiting: dict[str, Part], begun: float, deadline_s: float
) -> None:
    if time.monotonic() - begun < deadline_s:
        return
    names = " and ".join(waiting)
    log = supervision.places.log(next(iter(waiting)))
    raise CannotStart(f"{names} did not answer within {deadline_s:.0f} seconds; see {log}.", tail_of(log))


@dataclass(slots=True)
class _Board:
    """One line a part: moving in a terminal, written once where there is none."""

    console: Console
    progress: Progress | None
    tasks: dict[str, TaskID] = field(default_factory=dict)
    reminded_at: float = 0.0

    def begin(self, parts: Sequence[Part]) -> None:
        if self.progress is not None:
            self.tasks = {part.name: self.progress.add_task(part.words, total=1) for part in parts}
        else:
            self.console.print(f"Waiting for {', '.join(part.name for part in parts)}.")

    def ready(self, part: Part, seconds: float) -> None:
        if self.progress is not None:
            self.progress.update(self.tasks[part.name], completed=1)
        else:
            self.console.print(f"Ready after {seconds:.0f} s: {part.words}")

    def remind(self, waiting: dict[str, Part], seconds: float) -> None:
        if self.progress is None and seconds - self.reminded_at >= REMIND_EVERY_S:
            self.reminded_at = seconds
            self.console.print(f"Still waiting for {' and '.join(waiting)} ({seconds:.0f} s).")


@contextmanager
def _board(console: Console) -> Iterator[_Board]:
    if not console.is_terminal:
        yield _Board(console, None)
        return
    columns = (
        SpinnerColumn(finished_text="[green]✓[/]"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        yield _Board(console, progress)
