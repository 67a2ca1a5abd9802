"""Where calls that come in as sound are met: known by their token, led, and written down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from functools import partial
from typing import Protocol, TypeVar

from assistant.call_transport import CallBegan, CallTransport
from assistant.conversation.phone_calls import Ended, Next, Opened
from assistant.line.call import Call, Equipment
from assistant.line.call_ears import OpenHearing
from assistant.line.call_turns import CallTurns
from assistant.line.sentences import LineSentences
from assistant.line.talk_commands import Next as LeftFor
from assistant.line.turn_figures import TurnFigures
from assistant.messages import TurnResult
from assistant.metrics import Metrics
from assistant.ports import Clock, Says, TakesMessages
from assistant.speech.memory import SpeaksToOne, SpokenMemory
from assistant.store.calls import TurnTimes

log = logging.getLogger(__name__)

T = TypeVar("T")


class Calls(Protocol):
    """As assistant.conversation.phone_calls.PhoneCalls."""

    def redeem(self, call_sid: str, token: str) -> Opened | None: ...
    def said(self, call_sid: str, turn: int, result: TurnResult) -> bool: ...
    def leave(self, call_sid: str, following: Next | None) -> None: ...
    def note_turn(self, call_id: str, times: TurnTimes) -> None: ...
    def remember_patience(self, call_id: str, seconds: float) -> None: ...
    def ended(self, call_sid: str, how: Ended) -> bool: ...


class Reception:
    """Leads every call of one process. What waits for the database is done by `threads`.

    `silent` notes that a caller of whom nothing is heard is to be called back.
    """

    def __init__(
        self,
        calls: Calls,
        turn: TakesMessages,
        clock: Clock,
        metrics: Metrics,
        threads: Executor,
        *,
        phrases: Says,
        memory: SpokenMemory,
        open_hearing: OpenHearing,
        open_speaking: Callable[[], Awaitable[SpeaksToOne]],
        silent: Callable[[Opened], None],
    ) -> None:
        self._calls, self._turn, self._clock, self._metrics = calls, turn, clock, metrics
        self._threads = threads
        self._figures = TurnFigures(metrics)
        self._opened: dict[str, Opened] = {}
        self._equipment = Equipment(
            sentences=LineSentences(phrases),
            memory=memory,
            open_hearing=open_hearing,
            open_speaking=open_speaking,
            leave=self._leave,
            note_turn=self._note_turn,
            silent=lambda opened: self._in_thread(partial(silent, opened)),
        )

    async def redeem(self, call_sid: str, token: str) -> bool:
        """Whether a call that begins is one that we were told of."""
        opened = await self._in_thread(partial(self._calls.redeem, call_sid, token))
        if opened is not None:
            self._opened[call_sid] = opened
        return opened is not None

    async def handle(self, transport: CallTransport, began: CallBegan, hearing: bool) -> None:
        """Lead a call that was redeemed until it has ended or is given back."""
        opened = self._opened.pop(began.call_id)
        turns = CallTurns(opened, self._turn, self._calls, self._clock, self._metrics, self._in_thread)
        over = await Call(transport, opened, turns, self._equipment, hearing=hearing).run()
        await self._in_thread(partial(self._calls.remember_patience, opened.call_id, over.patience_s))

    async def ended(self, call_sid: str, how: str) -> None:
        """The sound of a call has ended. A call that goes on without it, or with a person, has not."""
        self._opened.pop(call_sid, None)
        if how == "hung_up":
            await self._in_thread(partial(self._calls.ended, call_sid, "hung_up"))

    async def _leave(self, opened: Opened, left_for: LeftFor) -> None:
        following: Next | None = None if left_for == "gather" else left_for
        await self._in_thread(partial(self._calls.leave, opened.call_sid, following))

    async def _note_turn(self, opened: Opened, times: TurnTimes) -> None:
        self._figures.turn(times)
        await self._in_thread(partial(self._calls.note_turn, opened.call_id, times))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
