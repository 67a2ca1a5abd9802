"""The trained dialogue: made from the knowledge and the Rasa project, anew only when one of them changed."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console

from assistant.processes.configuration import tethered
from assistant.processes.errors import CannotStart, tail_of
from assistant.processes.places import NLU, NLU_PYTHON, Places
from assistant.processes.programs import SECRETS
from assistant.processes.tether import PARENT
from assistant.settings import Settings

MODELS = NLU / "models"
# What training reads. The servers and the actions' code are not in it: they change without training.
INPUTS = ("config.yml", "domain", "data", "components", "train.py", "requirements.lock")
KEPT_MODELS = 2
REMIND_EVERY_S = 15.0
STOP_S = 5.0
_BLOCK = 1 << 20


def require_environment() -> None:
    """Raises CannotStart when the Rasa project's own Python is missing."""
    if not NLU_PYTHON.exists():
        raise CannotStart("The dialogue's environment nlu/.venv is missing: run make setup.")


def prepare(settings: Settings, console: Console) -> Path:
    """The model for the present knowledge and Rasa project; trains it when there is none yet.

    Raises CannotStart when it cannot be trained or is damaged, KnowledgeError when the knowledge is wrong.
    """
    require_environment()
    export()
    model = path_of(NLU, MODELS)
    if model.exists():
        require_whole(model)
        return model
    train(settings, model, console)
    _forget_old(model)
    return model


def export() -> None:
    """Write the generated files of the Rasa project from the knowledge."""
    from assistant.nlu_export import export as write
    from knowledge.aspects import Aspects
    from knowledge.library import Library
    from knowledge.regions import Regions

    write(Library.load(), Aspects.load(), Regions.load(), NLU)


def path_of(project: Path, models: Path) -> Path:
    """Where the model belongs that is trained from the files as they are: its name is their hash."""
    digest = hashlib.sha256()
    for path in _inputs(project):
        digest.update(f"{path.relative_to(project).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return models / f"bangban-{digest.hexdigest()[:20]}.tar.gz"


def _inputs(project: Path) -> Iterator[Path]:
    for name in INPUTS:
        path = project / name
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts
            )
        else:
            yield path


def require_whole(model: Path) -> None:
    """Raises CannotStart when the file is not the one that training wrote."""
    try:
        whole = _digest(model) == _digest_file(model).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        whole = False
    if not whole:
        raise CannotStart(
            f"The dialogue model {model} is damaged: delete it and start again; it is then trained anew."
        )


def train(settings: Settings, model: Path, console: Console) -> None:
    """Train into `model`, which appears only when it is complete. Raises CannotStart when it fails."""
    log = Places.of(settings).log("training")
    model.parent.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    partial = model.with_name(f"partial-{os.getpid()}-{model.name}")
    console.print("Training the dialogue: its inputs have changed. This takes a minute or two.")
    try:
        _run([str(NLU_PYTHON), "train.py", "--out", str(partial)], log, console)
        if not partial.is_file():
            raise CannotStart(f"Training the dialogue wrote no model; see {log}.", tail_of(log))
        _digest_file(model).write_text(_digest(partial), encoding="ascii")
        partial.replace(model)
    finally:
        partial.unlink(missing_ok=True)
    console.print(f"Trained in {time.monotonic() - begun:.0f} s.")


def _run(command: Sequence[str], log: Path, console: Console) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603
            tethered(command, "SIGKILL"),
            cwd=NLU,
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


def _forget_old(current: Path) -> None:
    models = sorted(current.parent.glob("bangban-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for model in [model for model in models if model != current][: -(KEPT_MODELS - 1)]:
        model.unlink()
        _digest_file(model).unlink(missing_ok=True)


def _digest_file(model: Path) -> Path:
    return model.with_name(model.name + ".sha256")


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
