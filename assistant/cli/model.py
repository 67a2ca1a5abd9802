"""`bangban model`: all that is learned from the knowledge."""

from __future__ import annotations

import typer
from rich.console import Console

from assistant.processes import model as dialogue
from assistant.processes import vectors
from assistant.processes.programs import responds
from assistant.processes.swap import Uptake, take_up
from assistant.settings import load_settings


def model() -> None:
    """Learn what changed: search its questions, the dialogue its model; print where the model is.

    A dialogue that runs on this machine takes the model up. Ends with 1 when it could not.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    settings = load_settings()
    vectors.prepare(settings, console)
    trained = dialogue.prepare(settings, console)
    came_to = take_up(settings, trained, console)
    typer.echo(trained)
    if responds(f"{settings.local_url}/healthz"):
        console.print("Web and worker read the knowledge when they start: restart them to answer by it.")
    if came_to is Uptake.REFUSED:
        raise typer.Exit(1)
