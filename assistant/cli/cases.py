"""`bangban cases check`: whether the rows of the cases say what their events say."""

from __future__ import annotations

import typer
from rich.console import Console

from assistant.cases import checking
from assistant.cases.town import Town
from assistant.cli.storage import migrated
from assistant.settings import load_settings

app = typer.Typer(help="The cases of residents.", no_args_is_help=True)


@app.callback()
def case_commands() -> None:
    """The cases of residents."""


@app.command("check")
def check() -> None:
    """Hold every case against its events; status 1 when one says something else."""
    settings = load_settings()
    database = migrated(settings)
    console = Console(stderr=True, highlight=False)
    try:
        with console.status("checking"), database.read() as session:
            found = checking.check(session, Town.load(settings.town_file))
    finally:
        database.dispose()
    for one in found.differing:
        typer.echo(f"{one.number}: {', '.join(one.columns)}")
    typer.echo(f"{found.cases} cases checked, {len(found.differing)} differ from their events.", err=True)
    if found.left_out:
        typer.echo(f"{found.left_out} older ones have events that cannot be checked.", err=True)
    if found.differing:
        raise typer.Exit(1)
