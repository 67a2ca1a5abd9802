"""Listening to one caller: what was heard becomes events of the talk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol

from assistant.line import talk_events as events
from assistant.line.patience import asked_of_voice
from assistant.line.talk_commands import Listen
from assistant.speech.hearing import Heard, HearingEvent, Listening, Partial, SpeechStarted, SpeechStopped
from assistant.speech.lost import VoiceLost

BEGIN_S = 1.2
"""Longer than this nobody waits for the first word (ACCESSIBILITY, phone: 2 s)."""
AGAIN_S = 5.0


class Hears(Protocol):
    """As assistant.speech.hearing.Hearing."""

    def feed(self, audio: bytes) -> None: ...
    def configure(self, **changes: Any) -> None: ...
    async def close(self) -> None: ...
    def __aiter__(self) -> AsyncIterator[HearingEvent]: ...


OpenHearing = Callable[[Listening], Awaitable[Hears]]


class Ears:
    """`post` is told what happens, `heard` of the words of a turn besides."""

    def __init__(
        self,
        open_hearing: OpenHearing,
        post: Callable[[events.TalkEvent], None],
        heard: Callable[[Heard], None] = lambda _: None,
    ) -> None:
        self._open, self._post, self._heard = open_hearing, post, heard
        self._hearing: Hears | None = None
        self._listening = Listening()

    async def begin(self, listening: Listening) -> bool:
        """Whether somebody hears from here on."""
        self._listening = listening
        try:
            async with asyncio.timeout(BEGIN_S):
                self._hearing = await self._open(listening)
        except (VoiceLost, TimeoutError):
            return False
        return True

    def feed(self, audio: bytes) -> None:
        if self._hearing is not None:
            self._hearing.feed(audio)

    def listen(self, how: Listen) -> None:
        """Listen for what is likely to be said next."""
        if self._hearing is not None:
            self._hearing.configure(
                language=how.language,
                expect=how.expect,
                pause_s=asked_of_voice(how.pause_s, how.expect),
                phrase_list=list(how.phrases),
            )

    async def run(self) -> None:
        """Tell what is heard. Where nobody hears at first, ask again from time to time."""
        while self._hearing is None:
            await asyncio.sleep(AGAIN_S)
            if await self.begin(self._listening):
                self._post(events.HearsAgain())
        try:
            async for event in self._hearing:
                self._tell(event)
        except VoiceLost:
            self._post(events.VoiceLost())

    async def close(self) -> None:
        if self._hearing is not None:
            await self._hearing.close()

    def _tell(self, event: HearingEvent) -> None:
        match event:
            case SpeechStarted(at_s):
                self._post(events.SpeechStarted(at_s))
            case SpeechStopped():
                self._post(events.SpeechStopped())
            case Partial(text):
                self._post(events.PartialHeard(text))
            case Heard():
                self._heard(event)
                alternatives = tuple(one.text for one in event.alternatives)
                self._post(
                    events.Heard(
                        event.text,
                        alternatives,
                        event.duration_s,
                        event.ended_s,
                        event.recognition_ms / 1000,
                    )
                )
