from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from assistant.cases import answering, ownership, service
from assistant.cases.kinds import Kind, Status
from assistant.cases.service import Wanted
from assistant.cases.work import Casework
from assistant.conversation.outbox import (
    CLAIM,
    SCHEDULES,
    TRANSIENT,
    Carriers,
    Deliverer,
    Schedule,
    report_delivery,
)
from assistant.errors import SendError
from assistant.messages import Channel
from assistant.ports import Accepted
from assistant.state import ConversationState
from assistant.store import counters, dead_letters, outbox, residents, staff, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Delivery
from tests.conftest import RESIDENT, FakeClock, InboundBuilder


@dataclass
class Provider:
    """Takes messages and calls and remembers them; fails in the ways it is told to, first come first.

    `dies` is raised after a message was taken, `deaf` while the provider cannot be asked.
    """

    database: Database
    failures: list[BaseException] = field(default_factory=list)
    taken: list[tuple[str, str, str]] = field(default_factory=list)
    transactions_open: list[bool] = field(default_factory=list)
    dies: BaseException | None = None
    deaf: SendError | None = None
    asked: int = 0

    def send(self, address: str, text: str, reference: str) -> Accepted:
        self.transactions_open.append(self.database.in_transaction)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append((address, text, reference))
        if self.dies is not None:
            dies, self.dies = self.dies, None
            raise dies
        return Accepted(f"SM{len(self.taken)}")

    def find(
        self, address: str, text: str, reference: str, since: datetime, known: Collection[str]
    ) -> Accepted | None:
        self.transactions_open.append(self.database.in_transaction)
        self.asked += 1
        if self.deaf is not None:
            raise self.deaf
        ids = [
            f"SM{place}"
            for place, (to, said, _) in enumerate(self.taken, start=1)
            if (to, said) == (address, text)
        ]
        left = [one for one in ids if one not in known]
        return Accepted(left[0]) if left else None


@dataclass
class Exchange:
    """Places calls and remembers them."""

    placed: list[tuple[str, ...]] = field(default_factory=list)
    dies: BaseException | None = None

    def ring(self, staff_number: str, reference: str, language: str) -> Accepted:
        return self._placed("ring", staff_number, reference)

    def ask(self, resident_number: str, reference: str, language: str) -> Accepted:
        return self._placed("ask", resident_number, reference)

    def find(self, number: str, reference: str, since: datetime, known: Collection[str]) -> Accepted | None:
        """As a real one it knows a call by its number alone."""
        ids = [f"CA{place}" for place, call in enumerate(self.placed, start=1) if call[1] == number]
        left = [one for one in ids if one not in known]
        return Accepted(left[0]) if left else None

    def _placed(self, *call: str) -> Accepted:
        self.placed.append(call)
        if self.dies is not None:
            dies, self.dies = self.dies, None
            raise dies
        return Accepted(f"CA{len(self.placed)}")


@dataclass
class Post:
    database: Database
    vault: Vault
    clock: FakeClock
    casework: Casework
    provider: Provider
    exchange: Exchange
    deliverer: Deliverer
    member: str
    number: str = ""
    resident_id: str = ""

    def drain(self) -> int:
        sent = 0
        while self.deliverer.deliver_next():
            sent += 1
        return sent

    def row(self, reference: str | None = None) -> Delivery:
        with self.database.read() as session:
            wanted = Delivery.reference == (reference or f"case:{self.number}:k1")
            return session.scalars(select(Delivery).where(wanted)).one()

    def events(self) -> list[tuple[Kind, str | None]]:
        """What happened since the case was answered first."""
        with self.database.read() as session:
            lines = service.transcript(self.casework.on(session), self.number)
        told = [(line.kind, line.error) for line in lines if line.kind]
        return told[told.index((Kind.STAFF_REPLIED, None)) :]

    def status(self) -> Status:
        with self.database.read() as session:
            return service.get(self.casework.on(session), self.number).status

    def enqueue(self, text: str, reference: str, **how: Any) -> None:
        with self.database.begin() as session:
            outbox.enqueue(
                session,
                self.vault,
                self.resident_id,
                Channel.SMS,
                text,
                reference,
                now=self.clock.now(),
                **how,
            )

    def statuses(self) -> dict[str, str]:
        with self.database.read() as session:
            return {row.reference: row.status for row in session.scalars(select(Delivery))}

    def lost(self) -> int:
        with self.database.read() as session:
            return counters.total(session, "messages_lost", self.clock.now(), days=3)


