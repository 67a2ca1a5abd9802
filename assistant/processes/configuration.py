"""The programs of one machine as a configuration of supervisor (https://supervisord.org/configuration.html)."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from configparser import RawConfigParser
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from assistant.processes import tether
from assistant.processes.places import Places

GROUP = "bangban"
# A process counts as started after this many seconds.
START_S = 2
STOP_S = 6
LOG_BYTES = 5 * 1024 * 1024
LOG_BACKUPS = 3


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running.

    `environment` is added to ours and is visible to other users of the machine: no secrets.
    `withheld` names the variables of our environment that the process must not see.
    """

    name: str
    command: Sequence[str]
    directory: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    withheld: Sequence[str] = ()


def tethered(command: Sequence[str], signal_name: str) -> list[str]:
    """The command that runs `command` and ends with its parent."""
    return [sys.executable, "-I", str(Path(tether.__file__)), signal_name, *command]


def render(programs: Sequence[Program], places: Places) -> str:
    """The text of supervisor.conf. One group, because supervisor stops groups one after the other."""
    parser = RawConfigParser()
    parser["supervisord"] = {
        "nodaemon": "true",
        "silent": "true",
        "nocleanup": "true",
        "logfile": _plain(places.supervisor_log),
        "logfile_maxbytes": str(LOG_BYTES),
        "logfile_backups": str(LOG_BACKUPS),
        "pidfile": _plain(places.pid_file),
        **({"user": "root"} if os.geteuid() == 0 else {}),
    }
    parser["unix_http_server"] = {"file": _plain(places.socket), "chmod": "0700"}
    parser["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    parser[f"group:{GROUP}"] = {"programs": ",".join(program.name for program in programs)}
    for program in programs:
        parser[f"program:{program.name}"] = _section(program, places)
    text = StringIO()
    parser.write(text)
    return text.getvalue()


def _section(program: Program, places: Places) -> dict[str, str]:
    without = [part for name in program.withheld for part in ("-u", name)]
    added = [f"{name}={value}" for name, value in program.environment.items()]
    command = ["env", *without, *added, *program.command]
    return {
        "command": _plain(shlex.join(tethered(command, "SIGKILL"))),
        "directory": _plain(program.directory),
        "autostart": "true",
        "autorestart": "true",
        "startsecs": str(START_S),
        "startretries": "3",
        "stopsignal": "TERM",
        "umask": "077",
        "stopwaitsecs": str(STOP_S),
        "stopasgroup": "true",
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": _plain(places.log(program.name)),
        "stdout_logfile_maxbytes": str(LOG_BYTES),
        "stdout_logfile_backups": str(LOG_BACKUPS),
    }


def _plain(value: object) -> str:
    """A value as supervisor reads it back: it expands % itself."""
    return str(value).replace("%", "%%")
