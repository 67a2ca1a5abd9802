"""Rasa while it answers, the keypad engine while it does not."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.errors import DialogueUnavailable
from assistant.ports import Clock, Decision, DialogueEngine
from assistant.state import ConversationState

_REST = timedelta(seconds=3)
_FAILURES_BEFORE_REST = 2

log = logging.getLogger(__name__)


class ResilientEngine:
    """Asks `first`, and `second` when it fails; after failures in a row it lets `first` rest a while.

    The rest keeps a slow engine from costing every resident its whole deadline. One message at a time tries
    it again, so it comes back by itself.
    """

    def __init__(self, first: DialogueEngine, second: DialogueEngine, clock: Clock) -> None:
        self._first = first
        self._second = second
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until: datetime | None = None

    def decide(self, conversation_id: str, text: str, state: ConversationState) -> Decision:
        if self._may_try():
            try:
                decision = self._first.decide(conversation_id, text, state)
            except DialogueUnavailable as error:
                self._failed(error)
            else:
                self._recovered()
                return decision
        return replace(self._second.decide(conversation_id, text, state), degraded=True)

    def _may_try(self) -> bool:
        with self._lock:
            if self._rests_until is None:
                return True
            now = self._clock.now()
            if now < self._rests_until:
                return False
            self._rests_until = now + _REST
            return True

    def _failed(self, error: DialogueUnavailable) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES_BEFORE_REST:
                self._rests_until = self._clock.now() + _REST
        log.warning("dialogue unavailable", extra={"code": error.code, "reason": error.reason})

    def _recovered(self) -> None:
        with self._lock:
            self._failures = 0
            self._rests_until = None
