"""Says what happens to the processes while they run, and starts again what the supervisor has given up."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from assistant.processes.supervision import State, Supervision

LOOK_EVERY_S = 1.0
START_AGAIN_AFTER_S = 30.0
_LOCAL = ZoneInfo("Asia/Shanghai")


class Watch:
    """Compares the programs with how they were at the last look. Times are seconds of one clock."""

    def __init__(self, supervision: Supervision) -> None:
        self._supervision = supervision
        self._pids: dict[str, int] = {}
        self._given_up_at: dict[str, float] = {}

    def look(self, now_s: float) -> list[str]:
        """One sentence for each program that changed. Raises CannotStart when the supervisor itself ended."""
        states = self._supervision.states()
        return [sentence for state in states.values() if (sentence := self._changed(state, now_s))]

    def _changed(self, state: State, now_s: float) -> str | None:
        if state.given_up:
            return self._given_up(state.name, now_s)
        self._given_up_at.pop(state.name, None)
        if not state.runs:
            return None
        before = self._pids.get(state.name)
        self._pids[state.name] = state.pid
        if before is None or before == state.pid:
            return None
        return f"{state.name} had ended and runs again."

    def _given_up(self, name: str, now_s: float) -> str | None:
        since = self._given_up_at.setdefault(name, now_s)
        if since == now_s:
            log = self._supervision.places.log(name)
            return f"{name} keeps ending; it is tried again in {START_AGAIN_AFTER_S:.0f} s. Its log is {log}."
        if now_s - since >= START_AGAIN_AFTER_S:
            del self._given_up_at[name]
            self._supervision.start_again(name)
        return None


def watch(supervision: Supervision, console: Console) -> None:
    """Watch until something raises: a signal's KeyboardInterrupt, or CannotStart."""
    observer = Watch(supervision)
    while True:
        for sentence in observer.look(time.monotonic()):
            console.print(f"{datetime.now(_LOCAL):%H:%M:%S} {sentence}")
        time.sleep(LOOK_EVERY_S)
