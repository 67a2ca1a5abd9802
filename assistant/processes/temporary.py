"""The dialogue for the time of one command, when it does not run already."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from assistant.processes import model
from assistant.processes.places import Places
from assistant.processes.ports import free_port
from assistant.processes.programs import dialogue_is_local, dialogue_parts, rasa_responds
from assistant.processes.readiness import wait_until_ready
from assistant.processes.supervision import Supervision
from assistant.settings import Settings


@contextmanager
def dialogue_running(settings: Settings, console: Console) -> Iterator[Settings]:
    """Settings under which Rasa answers, started and ended here when nobody else runs it.

    `console` should write to standard error, where it says what is started. Raises CannotStart.
    """
    if rasa_responds(settings) or not dialogue_is_local(settings):
        yield settings
        return
    console.print("The dialogue is not running: starting it for this command.")
    trained = model.prepare(settings, console)
    settings = _with_free_ports(settings)
    with private_places(settings) as places:
        parts = dialogue_parts(settings, trained)
        environment = {"BANGBAN_RASA_TOKEN": settings.rasa_token}
        supervision = Supervision([part.program for part in parts], places, environment)
        try:
            supervision.start()
            wait_until_ready(supervision, parts, console)
            yield settings
        finally:
            supervision.stop()
            console.print("The dialogue is stopped again.")


@contextmanager
def private_places(settings: Settings) -> Iterator[Places]:
    """A run folder of this command alone, so that several commands can each have their own dialogue."""
    places = Places.of(settings)
    with TemporaryDirectory(prefix="run-", dir=settings.data_dir) as folder:
        yield replace(places, run=Path(folder))


def _with_free_ports(settings: Settings) -> Settings:
    """Ports of this command alone, so that `bangban up` can be started meanwhile."""
    rasa, actions = free_port(), free_port()
    return settings.model_copy(
        update={
            "rasa_port": rasa,
            "actions_port": actions,
            "rasa_url": f"http://127.0.0.1:{rasa}",
            "actions_url": f"http://127.0.0.1:{actions}",
        }
    )
