"""The line has everything spoken ahead of time, again whenever what speaks was away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from assistant.speech.lost import VoiceLost
from assistant.speech.preparing import SoFar, prepare
from knowledge.article import Language

log = logging.getLogger(__name__)

TRY_AGAIN_S = 30.0


class SpokenAhead:
    """Works until all is spoken, and takes it up again when that was interrupted.

    `speaks_well` tells whether there is a voice that is worth keeping; what a poor one says is not kept.
    """

    def __init__(
        self,
        url: str,
        sentences: Sequence[tuple[str, Language]],
        speaks_well: Callable[[], bool],
        try_again_s: float = TRY_AGAIN_S,
    ) -> None:
        self._url, self._sentences, self._speaks_well = url, sentences, speaks_well
        self._try_again_s = try_again_s
        self.so_far = SoFar(0, len(sentences), 0)

    async def run(self) -> None:
        """Ends when all is ready."""
        while not await self._once():
            await asyncio.sleep(self._try_again_s)

    async def _once(self) -> bool:
        if not self._speaks_well():
            return False
        try:
            async for so_far in prepare(self._url, self._sentences):
                self.so_far = so_far
        except VoiceLost as lost:
            log.info("speaking ahead interrupted", extra={"code": lost.reason})
            return False
        log.info("all is spoken ahead", extra={"count": self.so_far.done, "failures": self.so_far.failed})
        return True
