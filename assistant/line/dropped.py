"""Calls whose sound broke off: the provider goes on with them, or else somebody calls back."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from assistant.conversation.phone_calls import Ended, Standing

log = logging.getLogger(__name__)

# The provider goes on within seconds, and repeats a request that failed within half a minute.
GRACE_S = 90.0


class Calls(Protocol):
    """As assistant.conversation.phone_calls.PhoneCalls."""

    def standing(self, call_sid: str) -> Standing | None: ...
    def ended(self, call_sid: str, how: Ended) -> bool: ...


class DroppedCalls:
    """Looks after `grace_s` whether the provider went on with a call; it may be gone with the sound."""

    def __init__(self, calls: Calls, grace_s: float = GRACE_S) -> None:
        self._calls, self._grace_s = calls, grace_s
        self._waiting: set[asyncio.Task[None]] = set()

    def note(self, call_sid: str) -> None:
        """The sound of a call broke off. Only on a running event loop."""
        task = asyncio.create_task(self._look_later(call_sid))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def close(self) -> None:
        """Look for nothing more: the provider's own report of the end of each call remains."""
        waiting = [*self._waiting]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async def _look_later(self, call_sid: str) -> None:
        try:
            before = await asyncio.to_thread(self._calls.standing, call_sid)
            await asyncio.sleep(self._grace_s)
            now = await asyncio.to_thread(self._calls.standing, call_sid)
            if now is None or now != before or now.mode != "stream" or now.next is not None or now.ended:
                return
            await asyncio.to_thread(self._calls.ended, call_sid, "dropped")
        except Exception:
            log.exception("dropped call not looked after", extra={"reference": call_sid})
        else:
            log.warning("nobody went on with a dropped call", extra={"reference": call_sid})
