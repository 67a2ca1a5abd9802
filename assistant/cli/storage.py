"""`bangban migrate`, `bangban heartbeat`: the database, for those who run it."""

from __future__ import annotations

import typer

from assistant.health import NotWell, worker_check
from assistant.ports import SystemClock
from assistant.processes.errors import CannotStart
from assistant.settings import Settings, load_settings
from assistant.store.database import Database


def migrated(settings: Settings) -> Database:
    """The database with its schema up to date. Raises CannotStart when the setting cannot be used."""
    database = opened(settings)
    database.migrate()
    return database


def opened(settings: Settings) -> Database:
    """Raises CannotStart when the setting cannot be used."""
    try:
        return Database(settings.database_url)
    except (OSError, ValueError) as error:
        raise CannotStart(f"BANGBAN_DATABASE_URL cannot be used: {error}.") from error


def migrate() -> None:
    """Bring the database's schema up to date."""
    migrated(load_settings()).dispose()
    typer.echo("The database is ready.")


def heartbeat() -> None:
    """Status 0 when the worker has shown itself lately; for the health check of its container."""
    database = opened(load_settings())
    try:
        worker_check(database, SystemClock()).look()
    except NotWell as error:
        typer.echo(f"The worker is not well: {error.reason}.", err=True)
        raise typer.Exit(1) from None
    finally:
        database.dispose()
