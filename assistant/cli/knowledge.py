"""`bangban knowledge …`: for those who write the service files and the pages of places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.storage import migrated
from assistant.errors import AssistantError
from assistant.ports import SystemClock
from assistant.settings import load_settings
from assistant.store import gaps as asked
from knowledge import check, full_check, place_template, places
from knowledge import gaps as clusters
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.regions import Regions

# Columns, where the report goes into a file.
PAGE_WIDTH = 120
LONGEST_DAYS = 366
REMINDERS = "提醒（不算错）Reminders (no mistakes):"

app = typer.Typer(help="The services that Bangban knows.", no_args_is_help=True)


class PageRefused(AssistantError):
    """No page is written for a place; the message says why and what to do."""

    code = "page_refused"


@app.callback()
def knowledge() -> None:
    """The services that Bangban knows."""


@app.command("check")
def check_folder(
    folder: Annotated[
        Path, typer.Argument(help="Folder of service files.", exists=True, file_okay=False)
    ] = check.SERVICES,
    pages: Annotated[
        Path | None,
        typer.Option(
            "--places", help="Folder of place pages; without it that of the installation.", file_okay=False
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let reminders count as mistakes.")] = False,
) -> None:
    """Name every mistake in what Bangban knows with its file and line, then what the days made doubtful."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    pages = pages or load_settings().places_dir
    found = full_check.everything(today, folder, pages)
    for problem in found.mistakes:
        typer.echo(problem.told)
    if not found.mistakes:
        typer.echo(_all_right(len(list(folder.glob("*.yml"))), found.pages))
    if found.reminders:
        typer.echo(REMINDERS)
    for problem in found.reminders:
        typer.echo(problem.told)
    if found.mistakes or (strict and found.reminders):
        raise typer.Exit(1)


def _all_right(services: int, pages: int) -> str:
    zh, en = (f"{pages} 张本地的纸，", f"{pages} place pages, ") if pages else ("", "")
    return f"{services} 项服务，{zh}没有错误。{services} services, {en}no mistakes."


@app.command("page")
def page(
    code: Annotated[str, typer.Argument(help="The code of the place, such as 350102.")],
    missing: Annotated[
        bool, typer.Option("--missing", help="Only list what the place has not written yet.")
    ] = False,
) -> None:
    """Write a page to fill in with what one place says differently; nothing is overwritten."""
    regions, folder = Regions.load(), load_settings().places_dir
    _require_place(code, regions)
    path = folder / f"{code}.yml"
    if path.exists() and not missing:
        raise PageRefused(_already_there(path))
    library, aspects = Library.load(places=folder), Aspects.load()
    if not missing:
        _write(path, place_template.page_to_fill(code, library, regions, aspects))
        typer.echo(
            f"写好了：{path}。照里面说的填，再打 bangban knowledge check。"
            "It is written: fill it in as it says, then run bangban knowledge check."
        )
        return
    if f"{places.FOLDER_NAME}{path.name}" in library.pages.wrong:
        typer.echo(f"{path.name} 有错，没有算进去。It has mistakes and is not counted.", err=True)
    found = place_template.missing(library, regions.path(code))
    for one in found:
        typer.echo(place_template.told(one, aspects))
    count = sum(len(one.aspects) for one in found)
    typer.echo(f"{len(found)} 项服务，{count} 处没写。{len(found)} services, {count} entries are missing.")


def _require_place(code: str, regions: Regions) -> None:
    try:
        regions.get(code)
    except KeyError:
        named = regions.find(code, "zh")
        zh, en = (
            (f"是不是 {named.code}（{named.name.zh}）？", f"perhaps {named.code} ({named.name.en})?")
            if named
            else ("代码都在 knowledge/regions.yml 里。", "knowledge/regions.yml lists the codes.")
        )
        raise PageRefused(
            f"不认识“{code}”这个地方代码，{zh}“{code}” is no code of a place that is known: {en}"
        ) from None


def _already_there(path: Path) -> str:
    return (
        f"{path} 已经有了，没有动它。要看还缺什么，后面加 --missing。"
        "The page is there already and was left as it is; --missing lists what it has not said yet."
    )


def _write(path: Path, text: str) -> None:
    """Raises PageRefused when `path` is there already or cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        if path.exists():
            raise PageRefused(_already_there(path)) from None
        raise PageRefused(
            f"{path} 写不了（{error.strerror}）。请看 BANGBAN_PLACES_DIR。"
            f"It cannot be written ({error.strerror}): look at BANGBAN_PLACES_DIR."
        ) from None


@app.command("gaps")
def gaps(
    days: Annotated[
        int, typer.Option(min=1, max=LONGEST_DAYS, help="How many days to look back, today included.")
    ] = asked.LOOK_BACK_DAYS,
    at_least: Annotated[
        int, typer.Option(min=asked.LEAST_ASKED, help="Leave out what was asked less often.")
    ] = asked.LEAST_ASKED,
    as_json: Annotated[bool, typer.Option("--json", help="Print the gaps as JSON.")] = False,
) -> None:
    """Show what residents asked and Bangban does not know, the commonest first."""
    database = migrated(load_settings())
    try:
        with database.read() as session:
            found = asked.counted(session, SystemClock().now(), days, at_least)
    finally:
        database.dispose()
    if as_json:
        typer.echo(json.dumps([one.to_json() for one in found], ensure_ascii=False, indent=2))
    elif found:
        console = Console(highlight=False)
        if not console.is_terminal:
            console.width = PAGE_WIDTH
        console.print(_table(found))
    else:
        typer.echo(
            f"近{days}天，没有问了{at_least}次还答不上的事。"
            f"In the last {days} days nothing was asked {at_least} times without an answer."
        )


def _table(found: Sequence[asked.Counted]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("什么事 what")
    table.add_column("几次 times", justify="right")
    table.add_column("几天 days", justify="right")
    table.add_column("接下来 next")
    for one in found:
        what, step = clusters.called(one.cluster), clusters.next_step(one.cluster)
        named = what.zh if what.zh == what.en else f"{what.zh} {what.en}"
        table.add_row(named, str(one.count), str(one.days), f"{step.zh} {step.en}")
    return table
