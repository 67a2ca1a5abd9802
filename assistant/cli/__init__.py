"""`bangban`: the command line. One module a command."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from assistant.cli import (
    api,
    ask,
    call,
    cases,
    doctor,
    evaluate,
    explain,
    knowledge,
    model,
    models,
    privacy,
    speak_ahead,
    staff,
    storage,
    up,
)
from assistant.errors import AssistantError
from assistant.processes.errors import CannotStart
from assistant.settings import load_settings
from knowledge.library import KnowledgeError

FAILED = 2

app = typer.Typer(
    help="Bangban 帮办 answers residents' policy questions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("up")(up.up)
app.command("ask")(ask.ask)
app.command("chat")(ask.chat)
app.command("call")(call.call)
app.command("evaluate")(evaluate.evaluate)
app.command("explain")(explain.explain)
app.command("doctor")(doctor.doctor)
app.command("model")(model.model)
app.command("models", add_help_option=False, context_settings=models.PASSED_ON)(models.models)
app.command("privacy")(privacy.privacy)
app.command("speak-ahead")(speak_ahead.speak_ahead)
app.command("migrate")(storage.migrate)
app.command("heartbeat", hidden=True)(storage.heartbeat)
app.add_typer(staff.app, name="staff")
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(cases.app, name="cases")
app.add_typer(api.keys, name="api-key")
app.add_typer(api.hooks, name="webhook")
app.command("openapi", hidden=True)(api.openapi)


def main() -> None:
    """Run one command. What goes wrong on purpose ends as one sentence on standard error and status 2."""
    try:
        app(prog_name="bangban")
    except (AssistantError, KnowledgeError) as error:
        if _is_debugging():
            raise
        _say(error)
        sys.exit(FAILED)


def _say(error: Exception) -> None:
    console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    if isinstance(error, CannotStart) and error.tail:
        console.print(error.tail, style="dim")
    console.print(str(error), style="bold red")


def _is_debugging() -> bool:
    try:
        return load_settings().log_level == "DEBUG"
    except AssistantError:
        return False
