"""The trained dialogue: made from the knowledge and the Rasa project, anew only when one of them changed."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from assistant.nlu_export import export as write
from assistant.processes.configuration import tethered
from assistant.processes.errors import CannotStart, tail_of
from assistant.processes.places import RASA_PROJECT, Places, RasaProject
from assistant.processes.programs import SECRETS
from assistant.processes.tether import PARENT
from assistant.settings import Settings
from knowledge.aspects import Aspects
from knowledge.library import Library
from knowledge.regions import Regions

REMIND_EVERY_S = 15.0
STOP_S = 5.0
LOCATE_TIMEOUT_S = 60.0
# The Rasa project itself knows which model belongs to its inputs, and what a whole one is.
LOCATE = """\
import sys
import train
from serving.model import BrokenModel, check
model = train.model_path()
if model.exists():
    try:
        check(model)
    except BrokenModel as error:
        sys.exit(str(error))
print(model)
"""


def prepare(settings: Settings, console: Console, project: RasaProject = RASA_PROJECT) -> Path:
    """The model for the present knowledge and Rasa project; trains it when there is none yet.

    Raises CannotStart when it cannot be trained or is damaged, KnowledgeError when the knowledge is wrong.
    """
    require_environment(project)
    with exported() as files, _alone(project, console):
        install(files, project)
        model = locate(project)
        if not model.exists():
            _train(project, Places.of(settings).log("training"), console)
            model = locate(project)
    if not model.exists():
        raise CannotStart(f"Training the dialogue left no model at {model}: its inputs changed meanwhile.")
    return model


def require_environment(project: RasaProject = RASA_PROJECT) -> None:
    """Raises CannotStart when the Rasa project's own Python is missing."""
    if not project.python.exists():
        raise CannotStart("The dialogue's environment nlu/.venv is missing: run make setup.")


def locate(project: RasaProject = RASA_PROJECT) -> Path:
    """Where the model of the Rasa project as it is belongs.

    Raises CannotStart when the one there is damaged.
    """
    done = subprocess.run(  # noqa: S603
        [str(project.python), "-c", LOCATE],
        cwd=project.folder,
        capture_output=True,
        text=True,
        timeout=LOCATE_TIMEOUT_S,
        check=False,
    )
    if done.returncode != 0:
        *before, sentence = done.stderr.strip().splitlines() or ["The dialogue's own Python does not run."]
        raise CannotStart(sentence, "\n".join(before))
    return Path(done.stdout.strip().splitlines()[-1])


@contextmanager
def exported() -> Iterator[Path]:
    """A folder, for the time of the block, of what the Rasa project must know of the present knowledge."""
    with TemporaryDirectory() as folder:
        write(Library.load(), Aspects.load(), Regions.load(), Path(folder))
        yield Path(folder)


def outdated(files: Path, project: RasaProject = RASA_PROJECT) -> list[tuple[Path, Path]]:
    """Each exported file that the Rasa project lacks or has otherwise, and where it belongs."""
    sources = [path for path in files.rglob("*") if path.is_file()]
    pairs = [(source, project.folder / source.relative_to(files)) for source in sources]
    return [pair for pair in pairs if not pair[1].exists() or pair[0].read_bytes() != pair[1].read_bytes()]


def install(files: Path, project: RasaProject) -> None:
    """Put the exported files into the Rasa project: each at once, so that whoever reads finds whole ones."""
    for source, target in outdated(files, project):
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(f".{os.getpid()}-{target.name}.partial")
        partial.write_bytes(source.read_bytes())
        partial.replace(target)


@contextmanager
def _alone(project: RasaProject, console: Console) -> Iterator[None]:
    """Keep two commands from training the same model at once."""
    project.models.mkdir(parents=True, exist_ok=True)
    with (project.models / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            console.print("Waiting for another command that prepares the dialogue.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _train(project: RasaProject, log: Path, console: Console) -> None:
    console.print("Training the dialogue, because its inputs have changed.")
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    begun = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            tethered([str(project.python), "train.py"], "SIGKILL"),
            cwd=project.folder,
            env={**environment, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = _wait(process, console)
        except BaseException:
            _end(process)
            raise
    if code != 0:
        raise CannotStart(f"The dialogue could not be trained; the log is {log}.", tail_of(log))
    console.print(f"Trained in {time.monotonic() - begun:.0f} s.")


def _wait(process: subprocess.Popen[bytes], console: Console) -> int:
    if console.is_terminal:
        with console.status("training the dialogue"):
            return process.wait()
    begun = time.monotonic()
    while True:
        try:
            return process.wait(REMIND_EVERY_S)
        except subprocess.TimeoutExpired:
            console.print(f"Still training ({time.monotonic() - begun:.0f} s).")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
