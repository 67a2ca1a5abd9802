"""Where sound is judged and decoded: threads beside the event loop, no more than can run.

Every stream waits its turn for each tenth of a second, so none is starved by the others.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar

from voice.recognition.engine import EngineFailed

TOO_SLOW_S = 20.0
"""An engine that has not answered after so long will not."""

P = ParamSpec("P")
R = TypeVar("R")


class Threads:
    """The threads of one service, and what runs on them now for one stream each."""

    def __init__(self, name: str, most: int) -> None:
        self._pool = ThreadPoolExecutor(most, f"voice-{name}")
        self._most = most
        self._busy = 0

    def turns(self, too_slow_s: float = TOO_SLOW_S) -> Turns:
        """For one stream."""
        return Turns(self, too_slow_s)

    @property
    def to_spare(self) -> bool:
        """Work would begin at once, and somebody else's would not have to wait for it."""
        return self._busy < self._most

    def begin(self, work: Callable[[], R]) -> asyncio.Future[R]:
        """Runs blocking work in its turn. Called by the event loop.

        Raises:
            EngineFailed: The threads are stopped.
        """
        try:
            running = asyncio.get_running_loop().run_in_executor(self._pool, work)
        except RuntimeError as error:
            raise EngineFailed("its threads are stopped") from error
        self._busy += 1
        running.add_done_callback(self._ended)
        return running

    def _ended(self, done: asyncio.Future[Any]) -> None:
        self._busy -= 1
        # What fails after its stream has gone has nobody left to be told.
        if not done.cancelled():
            done.exception()

    def stop(self) -> None:
        """Lets what runs come to its end; what waits is not begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Turns:
    """One stream's work, one piece at a time."""

    def __init__(self, threads: Threads, too_slow_s: float) -> None:
        self._threads = threads
        self._too_slow_s = too_slow_s
        self._running: asyncio.Future[Any] | None = None

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of blocking work.

        Raises:
            EngineFailed: It failed, its thread died, or it is too slow.
        """
        running = self._threads.begin(lambda: _guarded(work, *args, **kwargs))
        self._running = running
        try:
            # Not wait_for: Python 3.11's passes over a cancellation that comes together with the result.
            async with asyncio.timeout(self._too_slow_s):
                return await asyncio.shield(running)
        except TimeoutError as error:
            raise EngineFailed("no answer in time") from error

    @property
    def to_spare(self) -> bool:
        """Work would begin at once."""
        return self._threads.to_spare

    async def over(self) -> bool:
        """Waits until nothing runs any more; False when something will not end."""
        if self._running is None or self._running.done():
            return True
        await asyncio.wait({self._running}, timeout=self._too_slow_s)
        return self._running.done()


def _guarded(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    try:
        return work(*args, **kwargs)
    except EngineFailed:
        raise
    except BaseException as error:
        raise EngineFailed(type(error).__name__) from error


def cores() -> int:
    """How many threads can run at a time here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
