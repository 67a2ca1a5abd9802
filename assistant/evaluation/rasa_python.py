"""Runs a script of the Rasa project with its own Python, and follows how far it is."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.processes.configuration import tethered
from assistant.processes.places import RasaProject
from assistant.processes.programs import SECRETS
from assistant.processes.tether import PARENT

Progress = Callable[[str, int, int], None]
"""Told what is done now, how far, and of how much."""

_REPORT = re.compile(r"(\w+) (\d+)/(\d+)")


def run(project: RasaProject, arguments: Sequence[str], log: Path, progress: Progress) -> int:
    """The exit code of the script that the arguments name first; what it says of errors stands in `log`."""
    environment = {name: value for name, value in os.environ.items() if name not in SECRETS}
    with (
        log.open("wb") as errors,
        subprocess.Popen(  # noqa: S603
            tethered([str(project.python), *arguments], "SIGKILL"),
            cwd=project.folder,
            env={**environment, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                if report := _REPORT.fullmatch(line.strip()):
                    progress(report[1], int(report[2]), int(report[3]))
        except BaseException:
            process.kill()
            raise
        return process.wait()
