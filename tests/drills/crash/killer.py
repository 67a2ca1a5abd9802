"""Kills processes at random moments of their work, and has them started again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.settings import PROJECT

AFTER_S = (0.005, 0.15)
"""From the first sign of work after a start to the kill."""
NOTHING_TO_DO_S = 2.0
"""After so long without a sign of work the process is killed in its idleness."""
LOOK_AGAIN_S = 0.002


class Nursery:
    """The process that starts web and worker, seen from outside; each is killed by its own process id."""

    def __init__(self, folder: Path) -> None:
        with (folder / "nursery.log").open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.drills.crash.nursery", str(folder)],
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
            )
        self._lock = threading.Lock()
        self._pids: dict[str, int] = {}

    def wait_until_ready(self) -> None:
        assert self._line() == "ready", "the nursery did not come up: see nursery.log"

    def start(self, name: str) -> None:
        with self._lock:
            assert self._process.stdin is not None
            self._process.stdin.write(f"{name}\n")
            self._process.stdin.flush()
            answer = self._line()
            assert answer.isdecimal(), f"{name} cannot be started: see nursery.log and {name}.log"
            self._pids[name] = int(answer)

    def kill(self, name: str) -> None:
        os.kill(self._pids[name], signal.SIGKILL)

    def close(self) -> None:
        """End what still runs."""
        self._process.communicate(timeout=30)

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Killer:
    """Kills one process `times` times, each time a seeded moment after it began to work again."""

    def __init__(
        self,
        nursery: Nursery,
        name: str,
        seed: int,
        times: int,
        work_done: Callable[[], int],
        while_dead: Callable[[], None] = lambda: None,
    ) -> None:
        self._nursery, self._name, self._times = nursery, name, times
        self._chance = random.Random(seed)
        self._work_done, self._while_dead = work_done, while_dead
        self.kills = 0
        self.at_work = 0
        self._broke: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=f"killer of {name}")

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        """Returns when all kills are done and the process runs again. Raises what broke the killer."""
        self._thread.join()
        if self._broke is not None:
            raise self._broke

    def _run(self) -> None:
        try:
            for _ in range(self._times):
                self.at_work += self._sees_work()
                time.sleep(self._chance.uniform(*AFTER_S))
                self._nursery.kill(self._name)
                self.kills += 1
                self._while_dead()
                self._nursery.start(self._name)
        except BaseException as error:  # noqa: BLE001 - raised again by `join`
            self._broke = error

    def _sees_work(self) -> bool:
        before, until = self._work_done(), time.monotonic() + NOTHING_TO_DO_S
        while time.monotonic() < until:
            if self._work_done() != before:
                return True
            time.sleep(LOOK_AGAIN_S)
        return False
