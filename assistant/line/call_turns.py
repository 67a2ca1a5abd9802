"""What a caller says becomes a message of the conversation, and its result what is said."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from assistant.conversation.phone_calls import Opened
from assistant.errors import AssistantError
from assistant.line.talk_commands import TakeTurn
from assistant.line.talk_events import Answered, TurnFailed
from assistant.messages import LONGEST_TEXT, Channel, Inbound, Outcome, TurnResult
from assistant.metrics import Metrics
from assistant.ports import Clock, TakesMessages
from assistant.rendering.speech import spoken

log = logging.getLogger(__name__)

GAIN_DB = (0, 6, 12)
"""By the steps louder than the ordinary volume."""
TURN_S = 12.0
"""Longer than another process may hold the same message."""
_BINDING = frozenset({Outcome.CASE, Outcome.EMERGENCY})


class NotesAnswers(Protocol):
    def said(self, call_sid: str, turn: int, result: TurnResult) -> bool:
        """Note what was answered. Whether the resident wants a person at once."""
        ...


class CallTurns:
    """The turns of one call. `in_thread` runs what waits for the database and for Rasa."""

    def __init__(
        self,
        opened: Opened,
        turn: TakesMessages,
        calls: NotesAnswers,
        clock: Clock,
        metrics: Metrics,
        in_thread: Callable[[Callable[[], tuple[TurnResult, bool]]], Awaitable[tuple[TurnResult, bool]]],
    ) -> None:
        self._opened, self._turn, self._calls = opened, turn, calls
        self._clock, self._metrics, self._in_thread = clock, metrics, in_thread

    async def take(self, command: TakeTurn) -> Answered | TurnFailed:
        """The answer to one turn, within TURN_S. The number is the same for a turn that is taken again."""
        number = command.number
        inbound = Inbound(
            channel=Channel.PHONE,
            provider_id=f"{self._opened.call_sid}:{number}",
            address=self._opened.address,
            text=command.text[:LONGEST_TEXT],
            received_at=self._clock.now(),
        )
        try:
            async with asyncio.timeout(TURN_S):
                result, wants_person = await self._in_thread(lambda: self._answer(inbound, number))
        except TimeoutError:
            log.warning("turn late", extra={"channel": Channel.PHONE.value})
            return self._failed(number, "late")
        except AssistantError as error:
            log.warning(
                "turn failed", exc_info=True, extra={"code": error.code, "channel": Channel.PHONE.value}
            )
            return self._failed(number, error.code)
        except Exception:
            log.exception("turn failed", extra={"code": "unexpected", "channel": Channel.PHONE.value})
            return self._failed(number, "unexpected")
        self._metrics.turn(Channel.PHONE, result)
        return answer_of(number, result, wants_person=wants_person)

    def _answer(self, inbound: Inbound, number: int) -> tuple[TurnResult, bool]:
        result = self._turn.take(inbound)
        try:
            return result, self._calls.said(self._opened.call_sid, number, result)
        except Exception:
            # What was answered is said in any case.
            log.exception("answer not noted", extra={"reference": self._opened.call_sid})
            return result, False

    def _failed(self, number: int, code: str) -> TurnFailed:
        self._metrics.turn_failed(Channel.PHONE, code)
        return TurnFailed(number)


def answer_of(number: int, result: TurnResult, *, wants_person: bool) -> Answered:
    """What is said to a turn, how, and what is listened for then."""
    replies, preferences = result.replies, result.preferences
    return Answered(
        number=number,
        sentences=spoken(replies, preferences.script).sentences,
        expect=result.expects,
        options=replies[-1].options if replies else (),
        language=replies[-1].language if replies else "zh",
        rate=preferences.rate,
        gain=GAIN_DB[preferences.volume],
        wants_person=wants_person,
        binding=result.outcome in _BINDING,
    )
