"""One call, led from its first word until it has ended or is given back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from assistant.call_transport import AudioCame, CallEnded, CallTransport, KeyPressed, MarkPlayed
from assistant.conversation.phone_calls import Opened
from assistant.line.call_ears import Ears, OpenHearing
from assistant.line.call_playing import Playing
from assistant.line.call_turns import TURN_S, CallTurns
from assistant.line.latency import Latency
from assistant.line.patience import kept
from assistant.line.sentences import LineSentences
from assistant.line.talk import Talk
from assistant.line.talk_commands import (
    Command,
    Filler,
    Leave,
    Listen,
    Next,
    Noted,
    Say,
    StopSaying,
    TakeTurn,
)
from assistant.line.talk_events import Answered, Began, Key, TalkEvent, Tick, VoiceLost
from assistant.speech import lost
from assistant.speech.hearing import Heard, Listening
from assistant.speech.memory import SpeaksToOne, SpokenMemory
from assistant.store.calls import TurnTimes

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Equipment:
    """What every call is led with.

    `leave` is told what a call is given back for, before it is; `note_turn` how long a turn took; `silent`
    that nothing is heard of a caller, who is to be called back. When they fail the call goes on.
    """

    sentences: LineSentences
    memory: SpokenMemory
    open_hearing: OpenHearing
    open_speaking: Callable[[], Awaitable[SpeaksToOne]]
    leave: Callable[[Opened, Next], Awaitable[None]]
    note_turn: Callable[[Opened, TurnTimes], Awaitable[None]]
    silent: Callable[[Opened], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class CallOver:
    """`next` is what the call was given back for, None when it ended by itself; `patience_s` was learned."""

    next: Next | None
    patience_s: float


class Call:
    """One caller. Without `hearing` the call is led by keys alone."""

    def __init__(
        self,
        transport: CallTransport,
        opened: Opened,
        turns: CallTurns,
        equipment: Equipment,
        *,
        hearing: bool = True,
    ) -> None:
        self._transport, self._opened, self._turns = transport, opened, turns
        self._equipment, self._hearing = equipment, hearing
        self._inbox: asyncio.Queue[TalkEvent | CallEnded] = asyncio.Queue()
        self._latency = Latency()
        self._ears = Ears(equipment.open_hearing, self._post, self._words_known)
        self._speaking: SpeaksToOne | None = None
        self._playing = Playing(
            transport,
            equipment.memory,
            self._post,
            ready=self._sound_ready,
            sent=self._sound_sent,
            ended=self._ended_well,
        )
        self._talk = Talk(
            equipment.sentences,
            language=opened.language,
            patience=kept(opened.patience_s),
            first_turn=opened.next_turn,
            can_be_called=opened.has_number,
        )
        self._next: Next | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._turning: set[asyncio.Task[None]] = set()

    async def run(self) -> CallOver:
        """Lead the call to its end. A turn that is under way then is finished and kept."""
        try:
            self._start(self._follow_transport())
            self._start(self._open_speaking())
            patience = self._talk.patience
            listening = Listening(self._opened.language, pause_s=patience.pause_s("open"))
            hears = self._hearing and await self._ears.begin(listening)
            if self._hearing:
                self._start(self._ears.run())
            await self._take(Began(hears, self._opened.goes_on))
            while not self._talk.left:
                event = await self._next_event()
                if isinstance(event, CallEnded):
                    break
                await self._take(event)
        finally:
            await self._close()
        return CallOver(self._next, self._talk.patience.base_s)

    async def _next_event(self) -> TalkEvent | CallEnded:
        wakes_at = self._talk.wakes_at
        try:
            async with asyncio.timeout_at(wakes_at):
                return await self._inbox.get()
        except TimeoutError:
            return Tick()

    async def _take(self, event: TalkEvent) -> None:
        if isinstance(event, Answered):
            self._latency.answered(event.number, _now_s())
        for command in self._talk.on(event, _now_s()):
            await self._do(command)

    async def _do(self, command: Command) -> None:
        match command:
            case Say():
                self._playing.say(command)
            case StopSaying():
                await self._playing.stop()
            case TakeTurn():
                self._latency.taken(command.number, command.how, _now_s())
                self._start(self._turn(command), self._turning)
            case Listen():
                self._ears.listen(command)
            case Filler(sentence):
                self._playing.fill(sentence)
            case Noted():
                self._start(self._told(self._equipment.silent(self._opened)), self._turning)
            case Leave():
                self._next = command.next
                await self._told(self._equipment.leave(self._opened, command.next))
                await self._transport.leave()

    async def _turn(self, command: TakeTurn) -> None:
        self._post(await self._turns.take(command))

    async def _follow_transport(self) -> None:
        async for event in self._transport.events():
            match event:
                case AudioCame(payload):
                    self._ears.feed(payload)
                case KeyPressed(key):
                    self._post(Key(key))
                case MarkPlayed(name):
                    self._playing.played(name)
                case CallEnded():
                    self._inbox.put_nowait(event)

    async def _open_speaking(self) -> None:
        try:
            self._speaking = await self._equipment.open_speaking()
        except lost.VoiceLost:
            self._post(VoiceLost())
        else:
            self._playing.speak_with(self._speaking)

    def _post(self, event: TalkEvent) -> None:
        self._inbox.put_nowait(event)

    def _words_known(self, heard: Heard) -> None:
        self._latency.heard(heard, _now_s())

    def _sound_ready(self, cached: bool) -> None:
        self._latency.sound_ready(_now_s(), cached=cached)

    def _sound_sent(self) -> None:
        times = self._latency.sent(_now_s())
        if times is not None:
            self._start(self._told(self._equipment.note_turn(self._opened, times)), self._turning)

    async def _told(self, telling: Awaitable[None]) -> None:
        """What is only for the record must not end a call."""
        try:
            await telling
        except Exception:
            log.exception("call not recorded", extra={"reference": self._opened.call_sid})

    def _start(self, work: Coroutine[Any, Any, None], among: set[asyncio.Task[None]] | None = None) -> None:
        tasks = self._tasks if among is None else among
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        task.add_done_callback(self._ended_well)

    def _ended_well(self, task: asyncio.Task[None]) -> None:
        """A defect in what works beside the call must not leave the caller in silence."""
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("call failed", exc_info=error, extra={"reference": self._opened.call_sid})
            self._post(VoiceLost())

    async def _close(self) -> None:
        if self._turning:
            await asyncio.wait(self._turning, timeout=TURN_S)
        tasks = [*self._tasks, *self._turning]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._playing.close()
        await self._ears.close()
        if self._speaking is not None:
            await self._speaking.close()


def _now_s() -> float:
    return asyncio.get_running_loop().time()
