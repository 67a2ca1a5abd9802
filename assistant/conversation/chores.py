"""What the worker does: sends what is due, answers what was left unanswered, erases what is old."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from assistant.cases import service as cases
from assistant.cases.service import Wanted
from assistant.cases.work import Casework
from assistant.conversation import case_chores, kinds
from assistant.conversation.jobs import Job
from assistant.conversation.outbox import Deliverer
from assistant.errors import AssistantError
from assistant.messages import Channel, Inbound, TurnResult
from assistant.ports import Clock
from assistant.store import counters, heartbeats, outbox, recovery, retention
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.erased import purge_erased
from assistant.store.recovery import Unanswered
from assistant.store.turns import SHARED_TERMINALS

log = logging.getLogger(__name__)

NAME = "worker"
UNANSWERED_AFTER = timedelta(seconds=30)
"""Longer than any request waits for its turn, so that what is older waits for nobody."""

MOST_TAKES = 5
"""A message that breaks this many turns goes to a person."""

PUSHED = frozenset({Channel.SMS})
"""Channels on which a reply can follow after the request has ended."""

BEAT_EVERY = timedelta(seconds=10)
RECOVER_EVERY = timedelta(seconds=5)
PURGE_EVERY = timedelta(hours=1)
IDLE_S = 1.0
FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
_BATCH = 20
_PURGE_BATCH = 500


class Worker:
    """Runs its jobs in turn until `stop` is set; a job that fails is logged and tried again after a pause.

    `take_again` answers a message as if it had just come; `texts_of` says in what texts a result is sent.
    `more` are jobs beyond those of residents' messages and cases.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: Clock,
        deliverer: Deliverer,
        take_again: Callable[[Inbound], TurnResult],
        texts_of: Callable[[TurnResult], Sequence[str]],
        casework: Casework,
        *,
        retention_days: int,
        more: Sequence[Job] = (),
        stop: threading.Event | None = None,
    ) -> None:
        self.stop = stop or threading.Event()
        self._database = database
        self._vault = vault
        self._clock = clock
        self._deliverer = deliverer
        self._take_again = take_again
        self._texts_of = texts_of
        self._casework = casework
        self._retention = timedelta(days=retention_days)
        self._jobs = [
            Job("heartbeat", self.beat, BEAT_EVERY),
            Job("recovery", self.recover, RECOVER_EVERY),
            Job("pushing", self.push),
            Job("delivery", deliverer.deliver_next),
            *case_chores.jobs(database, casework),
            *more,
            Job("retention", self.purge, PURGE_EVERY),
        ]

    def run(self) -> None:
        """Work until `stop` is set. What is being sent is sent and marked first."""
        log.info("worker started")
        while not self.stop.is_set():
            if not self.step():
                self.stop.wait(IDLE_S)
        log.info("worker stopped")

    def step(self) -> bool:
        """Run every job that is due, once. Whether any of them has more to do."""
        more = False
        for job in self._jobs:
            now = self._clock.now()
            if self.stop.is_set() or (job.due_at is not None and now < job.due_at):
                continue
            more = self._run(job, now) or more
        return more

    def _run(self, job: Job, now: datetime) -> bool:
        try:
            more = job.run()
        except Exception as error:  # noqa: BLE001 - the database may be away; the worker and other jobs outlive it
            job.failures += 1
            job.due_at = now + min(FIRST_PAUSE * 2 ** min(job.failures, 10), LONGEST_PAUSE)
            log.error("job failed", extra={"part": job.name, "error": type(error).__name__})
            return False
        job.failures = 0
        job.due_at = now + job.every
        return more

    def beat(self) -> bool:
        with self._database.begin() as session:
            heartbeats.beat(session, NAME, self._clock.now())
        return False

    def recover(self) -> bool:
        """Take messages again that nobody answers; give those to a person that no turn survives."""
        now = self._clock.now()
        with self._database.read() as session:
            found = recovery.unanswered(
                session, self._vault, before=now - UNANSWERED_AFTER, now=now, limit=_BATCH
            )
        for message in found:
            if self.stop.is_set():
                break
            if message.inbound.channel not in PUSHED or message.takes >= MOST_TAKES:
                self._give_up(message)
            else:
                self._take(message)
        return False

    def push(self) -> bool:
        """Put the replies to recovered messages in line, each text once."""
        with self._database.read() as session:
            waiting = recovery.any_unpushed(session)
        if not waiting:
            return False
        now = self._clock.now()
        with self._database.begin() as session:
            for reply in recovery.unpushed(session, self._vault, _BATCH):
                texts = self._texts_of(reply.result) if reply.result else ()
                for index, text in enumerate(texts):
                    reference = f"message:{reply.message_id}:{index}"
                    outbox.enqueue(
                        session, self._vault, reply.resident_id, reply.channel, text, reference, now=now
                    )
                recovery.pushed(session, reply.message_id)
        return True

    def purge(self) -> bool:
        """Erase words past their time, in small transactions."""
        while not self.stop.is_set():
            now = self._clock.now()
            with self._database.begin() as session:
                erased = retention.purge(session, self._vault, now - self._retention, _PURGE_BATCH)
                erased += purge_erased(session, self._vault, now, _PURGE_BATCH)
                erased += retention.tidy(session, now, _PURGE_BATCH)
            if not erased:
                break
            log.info("words erased", extra={"rows": erased})
        return False

    def _take(self, message: Unanswered) -> None:
        """The note to push comes first: a reply that is stored and not noted would never be sent."""
        with self._database.begin() as session:
            recovery.push_later(session, [message.message_id], self._clock.now())
        try:
            self._take_again(message.inbound)
        except AssistantError as error:
            log.warning("turn not finished", extra={"message_id": message.message_id, "code": error.code})
        except Exception as error:  # noqa: BLE001 - one message must not keep the others from being answered
            log.error("turn broke", extra={"message_id": message.message_id, "error": type(error).__name__})
        else:
            log.info("message recovered", extra={"message_id": message.message_id})

    def _give_up(self, message: Unanswered) -> None:
        now = self._clock.now()
        with self._database.begin() as session:
            if not recovery.give_up(session, message.message_id):
                return
            counters.add(session, "turns_given_up", now)
            if message.inbound.channel not in SHARED_TERMINALS:
                wanted = Wanted(
                    message.conversation_id,
                    message.resident_id,
                    message.message_id,
                    "unanswered",
                    message.state,
                    message.inbound.channel,
                    kinds.of(message.inbound.text, "unanswered"),
                )
                cases.open_case(self._casework.on(session), wanted)
        log.error("message given up", extra={"message_id": message.message_id, "takes": message.takes})
