"""What is shown while files come: a bar on a terminal, a line for each file elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from voice.models.files import megabytes


class Bar(Protocol):
    """How far one file has come."""

    def came(self, total: int) -> None:
        """So many bytes of it are here."""
        ...


class Progresses(Protocol):
    def say(self, sentence: str) -> None:
        """Tell the person who waits."""
        ...

    def bar(self, label: str, size: int) -> Bar:
        """Begin to show a file of `size` bytes; it ends with `done`."""
        ...

    def done(self, bar: Bar) -> None: ...


class Lines:
    """For logs: one line when a file begins."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, sentence: str) -> None:
        self._console.print(sentence)

    def bar(self, label: str, size: int) -> Bar:
        self._console.print(f"  {label} ({megabytes(size)})")
        return _Unseen()

    def done(self, bar: Bar) -> None:
        del bar


class _Unseen:
    def came(self, total: int) -> None:
        del total


class Bars:
    """For terminals."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def say(self, sentence: str) -> None:
        self._progress.console.print(sentence)

    def bar(self, label: str, size: int) -> Bar:
        return _Bar(self._progress, f"  {label}", size)

    def done(self, bar: Bar) -> None:
        if isinstance(bar, _Bar):
            bar.remove()


class _Bar:
    def __init__(self, progress: Progress, label: str, size: int) -> None:
        self._progress = progress
        self._task = progress.add_task(label, total=size)

    def came(self, total: int) -> None:
        self._progress.update(self._task, completed=total)

    def remove(self) -> None:
        self._progress.remove_task(self._task)


@contextmanager
def shown(console: Console) -> Iterator[Progresses]:
    """Progress on `console`, as suits it."""
    if not console.is_terminal:
        yield Lines(console)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, TransferSpeedColumn(), TimeRemainingColumn(), console=console, transient=True
    ) as bars:
        yield Bars(bars)
