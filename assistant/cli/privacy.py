"""`bangban privacy`: what residents asked about their data and what came of it, for whoever must show it."""

from __future__ import annotations

import typer

from assistant.cli.storage import migrated
from assistant.ports import SystemClock
from assistant.rendering.moments import LOCAL_TIME
from assistant.settings import load_settings
from assistant.store import data_requests

_SHOWN = 50


def privacy(
    last: int = typer.Option(_SHOWN, min=1, max=10_000, help="So many of the last requests are listed."),
) -> None:
    """List the requests of residents about what is kept of them. No words, no numbers: ids and counts."""
    database = migrated(load_settings())
    try:
        with database.read() as session:
            listed = data_requests.listed(session, SystemClock().now(), last)
    finally:
        database.dispose()
    for one in listed:
        erased = ", ".join(f"{kind} {count}" for kind, count in one.erased.items() if count)
        at = one.at.astimezone(LOCAL_TIME).strftime("%Y-%m-%d %H:%M")
        parts = (at, one.resident_id, one.channel, one.step, one.outcome, f"tries {one.tries}", erased)
        typer.echo("  ".join(filter(None, parts)))
    typer.echo(f"{len(listed)} requests.", err=True)
