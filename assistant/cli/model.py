"""`bangban model`: all that is learned from the knowledge."""

from __future__ import annotations

import typer
from rich.console import Console

from assistant.processes import model as dialogue
from assistant.processes import vectors
from assistant.settings import load_settings


def model() -> None:
    """Learn what changed: search its questions, the dialogue its model; print where the model is."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    settings = load_settings()
    vectors.prepare(settings, console)
    typer.echo(dialogue.prepare(settings, console))
