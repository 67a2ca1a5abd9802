"""`bangban api-key`, `bangban webhook`: which other systems may call, and which are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from assistant.api import openapi as described
from assistant.cases.kinds import Kind
from assistant.cli.storage import migrated
from assistant.conversation import posting
from assistant.ports import SystemClock
from assistant.settings import Settings, load_settings
from assistant.store import api_keys, webhook_deliveries, webhooks
from assistant.store.api_keys import LONGEST_NAME, Scope
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.webhook_deliveries import Standing

keys = typer.Typer(help="Keys with which other systems call /api/v1.", no_args_is_help=True)
hooks = typer.Typer(help="Addresses that are told what happens to cases.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=f"Letters, digits, . _ and -, at most {LONGEST_NAME}.")]


@keys.command("add")
def add_key(
    name: Name,
    scope: Annotated[list[Scope], typer.Option(help="What it may do; may be given several times.")],
) -> None:
    """Let another system call; print its key."""
    _require_name(name)
    with _opened(load_settings()) as database, database.begin() as session:
        _, token = api_keys.create(session, name, scope, SystemClock().now())
    typer.echo(f"key {token}: it is shown only now.")


@keys.command("list")
def list_keys() -> None:
    """Every key there ever was."""
    with _opened(load_settings()) as database, database.read() as session:
        found = api_keys.list_keys(session)
    for key in found:
        scopes = " ".join(sorted(key.scopes))
        ended = f"revoked {_day(key.revoked_at)}" if key.revoked_at else f"used {_day(key.used_at)}"
        typer.echo(f"{key.name}  {scopes}  made {_day(key.created_at)}  {ended}")


@keys.command("revoke")
def revoke_key(name: Name) -> None:
    """Let a key open nothing any more."""
    with _opened(load_settings()) as database, database.begin() as session:
        api_keys.revoke(session, name, SystemClock().now())
    typer.echo(f"The key {name} opens nothing any more.")


@hooks.command("add")
def add_hook(
    name: Name,
    url: Annotated[str, typer.Argument(help="Where it is told, as https://host/path.")],
    event: Annotated[
        list[Kind] | None, typer.Option(help="What it is told of; may be given several times.")
    ] = None,
) -> None:
    """Tell another system what happens to cases; print the secret of the signatures."""
    _require_name(name)
    settings = load_settings()
    posting.require_fit(url, strict=settings.is_production)
    vault = Vault(settings.vault_key, settings.lookup_key)
    wanted = [kind.value for kind in event] if event else None
    with _opened(settings) as database, database.begin() as session:
        _, secret = webhooks.create(session, vault, name, url, wanted, SystemClock().now())
    typer.echo(f"secret {secret}: it is shown only now.")


@hooks.command("list")
def list_hooks() -> None:
    """Every webhook there ever was, and what waits or could not be told."""
    with _opened(load_settings()) as database, database.read() as session:
        found = webhooks.list_hooks(session)
        standings = webhook_deliveries.standings(session)
        dead = webhook_deliveries.dead(session)
    for hook in found:
        stands = standings.get(hook.id, Standing(0, 0, None))
        events = " ".join(hook.events) if hook.events else "everything"
        ended = f"ended {_day(hook.ended_at)}" if hook.ended_at else f"since {_day(hook.created_at)}"
        typer.echo(f"{hook.name}  {hook.url}  {events}  {ended}  {stands.waiting} wait, {stands.dead} dead")
    for one in dead:
        error = one.error or "unknown"
        typer.echo(f"  dead: {one.webhook} evt_{one.event_position} case.{one.kind} {error}")


@hooks.command("retry")
def retry_hook(name: Name) -> None:
    """Tell a webhook again what it could not be told."""
    with _opened(load_settings()) as database, database.begin() as session:
        hook = webhooks.named(session, name)
        count = webhook_deliveries.try_again(session, SystemClock().now(), webhook_id=hook.id)
    typer.echo(f"{count} to be told again.")


@hooks.command("end")
def end_hook(name: Name) -> None:
    """Tell a webhook nothing more."""
    with _opened(load_settings()) as database, database.begin() as session:
        webhooks.end(session, webhooks.named(session, name).id, SystemClock().now())
    typer.echo(f"The webhook {name} is told nothing more.")


def openapi() -> None:
    """Print the description of the interface, as docs/openapi.json holds it."""
    typer.echo(json.dumps(described.document(), ensure_ascii=False, indent=2))


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = migrated(settings)
    try:
        yield database
    finally:
        database.dispose()


def _require_name(name: str) -> None:
    kept = name.replace(".", "").replace("_", "").replace("-", "")
    if not (kept.isascii() and kept.isalnum()) or len(name) > LONGEST_NAME:
        raise typer.BadParameter(f"letters, digits, . _ and -, at most {LONGEST_NAME}", param_hint="NAME")


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "never"
