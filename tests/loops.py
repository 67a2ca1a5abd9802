"""Event loops for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

LONGEST_S = 30


def run(test: Callable[[], Awaitable[None]]) -> None:
    """Run a test on a loop of its own; no task may be left of it."""

    async def alone() -> None:
        async with asyncio.timeout(LONGEST_S):
            await test()
        left = {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}
        assert not left

    asyncio.run(alone())
