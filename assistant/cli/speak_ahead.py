"""`bangban speak-ahead`: everything that can be said, spoken before anybody asks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

from assistant.composition import load_content
from assistant.conversation.spoken_ahead import Ahead, sentences
from assistant.settings import load_settings
from assistant.speech.description import describe
from assistant.speech.lost import VoiceLost
from assistant.speech.preparing import SoFar, prepare

FAILED = 1


def speak_ahead() -> None:
    """Have the running voice speak every approved sentence; goes on where it was stopped."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    settings = load_settings()
    described = describe(settings.voice_url)
    if described is None:
        console.print("Nothing speaks here: start bangban up, or name it by BANGBAN_VOICE_URL.", style="red")
        raise typer.Exit(FAILED)
    if not described.speaks_well:
        for missing in described.missing:
            console.print(f"{missing.what}: {missing.how}", markup=False)
        console.print("There is no good voice: what a poor one says is not kept.", style="red")
        raise typer.Exit(FAILED)
    content, _ = load_content(settings)
    wanted = sentences(content, datetime.now(UTC).date())
    try:
        so_far = asyncio.run(_shown(settings.voice_url, wanted, console))
    except VoiceLost as lost:
        console.print(f"What speaks went away ({lost.reason}); start this again to go on.", style="red")
        raise typer.Exit(FAILED) from None
    console.print(f"{so_far.done} sentences are ready, {so_far.failed} could not be spoken.")


async def _shown(url: str, wanted: tuple[Ahead, ...], console: Console) -> SoFar:
    so_far = SoFar(0, len(wanted), 0)
    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("speaking ahead", total=len(wanted))
        async for so_far in prepare(url, wanted):
            progress.update(task, completed=so_far.done + so_far.failed, total=so_far.wanted)
    return so_far