@pytest.fixture
def post(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
) -> Post:
    """A reply of the staff, waiting to be sent."""
    with database.begin() as session:
        recorded = turns.record_inbound(session, vault, inbound("人工"), clock.now(), timedelta(seconds=10))
        member = staff.create(session, "wang", "bamboo river lantern", clock.now())
        wanted = Wanted(
            conversation_id=recorded.conversation_id,
            resident_id=recorded.resident_id,
            message_id=recorded.message_id,
            reason="requested",
            state=ConversationState(),
        )
        case = service.open_case(casework.on(session), wanted)
        ownership.claim(casework.on(session), case.number, member.id)
        for row in session.scalars(select(Delivery)):
            outbox.withdraw(session, row.reference, clock.now())
        session.flush()
    with database.begin() as session:
        answering.reply(casework.on(session), case.number, member.id, "请带身份证来。", key="k1")
    provider, exchange = Provider(database), Exchange()
    deliverer = Deliverer(database, casework, Carriers({Channel.SMS: provider}, exchange), clock)
    clock.advance(seconds=1)
    return Post(
        database,
        vault,
        clock,
        casework,
        provider,
        exchange,
        deliverer,
        member.id,
        case.number,
        recorded.resident_id,
    )


def test_a_reply_is_sent_once_with_no_transaction_open(post: Post) -> None:
    assert post.drain() == 1
    assert post.drain() == 0
    assert post.provider.taken == [(RESIDENT, "【帮办】请带身份证来。", post.row().reference)]
    assert post.provider.transactions_open == [False]
    assert (post.row().status, post.row().provider_id, post.row().attempts) == ("sent", "SM1", 1)
    assert post.events() == [(Kind.STAFF_REPLIED, None), (Kind.REPLY_SENT, None)]


def test_a_passing_failure_is_tried_again_when_its_time_has_come(post: Post) -> None:
    post.provider.failures = [SendError("timeout", retryable=True), SendError("unreachable", retryable=True)]
    assert post.drain() == 1
    assert (post.row().status, post.row().error) == ("due", "timeout")
    post.clock.advance(seconds=4)
    assert post.drain() == 0
    post.clock.advance(seconds=1)
    assert post.drain() == 1
    post.clock.advance(seconds=14)
    assert post.drain() == 0
    post.clock.advance(seconds=1)
    assert post.drain() == 1
    assert (post.row().status, post.row().error, post.row().attempts) == ("sent", None, 3)
    assert post.events() == [(Kind.STAFF_REPLIED, None), (Kind.REPLY_SENT, None)]


def test_a_failure_for_good_shows_on_the_case_and_is_not_tried_again(post: Post) -> None:
    post.provider.failures = [SendError("status_400_code_21211", retryable=False)]
    assert post.drain() == 1
    post.clock.advance(days=1)
    assert post.drain() == 0
    assert post.row().status == "failed"
    assert post.events()[-1] == (Kind.REPLY_FAILED, "status_400_code_21211")
    assert post.status() is Status.IN_PROGRESS
    assert post.lost() == 1


def test_a_failure_that_never_passes_ends_after_the_last_attempt(post: Post) -> None:
    post.provider.failures = [SendError("timeout", retryable=True) for _ in range(TRANSIENT.attempts)]
    for _ in range(TRANSIENT.attempts):
        assert post.drain() == 1
        post.clock.advance(hours=1)
    assert post.drain() == 0
    assert (post.row().status, post.row().attempts) == ("failed", TRANSIENT.attempts)
    assert post.events()[-1] == (Kind.REPLY_FAILED, "timeout")


