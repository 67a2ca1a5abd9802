"""What is said in one call, as sound: made before it is needed, and silent at once when it must be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from assistant.call_transport import CallTransport
from assistant.line.talk_commands import Say
from assistant.line.talk_events import AllSaid, AudioBegan, SentenceOver, TalkEvent, VoiceLost
from assistant.rendering.speech import Sentence, pronounced
from assistant.speech import lost
from assistant.speech.memory import Speaks, SpokenMemory
from assistant.speech.speaking import Segment

log = logging.getLogger(__name__)

_AHEAD = 6
"""Pieces of sound that are made before they are needed."""
_ORDINARY = (100, 0)
"""The rate and gain of what is kept in memory."""


@dataclass(frozen=True, slots=True)
class _Over:
    """A sentence ends here."""

    index: int


_Part = Segment | _Over | lost.VoiceLost | None


class Playing:
    """Says one thing at a time.

    `post` is told what the caller has heard, `ready` whether the first sound was spoken before, as soon as it
    is there, `sent` that it went out, and `ended` of each task.
    """

    def __init__(
        self,
        transport: CallTransport,
        memory: SpokenMemory,
        post: Callable[[TalkEvent], None],
        ready: Callable[[bool], None] = lambda _: None,
        sent: Callable[[], None] = lambda: None,
        ended: Callable[[asyncio.Task[None]], None] = lambda _: None,
    ) -> None:
        self._transport, self._memory = transport, memory
        self._post, self._ready, self._sent, self._ended = post, ready, sent, ended
        self._speaks: asyncio.Future[Speaks] = asyncio.get_running_loop().create_future()
        self._saying = 0
        self._last = -1
        self._tasks: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()

    def speak_with(self, speaks: Speaks) -> None:
        """Who speaks what is not kept in memory; until then that waits."""
        self._speaks.set_result(speaks)

    def say(self, what: Say) -> None:
        """After what is being said."""
        self._saying += 1
        self._last = len(what.sentences) - 1
        self._start(self._say(self._saying, what))

    def fill(self, sentence: Sentence) -> None:
        """Say something short, if it is kept and nothing else is being said."""
        audio = self._memory.audio(pronounced(sentence), sentence.language)
        if audio is not None and not self._one_at_a_time.locked():
            self._start(self._fill(audio))

    async def stop(self) -> None:
        """Be silent at once; nothing of what was said is told of any more."""
        self._saying += 1
        await self.close()
        await self._transport.clear()

    def played(self, mark: str) -> None:
        """The caller has heard everything before `mark`."""
        saying, _, index = mark.partition(".")
        if saying != str(self._saying):
            return
        self._post(SentenceOver(int(index)))
        if int(index) == self._last:
            self._post(AllSaid())

    async def close(self) -> None:
        """Make and play nothing more."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(self._ended)

    async def _fill(self, audio: bytes) -> None:
        async with self._one_at_a_time:
            await self._transport.play(audio)

    async def _say(self, saying: int, what: Say) -> None:
        parts: asyncio.Queue[_Part] = asyncio.Queue(_AHEAD)
        making = asyncio.create_task(self._make(what, parts))
        try:
            part = await parts.get()
            if isinstance(part, Segment):
                self._post(AudioBegan())
                self._ready(part.cached)
            async with self._one_at_a_time:
                self._sent()
                while part is not None:
                    await self._take(saying, part)
                    part = await parts.get()
        finally:
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)

    async def _take(self, saying: int, part: Segment | _Over | lost.VoiceLost) -> None:
        match part:
            case Segment():
                await self._transport.play(part.audio)
            case _Over(index):
                await self._transport.mark(f"{saying}.{index}")
            case lost.VoiceLost():
                self._post(VoiceLost())

    async def _make(self, what: Say, parts: asyncio.Queue[_Part]) -> None:
        try:
            for index in range(what.first_index, len(what.sentences)):
                async with aclosing(self._sound(what.sentences[index], what.rate, what.gain)) as sound:
                    async for segment in sound:
                        await parts.put(segment)
                await parts.put(_Over(index))
        except lost.VoiceLost as error:
            await parts.put(error)
        except Exception:
            log.exception("sound could not be made")
            await parts.put(lost.VoiceLost("failed"))
        await parts.put(None)

    async def _sound(self, sentence: Sentence, rate: int, gain: int) -> AsyncGenerator[Segment, None]:
        text, language = pronounced(sentence), sentence.language
        kept = self._memory.audio(text, language) if (rate, gain) == _ORDINARY else None
        if kept is not None:
            yield Segment(text, kept, len(kept) / 8, cached=True)
            return
        speaks = await asyncio.shield(self._speaks)
        async with aclosing(speaks.speak(text, language, rate, gain)) as spoken:
            async for segment in spoken:
                yield segment
