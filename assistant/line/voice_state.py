"""Whether anything hears and speaks at the moment, known without asking: it is asked in the background."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from assistant.speech.description import Description
from assistant.speech.lost import VoiceLost
from assistant.speech.memory import SpeaksToOne, SpokenMemory
from knowledge.article import Language

log = logging.getLogger(__name__)

EVERY_S = 2.0


class VoiceState:
    """`describe` asks the process that hears and speaks, None when it does not answer.

    What is kept of spoken sentences is filled as soon as somebody speaks.
    """

    def __init__(
        self,
        describe: Callable[[], Awaitable[Description | None]],
        memory: SpokenMemory,
        open_speaking: Callable[[], Awaitable[SpeaksToOne]],
        language: Language = "zh",
    ) -> None:
        self._describe, self._memory, self._open_speaking = describe, memory, open_speaking
        self._language = language
        self.description: Description | None = None

    @property
    def hears(self) -> bool:
        return self.description is not None and self.description.hears(self._language)

    @property
    def speaks(self) -> bool:
        return self.description is not None and self.description.speaks(self._language)

    @property
    def speaks_well(self) -> bool:
        return self.description is not None and self.description.speaks_well

    async def look(self) -> None:
        """Ask once."""
        before = (self.hears, self.speaks)
        self.description = await self._describe()
        if (self.hears, self.speaks) != before:
            state = f"hears-{self.hears}.speaks-{self.speaks}".lower()
            log.info("voice changed", extra={"state": state})
        if self.speaks and not self._memory.is_complete:
            await self._fill()

    async def watch(self) -> None:
        """Ask for ever."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY_S)

    async def _fill(self) -> None:
        try:
            speaking = await self._open_speaking()
            try:
                await self._memory.fill(speaking)
            finally:
                await speaking.close()
        except VoiceLost as error:
            log.warning("sentences not kept", extra={"reason": error.reason})