def test_a_sender_that_breaks_loses_nothing_and_its_words_are_not_kept(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.provider.failures = [KeyError(RESIDENT)]
    assert post.drain() == 1
    assert (post.row().status, post.row().error) == ("due", "unexpected")
    assert RESIDENT not in caplog.text
    post.clock.advance(minutes=1)
    assert post.drain() == 1
    assert post.row().status == "sent"


def test_a_reason_that_is_no_code_is_not_kept(post: Post) -> None:
    post.provider.failures = [SendError(f"cannot reach {RESIDENT}", retryable=False)]
    post.drain()
    assert post.row().error == "send_failed"


def test_a_channel_without_a_sender_is_a_failure_that_shows(post: Post) -> None:
    deliverer = Deliverer(post.database, post.casework, Carriers(), post.clock)
    assert deliverer.deliver_next()
    assert post.events()[-1] == (Kind.REPLY_FAILED, "no_sender")


class Killed(BaseException):
    """The process dies here."""


def test_a_crash_before_the_provider_took_it_loses_nothing(post: Post) -> None:
    post.provider.failures = [Killed()]
    with pytest.raises(Killed):
        post.deliverer.deliver_next()
    assert post.row().status == "sending"
    assert post.drain() == 0
    post.clock.advance(CLAIM)
    assert post.drain() == 1
    assert len(post.provider.taken) == 1
    assert post.row().status == "sent"


def test_a_crash_after_the_provider_took_it_is_found_out_by_asking(post: Post) -> None:
    post.provider.dies = Killed()
    with pytest.raises(Killed):
        post.deliverer.deliver_next()
    assert post.row().status == "sending"
    post.clock.advance(CLAIM)
    assert post.drain() == 1
    assert len(post.provider.taken) == 1
    assert (post.row().status, post.row().provider_id) == ("sent", "SM1")
    assert post.provider.transactions_open == [False, False]
    assert post.events() == [(Kind.STAFF_REPLIED, None), (Kind.REPLY_SENT, None)]


@pytest.mark.parametrize("reason", ["timeout", "answer_unreadable", "unreachable", "status_503_code_0"])
def test_after_an_attempt_without_a_clear_answer_the_provider_is_asked(post: Post, reason: str) -> None:
    post.provider.dies = SendError(reason, retryable=True)
    assert post.drain() == 1
    assert post.row().status == "due"
    post.clock.advance(hours=1)
    assert post.drain() == 1
    assert len(post.provider.taken) == 1
    assert (post.row().status, post.row().provider_id) == ("sent", "SM1")


def test_after_a_clear_refusal_nobody_needs_to_be_asked(post: Post) -> None:
    post.provider.failures = [SendError("rate_limited", retryable=True)]
    assert post.drain() == 1
    post.clock.advance(hours=1)
    assert post.drain() == 1
    assert (post.provider.asked, len(post.provider.taken)) == (0, 1)


def test_while_the_provider_cannot_be_asked_nothing_is_sent(post: Post) -> None:
    post.provider.dies = SendError("timeout", retryable=True)
    post.provider.deaf = SendError("unreachable", retryable=True)
    for _ in range(3):
        assert post.drain() == 1
        post.clock.advance(hours=1)
    assert len(post.provider.taken) == 1
    post.provider.deaf = None
    assert post.drain() == 1
    assert len(post.provider.taken) == 1
    assert post.row().status == "sent"


def test_the_same_words_twice_are_two_messages_also_after_a_crash(post: Post) -> None:
    post.drain()
    post.enqueue("【帮办】请带身份证来。", "again")
    post.provider.failures = [Killed()]
    with pytest.raises(Killed):
        post.deliverer.deliver_next()
    post.clock.advance(CLAIM)
    post.drain()
    assert len(post.provider.taken) == 2
    assert post.row("again").provider_id == "SM2"


def test_what_nobody_asked_for_waits_for_the_morning_and_keeps_no_reply_back(post: Post) -> None:
    post.drain()
    post.clock.advance(hours=12)  # half past nine in the evening in Fuzhou
    post.enqueue("您的事有人接手了。", "notice", unasked=True, purpose="notice")
    post.enqueue("马上到。", "asked")
    post.drain()
    assert post.statuses() | {"notice": "due", "asked": "sent"} == post.statuses()
    assert post.row("notice").attempts == 0
    post.clock.advance(hours=10, minutes=30)
    post.drain()
    assert post.row("notice").status == "sent"


def test_a_reminder_waits_for_its_day_and_can_be_withdrawn(post: Post) -> None:
    tomorrow = post.clock.now() + timedelta(days=1)
    for name in ("kept", "moved"):
        post.enqueue("明天上午九点来大厅。", name, unasked=True, purpose="reminder", not_before=tomorrow)
    with post.database.begin() as session:
        assert outbox.withdraw(session, "moved", post.clock.now())
        assert not outbox.withdraw(session, "moved", post.clock.now())
    post.drain()
    assert post.row("kept").status == "due"
    post.clock.advance(days=1)
    post.drain()
    assert (post.row("kept").status, post.row("moved").status) == ("sent", "withdrawn")
    with post.database.begin() as session:
        assert not outbox.withdraw(session, "kept", post.clock.now())


def test_a_call_rings_the_member_first(post: Post) -> None:
    with post.database.begin() as session:
        staff.set_phone(session, post.vault, post.member, "+8659187654321")
    with post.database.begin() as session:
        answering.call(post.casework.on(session), post.number, post.member, key="c1")
    post.drain()
    reference = f"call:{post.number}:c1"
    assert post.exchange.placed == [("ring", "+8659187654321", reference)]
    assert (post.row(reference).status, post.row(reference).provider_id) == ("sent", "CA1")


def test_a_call_that_was_placed_before_a_crash_is_not_placed_again(post: Post) -> None:
    post.enqueue("", "follow_up:1", medium="call", purpose="follow_up")
    post.exchange.dies = Killed()
    post.drain() if post.row().status == "sent" else post.deliverer.deliver_next()
    with pytest.raises(Killed):
        post.drain()
    post.clock.advance(CLAIM)
    post.drain()
    assert post.exchange.placed == [("ask", RESIDENT, "follow_up:1")]
    assert post.row("follow_up:1").status == "sent"


def test_a_member_without_a_telephone_cannot_be_rung_and_that_shows(post: Post) -> None:
    with post.database.begin() as session:
        answering.call(post.casework.on(session), post.number, post.member, key="c1")
    post.drain()
    assert post.row(f"call:{post.number}:c1").error == "no_staff_number"
    assert post.events()[-1][0] is Kind.CALL_MISSED


def test_what_is_only_news_is_not_kept_for_somebody_who_wants_no_messages(post: Post) -> None:
    post.drain()
    post.enqueue("您的事有人接手了。", "notice", purpose="notice")
    with post.database.begin() as session:
        residents.set_messages_wanted(session, post.resident_id, False, post.clock.now())
    post.drain()
    assert post.row("notice").status == "withdrawn"


def test_what_could_not_be_sent_is_seen_until_somebody_sees_to_it(post: Post) -> None:
    post.provider.failures = [SendError("status_400_code_21211", retryable=False)]
    post.drain()
    with post.database.read() as session:
        (dead,) = dead_letters.list_dead(session, 10)
        assert dead_letters.count_dead(session) == 1
    assert (dead.case_number, dead.error, dead.purpose) == (post.number, "status_400_code_21211", "reply")

    with post.database.begin() as session:
        assert dead_letters.try_again(session, dead.position, post.clock.now())
        assert not dead_letters.try_again(session, dead.position, post.clock.now())
    post.provider.failures = [SendError("status_400_code_21211", retryable=False)]
    post.drain()
    with post.database.begin() as session:
        assert dead_letters.set_aside(session, dead.position, post.member, post.clock.now())
        assert not dead_letters.set_aside(session, dead.position, post.member, post.clock.now())
        assert dead_letters.count_dead(session) == 0


def test_a_resident_who_opted_out_is_not_written_to_until_they_want_it_again(post: Post) -> None:
    with post.database.begin() as session:
        residents.set_messages_wanted(session, post.resident_id, False, post.clock.now())
    assert post.drain() == 1
    assert post.provider.taken == []
    assert post.row().status == "held"
    assert post.events()[-1] == (Kind.REPLY_HELD, None)
    assert post.status() is Status.IN_PROGRESS
    post.clock.advance(days=1)
    assert post.drain() == 0

    with post.database.begin() as session:
        residents.set_messages_wanted(session, post.resident_id, True, post.clock.now())
    assert post.drain() == 1
    assert len(post.provider.taken) == 1
    assert post.events()[-1] == (Kind.REPLY_SENT, None)


def test_what_the_provider_reports_shows_on_the_case_once(post: Post) -> None:
    post.drain()
    for _ in range(2):
        with post.database.begin() as session:
            assert report_delivery(post.casework.on(session), "SM1", "delivered")
    assert post.events()[-2:] == [(Kind.REPLY_SENT, None), (Kind.REPLY_DELIVERED, None)]
    assert post.status() is Status.IN_PROGRESS


def test_a_message_that_the_network_gave_up_puts_the_case_back_in_line(post: Post) -> None:
    post.drain()
    with post.database.begin() as session:
        assert report_delivery(post.casework.on(session), "SM1", "undelivered", error="30003")
    assert post.events()[-1] == (Kind.REPLY_FAILED, "30003")
    assert post.status() is Status.IN_PROGRESS
    assert post.lost() == 1


def test_a_report_on_an_unknown_message_is_known_as_such(post: Post) -> None:
    with post.database.begin() as session:
        assert not report_delivery(post.casework.on(session), "SM99", "delivered")


def test_waits_grow_to_a_limit_and_end() -> None:
    schedule = Schedule(timedelta(seconds=5), 3, timedelta(minutes=1), 5)
    waits = [schedule.wait(attempt) for attempt in range(1, 6)]
    assert [wait.total_seconds() if wait else None for wait in waits] == [5, 15, 45, 60, None]


@pytest.mark.parametrize("schedule", [TRANSIENT, *SCHEDULES.values()])
def test_every_schedule_tries_for_more_than_an_hour(schedule: Schedule) -> None:
    waits = [schedule.wait(attempt) or timedelta(0) for attempt in range(1, schedule.attempts + 1)]
    assert sum(waits, timedelta(0)) > timedelta(hours=1)
    assert waits == [*sorted(waits[:-1]), timedelta(0)]
