"""Keeps programs running through supervisord (https://supervisord.org), and ends all of them together."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import xmlrpc.client
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from assistant.processes.configuration import GROUP, STOP_S, Program, render, tethered
from assistant.processes.errors import CannotStart, tail_of
from assistant.processes.places import Places
from assistant.processes.tether import PARENT

# supervisord kills a program that does not stop after STOP_S, then ends itself.
END_S = STOP_S + 3


@dataclass(frozen=True, slots=True)
class State:
    """One program as supervisord sees it. `name` and `state` are supervisor's own words, such as RUNNING."""

    name: str
    state: str
    pid: int
    exit_status: int

    @property
    def runs(self) -> bool:
        return self.state == "RUNNING"

    @property
    def given_up(self) -> bool:
        return self.state in ("FATAL", "UNKNOWN")


class Supervision:
    """Programs under one supervisord, which is a child of this process and ends with it.

    `environment` is added to that of this process for all of the programs.
    """

    def __init__(
        self, programs: Sequence[Program], places: Places, environment: Mapping[str, str] | None = None
    ) -> None:
        self.programs = tuple(programs)
        self.places = places
        self._environment = dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start all programs; they are not ready yet. Raises CannotStart when they run already."""
        running = states(self.places)
        if running:
            raise CannotStart(
                f"Bangban is running already with the data in {self.places.run.parent}: stop it first, "
                "or set BANGBAN_DATA_DIR to another folder."
            )
        self.places.socket.unlink(missing_ok=True)
        self.places.configuration.write_text(render(self.programs, self.places), encoding="utf-8")
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(self.places.configuration)]
        self._process = subprocess.Popen(  # noqa: S603
            tethered(command, "SIGTERM"),
            env={**os.environ, **self._environment, PARENT: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A Ctrl-C in the terminal reaches this process alone, which then stops the others in order.
            start_new_session=True,
        )

    def states(self) -> dict[str, State]:
        """Each program by name; nothing while supervisord is still starting.

        Raises CannotStart when supervisord has ended.
        """
        if self._process is None or self._process.poll() is not None:
            raise CannotStart(
                "The supervisor of the processes has ended unexpectedly.", tail_of(self.places.supervisor_log)
            )
        return states(self.places)

    def start_again(self, name: str) -> None:
        """Start a program that supervisord has given up. One that runs by then is left alone."""
        try:
            with _server(self.places) as server:
                server.supervisor.startProcess(f"{GROUP}:{name}", False)
        except (OSError, http.client.HTTPException, xmlrpc.client.Error) as error:
            if name in self.states() and not self.states()[name].given_up:
                return
            raise CannotStart(f"{name} cannot be started again.", tail_of(self.places.log(name))) from error

    def stop(self) -> None:
        """End all programs and supervisord: asked first, killed after END_S seconds."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            # The tether of each program ends it with supervisord.
            process.kill()
            process.wait()
        self.places.socket.unlink(missing_ok=True)
        self.places.pid_file.unlink(missing_ok=True)


def states(places: Places) -> dict[str, State]:
    """Each program of whichever supervisord serves these places, by name; nothing when none does."""
    if not places.socket.exists():
        return {}
    try:
        with _server(places) as server:
            found: Any = server.supervisor.getAllProcessInfo()
    except (OSError, http.client.HTTPException, xmlrpc.client.Error):
        return {}
    return {
        info["name"]: State(info["name"], info["statename"], int(info["pid"]), int(info["exitstatus"]))
        for info in found
    }


def _server(places: Places) -> xmlrpc.client.ServerProxy:
    transport = SupervisorTransport(serverurl=f"unix://{places.socket}")
    return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)
