"""`bangban knowledge …`: for those who write the service files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from knowledge import check

app = typer.Typer(help="The services that Bangban knows.", no_args_is_help=True)


@app.callback()
def knowledge() -> None:
    """The services that Bangban knows."""


@app.command("check")
def check_folder(
    folder: Annotated[
        Path, typer.Argument(help="Folder of service files.", exists=True, file_okay=False)
    ] = check.SERVICES,
) -> None:
    """Name every mistake in the service files with its file and line."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    problems = [*check.problems(folder), *check.expired(folder, today)]
    for problem in problems:
        typer.echo(f"{problem.file}:{problem.line}: {problem.sentence_zh} {problem.sentence}")
    if problems:
        raise typer.Exit(1)
    count = len(list(folder.glob("*.yml")))
    typer.echo(f"{count} 项服务，没有错误。{count} services, no mistakes.")
