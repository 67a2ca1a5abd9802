"""An event loop whose clock goes to the next thing that is due, so that no test waits."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class NothingWillHappen(Exception):
    """Everybody waits for somebody else."""


class _Selector(selectors.DefaultSelector):
    """Lets no time pass but in the loop's own clock."""

    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise NothingWillHappen
        if not ready and timeout:
            self.loop.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """`now` is in seconds, from 0."""

    def __init__(self) -> None:
        selector = _Selector()
        selector.loop = self
        self.now = 0.0
        super().__init__(selector)

    def time(self) -> float:
        return self.now


def runner() -> asyncio.Runner:
    return asyncio.Runner(loop_factory=VirtualLoop)


def run(work: Coroutine[Any, Any, T]) -> T:
    """The result of `work`, in no time."""
    with runner() as one:
        return one.run(work)
