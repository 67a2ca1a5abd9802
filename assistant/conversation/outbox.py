"""Handing messages and calls to the provider: claimed, committed, sent with no transaction open, then marked.

No provider here takes a key of ours by which it would know a message again. So whenever an attempt ended
without a clear answer, or the worker died before it could mark one, the provider is asked what it holds
before anything is sent again. What remains is the provider's own word: a message that it took and does not
list when it is asked would be sent a second time.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.cases import answering
from assistant.cases import service as cases
from assistant.cases.allowed_hours import next_allowed
from assistant.cases.kinds import Kind
from assistant.cases.work import Casework, Work
from assistant.errors import SendError
from assistant.messages import Channel
from assistant.ports import Accepted, Caller, Clock, TextSender
from assistant.store import counters, outbox, outbox_marks
from assistant.store.database import Database
from assistant.store.outbox import Claimed
from assistant.store.outbox_marks import Report

log = logging.getLogger(__name__)

CLAIM = timedelta(seconds=60)
"""Longer than any provider is waited for. A worker that dies delays a message by as much."""

_ASKED_FOR = frozenset({"callback", "code"})
"""What somebody waits for right now, also who wants no messages otherwise."""
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


@dataclass(frozen=True, slots=True)
class Carriers:
    """Who carries texts, by channel, and who places calls; None where nobody does."""

    texts: Mapping[Channel, TextSender] = field(default_factory=dict)
    calls: Caller | None = None


class Deliverer:
    """Sends and rings what is due in the outbox, once."""

    def __init__(
        self,
        database: Database,
        casework: Casework,
        carriers: Carriers,
        clock: Clock,
        *,
        claim: timedelta = CLAIM,
    ) -> None:
        self._database = database
        self._casework = casework
        self._carriers = carriers
        self._clock = clock
        self._claim = claim

    def deliver_next(self) -> bool:
        """Deal with what is due first. False when nothing is."""
        with self._database.read() as session:
            if not outbox.any_due(session, self._clock.now()):
                return False
        with self._database.begin() as session:
            claimed = outbox.claim(
                session, self._casework.vault, self._clock.now(), 1, self._claim, self._allowed
            )
        if not claimed:
            return False
        message = claimed[0]
        if not message.wanted and message.purpose not in _ASKED_FOR:
            self._held(message)
            return True
        try:
            accepted = self._known(message) or self._handed_over(message)
        except SendError as error:
            self._refused(message, _reason(error), retryable=error.retryable)
        except Exception as error:  # noqa: BLE001 - whatever breaks in a sender, the message must be tried again
            log.error("sender broke", extra={"reference": message.reference, "error": type(error).__name__})
            self._refused(message, "unexpected", retryable=True)
        else:
            self._accepted(message, accepted.provider_id)
        return True

    def _allowed(self, medium: str, at: datetime) -> datetime:
        return next_allowed(at, self._casework.town.windows(medium))

    def _known(self, message: Claimed) -> Accepted | None:
        """What the provider holds of an earlier attempt; nothing is asked after a clear answer."""
        if not message.uncertain or message.since is None:
            return None
        with self._database.read() as session:
            known = outbox_marks.known_ids(session, message)
        if message.medium == "call":
            number = message.staff_number or message.address
            return self._caller().find(number, message.reference, message.since, known)
        sender = self._sender(message.channel)
        return sender.find(message.address, message.text, message.reference, message.since, known)

    def _handed_over(self, message: Claimed) -> Accepted:
        if message.medium != "call":
            return self._sender(message.channel).send(message.address, message.text, message.reference)
        if message.purpose != "callback":
            return self._caller().ask(message.address, message.reference, message.language)
        if message.staff_number is None:
            raise SendError("no_staff_number", retryable=False)
        return self._caller().ring(message.staff_number, message.reference, message.language)

    def _sender(self, channel: Channel) -> TextSender:
        if channel not in self._carriers.texts:
            raise SendError("no_sender", retryable=False)
        return self._carriers.texts[channel]

    def _caller(self) -> Caller:
        if self._carriers.calls is None:
            raise SendError("no_caller", retryable=False)
        return self._carriers.calls

    def _accepted(self, message: Claimed, provider_id: str) -> None:
        with self._database.begin() as session:
            work = self._casework.on(session)
            is_news = outbox_marks.mark_sent(session, message, provider_id, work.now)
            if is_news and message.case_id and message.purpose == "reply":
                cases.delivery(work, message.case_id, Kind.REPLY_SENT, message.reference)
        log.info("message sent", extra={"reference": message.reference, "attempt": message.attempt})

    def _held(self, message: Claimed) -> None:
        """A reply waits until the resident wants messages again; anything else is of no use by then."""
        with self._database.begin() as session:
            work = self._casework.on(session)
            if message.purpose not in ("reply", "turn"):
                outbox_marks.mark_withdrawn(session, message, work.now)
            elif outbox_marks.mark_held(session, message, work.now) and message.case_id:
                cases.delivery(work, message.case_id, Kind.REPLY_HELD, message.reference)
        log.info("message held", extra={"reference": message.reference})

    def _refused(self, message: Claimed, reason: str, *, retryable: bool) -> None:
        now = self._clock.now()
        wait = SCHEDULES.get(reason, TRANSIENT).wait(message.attempt) if retryable else None
        with self._database.begin() as session:
            if wait is not None:
                outbox_marks.mark_retry(session, message, reason, now + wait, now)
            elif outbox_marks.mark_failed(session, message, reason, now):
                _lost(
                    self._casework.on(session),
                    message.case_id,
                    message.reference,
                    message.purpose,
                    reason,
                )
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
    work: Work, provider_id: str, status: Report, *, error: str | None = None, reference: str | None = None
) -> bool:
    """Note what the provider says became of a message, on its case too. False for an unknown message."""
    reported = outbox_marks.record_status(
        work.session, provider_id, status, work.now, error=error, reference=reference
    )
    if reported is None:
        return False
    if reported.changed and status in ("undelivered", "failed"):
        _lost(work, reported.case_id, reported.reference, reported.purpose, error or status)
    elif reported.changed and reported.case_id and reported.purpose == "reply":
        kind = Kind.REPLY_DELIVERED if status == "delivered" else Kind.REPLY_SENT
        cases.delivery(work, reported.case_id, kind, reported.reference)
    return True


def _lost(work: Work, case_id: str | None, reference: str, purpose: str, reason: str) -> None:
    counters.add(work.session, "messages_lost", work.now)
    if case_id and purpose == "reply":
        cases.delivery(work, case_id, Kind.REPLY_FAILED, reference, error=reason)
    elif purpose == "callback":
        answering.call_ended(work, reference, answered=False)


def _reason(error: SendError) -> str:
    """What may be stored and logged: a code. Anything else could hold a resident's number."""
    return error.reason if _REASON.fullmatch(error.reason) else error.code
