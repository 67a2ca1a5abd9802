"""Speech made ahead while nobody is being heard, one sentence after the other, at the lowest priority."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from voice.speakable import speakable
from voice.speech.pieces import sentences
from voice.speech.renderings import Renderings, Utterance
from voice.speech.requests import Prepare
from voice.speech.saying import Synthesis
from voice.synthesis.choose import Speaker
from voice.synthesis.engine import SpeechFailed

log = logging.getLogger(__name__)

PROGRESS_S = 1.0
LOOK_AGAIN_S = 0.5

SpeakerOf = Callable[[str], Speaker | None]
Progress = Callable[["Prepared"], Awaitable[None]]


class Prepared:
    """How far it is, in sentences."""

    def __init__(self, wanted: int = 0) -> None:
        self.done = 0
        self.wanted = wanted
        self.failed = 0

    def figures(self) -> dict[str, int]:
        return {"done": self.done, "wanted": self.wanted, "failed": self.failed}


class Preparing:
    """Makes sentences ahead. What is there already counts as done, so it goes on where it was stopped."""

    def __init__(
        self,
        renderings: Renderings,
        synthesis: Synthesis,
        speaker_of: SpeakerOf,
        busy: Callable[[], bool],
        look_again_s: float = LOOK_AGAIN_S,
    ) -> None:
        self._renderings = renderings
        self._synthesis = synthesis
        self._speaker_of = speaker_of
        self._busy = busy
        self._look_again_s = look_again_s
        self._one_at_a_time = asyncio.Lock()
        self.last = Prepared()

    async def prepare(self, asked: Prepare, progress: Progress) -> None:
        """`progress` is awaited after every sentence."""
        async with self._one_at_a_time:
            wanted = await asyncio.to_thread(self._utterances, asked)
            self.last = so_far = Prepared(len(wanted))
            for utterance in wanted:
                while self._busy():
                    await asyncio.sleep(self._look_again_s)
                if utterance is None or not await self._one(utterance, asked):
                    so_far.failed += 1
                else:
                    so_far.done += 1
                await progress(so_far)

    async def _one(self, utterance: Utterance, asked: Prepare) -> bool:
        if await self._lasts(utterance, asked):
            return True
        try:
            sound = await self._synthesis(utterance)
        except SpeechFailed as failed:
            log.warning("prepare.failed code=%s", failed.code)
            return False
        await asyncio.to_thread(self._renderings.keep, utterance, sound, True)
        return await self._lasts(utterance, asked)

    async def _lasts(self, utterance: Utterance, asked: Prepare) -> bool:
        return await asyncio.to_thread(
            self._renderings.make_lasting, utterance, tuple(asked.rates), tuple(asked.formats)
        )

    def _utterances(self, asked: Prepare) -> list[Utterance | None]:
        """Every sentence once, in order; None where nothing speaks its language."""
        found: dict[tuple[str, str], Utterance | None] = {}
        for text in asked.sentences:
            speaker = self._speaker_of(text.language)
            for sentence in sentences(text.text):
                words = speakable(sentence, text.language)
                found[words, text.language] = Utterance(words, speaker) if speaker else None
        return list(found.values())


class PrepareConnection:
    """One connection to /prepare: it is told how far it is at most once a second."""

    def __init__(self, connection: ServerConnection, preparing: Preparing) -> None:
        self._connection = connection
        self._preparing = preparing
        self._told_at = float("-inf")

    async def run(self) -> None:
        """Until the client goes away."""
        work = asyncio.create_task(self._work())
        gone = asyncio.create_task(self._connection.wait_closed())
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if work.done() and not isinstance(work.exception(), ConnectionClosed):
                work.result()
        finally:
            work.cancel()
            gone.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)

    async def _work(self) -> None:
        async for message in self._connection:
            await self._prepare(message)

    async def _prepare(self, message: str | bytes) -> None:
        try:
            asked = Prepare.model_validate(json.loads(message))
        except (ValidationError, ValueError, RecursionError):
            await self._send({"error": "bad_message"})
            return
        await self._preparing.prepare(asked, self._tell)
        await self._send({"progress": self._preparing.last.figures()})
        await self._send({"done": True})

    async def _tell(self, so_far: Prepared) -> None:
        if time.monotonic() - self._told_at >= PROGRESS_S:
            self._told_at = time.monotonic()
            await self._send({"progress": so_far.figures()})

    async def _send(self, answer: dict[str, object]) -> None:
        await self._connection.send(json.dumps(answer))
