"""Handing messages to the provider: claimed, committed, sent with no transaction open, then marked."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assistant.cases import service as cases
from assistant.cases.states import Kind
from assistant.errors import SendError
from assistant.messages import Channel
from assistant.ports import Clock, TextSender
from assistant.store import counters, outbox
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.outbox import Claimed, Report

log = logging.getLogger(__name__)

CLAIM = timedelta(seconds=60)
"""Longer than any provider is waited for. A worker that dies delays a message by as much."""

_REASON = re.compile(r"[a-z0-9_.:-]{1,64}")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to try again: after `first`, then each time `factor` times as long, up to `longest`."""

    first: timedelta
    factor: int
    longest: timedelta
    attempts: int

    def wait(self, attempt: int) -> timedelta | None:
        """How long to wait after an attempt, counted from 1; None when it was the last."""
        if attempt >= self.attempts:
            return None
        return min(self.first * int(self.factor ** (attempt - 1)), self.longest)


TRANSIENT = Schedule(timedelta(seconds=5), 3, timedelta(hours=1), 12)
SCHEDULES = {
    "rate_limited": Schedule(timedelta(seconds=30), 2, timedelta(minutes=15), 20),
    "unexpected": Schedule(timedelta(minutes=1), 2, timedelta(hours=1), 8),
}
"""By the reason of the failure; TRANSIENT for every other that can pass."""


class Deliverer:
    """Sends what is due in the outbox.

    A message is sent at least once. When a worker dies after the provider accepted a message and before that
    was marked, the claim runs out and the message is sent again; a provider that can be asked by reference is
    asked at that point, where `Claimed.uncertain` is set.
    """

    def __init__(
        self, database: Database, vault: Vault, senders: Mapping[Channel, TextSender], clock: Clock
    ) -> None:
        self._database = database
        self._vault = vault
        self._senders = senders
        self._clock = clock

    def deliver_next(self) -> bool:
        """Deal with the message that is due first. False when none is."""
        with self._database.read() as session:
            if not outbox.any_due(session, self._clock.now()):
                return False
        with self._database.begin() as session:
            claimed = outbox.claim(session, self._vault, self._clock.now(), 1, CLAIM)
        if not claimed:
            return False
        message = claimed[0]
        if not message.wanted:
            self._held(message)
            return True
        try:
            accepted = self._sender(message.channel).send(message.address, message.text, message.reference)
        except SendError as error:
            self._refused(message, _reason(error), retryable=error.retryable)
        except Exception as error:  # noqa: BLE001 - whatever breaks in a sender, the message must be tried again
            log.error("sender broke", extra={"reference": message.reference, "error": type(error).__name__})
            self._refused(message, "unexpected", retryable=True)
        else:
            self._accepted(message, accepted.provider_id)
        return True

    def _sender(self, channel: Channel) -> TextSender:
        if channel not in self._senders:
            raise SendError("no_sender", retryable=False)
        return self._senders[channel]

    def _accepted(self, message: Claimed, provider_id: str) -> None:
        now = self._clock.now()
        with self._database.begin() as session:
            outbox.mark_sent(session, message, provider_id, now)
            if message.case_id:
                cases.delivery(session, message.case_id, Kind.REPLY_SENT, message.reference, now)
        log.info("message sent", extra={"reference": message.reference, "attempt": message.attempt})

    def _held(self, message: Claimed) -> None:
        now = self._clock.now()
        with self._database.begin() as session:
            if outbox.mark_held(session, message, now) and message.case_id:
                cases.delivery(session, message.case_id, Kind.REPLY_HELD, message.reference, now)
        log.info("message held", extra={"reference": message.reference})

    def _refused(self, message: Claimed, reason: str, *, retryable: bool) -> None:
        now = self._clock.now()
        wait = SCHEDULES.get(reason, TRANSIENT).wait(message.attempt) if retryable else None
        with self._database.begin() as session:
            if wait is not None:
                outbox.mark_retry(session, message, reason, now + wait, now)
            elif outbox.mark_failed(session, message, reason, now):
                _lost(session, message.case_id, message.reference, reason, now)
        log.warning(
            "message not taken",
            extra={
                "reference": message.reference,
                "attempt": message.attempt,
                "reason": reason,
                "again_s": wait.total_seconds() if wait else None,
            },
        )


def report_delivery(
    session: Session,
    provider_id: str,
    status: Report,
    now: datetime,
    *,
    error: str | None = None,
    reference: str | None = None,
) -> bool:
    """Note what the provider says became of a message, on its case too. False for an unknown message."""
    reported = outbox.record_status(session, provider_id, status, now, error=error, reference=reference)
    if reported is None:
        return False
    if reported.changed and status in ("undelivered", "failed"):
        _lost(session, reported.case_id, reported.reference, error or status, now)
    elif reported.changed and status == "delivered" and reported.case_id:
        cases.delivery(session, reported.case_id, Kind.REPLY_DELIVERED, reported.reference, now)
    return True


def _lost(session: Session, case_id: str | None, reference: str, reason: str, now: datetime) -> None:
    counters.add(session, "messages_lost", now)
    if case_id:
        cases.delivery(session, case_id, Kind.REPLY_FAILED, reference, now, error=reason)


def _reason(error: SendError) -> str:
    """What may be stored and logged: a code. Anything else could hold a resident's number."""
    return error.reason if _REASON.fullmatch(error.reason) else error.code
