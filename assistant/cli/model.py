"""`bangban model`: the trained dialogue."""

from __future__ import annotations

import typer
from rich.console import Console

from assistant.processes.model import prepare
from assistant.settings import load_settings


def model() -> None:
    """Train the dialogue when the knowledge or the Rasa project changed; print where the model is."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    typer.echo(prepare(load_settings(), console))
