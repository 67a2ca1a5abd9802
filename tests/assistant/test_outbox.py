from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.cases import service
from assistant.cases.states import Kind, Status
from assistant.conversation.outbox import CLAIM, SCHEDULES, TRANSIENT, Deliverer, Schedule, report_delivery
from assistant.errors import SendError
from assistant.messages import Channel, ConversationState
from assistant.ports import Accepted
from assistant.store import counters, outbox, residents, staff, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Delivery
from tests.conftest import RESIDENT, FakeClock, InboundBuilder


@dataclass
class Provider:
    """Takes messages and remembers them; fails in the ways it is told to, first come first."""

    database: Database
    failures: list[BaseException] = field(default_factory=list)
    taken: list[tuple[str, str, str]] = field(default_factory=list)
    transactions_open: list[bool] = field(default_factory=list)

    def send(self, address: str, text: str, reference: str) -> Accepted:
        self.transactions_open.append(self.database.in_transaction)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append((address, text, reference))
        return Accepted(f"SM{len(self.taken)}")


@dataclass
class Post:
    database: Database
    vault: Vault
    clock: FakeClock
    provider: Provider
    deliverer: Deliverer
    number: str = ""
    resident_id: str = ""

    def drain(self) -> int:
        sent = 0
        while self.deliverer.deliver_next():
            sent += 1
        return sent

    def row(self) -> Delivery:
        with self.database.read() as session:
            return session.scalars(select(Delivery).order_by(Delivery.position)).first() or pytest.fail(
                "no row"
            )

    def events(self) -> list[tuple[Kind, str | None]]:
        with self.database.read() as session:
            lines = service.transcript(session, self.vault, self.number)
        return [(line.kind, line.error) for line in lines if line.kind and line.kind is not Kind.OPENED]

    def status(self) -> Status:
        with self.database.read() as session:
            return service.get(session, self.vault, self.number).status

    def lost(self) -> int:
        with self.database.read() as session:
            return counters.total(session, "messages_lost", self.clock.now(), days=3)


@pytest.fixture
def post(database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder) -> Post:
    """A reply of the staff, waiting to be sent."""
    with database.begin() as session:
        recorded = turns.record_inbound(session, vault, inbound("人工"), clock.now(), timedelta(seconds=10))
        case = service.open_case(
            session,
            vault,
            conversation_id=recorded.conversation_id,
            resident_id=recorded.resident_id,
            message_id=recorded.message_id,
            reason="requested",
            state=ConversationState(),
            now=clock.now(),
        )
        member = staff.create(session, "wang", "bamboo river lantern", clock.now())
        service.reply(session, vault, case.number, staff_id=member.id, text="请带身份证来。", now=clock.now())
    provider = Provider(database)
    deliverer = Deliverer(database, vault, {Channel.SMS: provider}, clock)
    clock.advance(seconds=1)
    return Post(database, vault, clock, provider, deliverer, case.number, recorded.resident_id)


def test_a_reply_is_sent_once_with_no_transaction_open(post: Post) -> None:
    assert post.drain() == 1
    assert post.drain() == 0
    assert post.provider.taken == [(RESIDENT, "请带身份证来。", post.row().reference)]
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
    assert post.status() is Status.WAITING
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
    deliverer = Deliverer(post.database, post.vault, {}, post.clock)
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


def test_a_crash_after_the_provider_took_it_sends_it_again_rather_than_never(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "mark_sent", dies)
        with pytest.raises(Killed):
            post.deliverer.deliver_next()
    assert len(post.provider.taken) == 1
    assert post.row().status == "sending"
    post.clock.advance(CLAIM)
    assert post.drain() == 1
    assert [reference for *_, reference in post.provider.taken] == [post.row().reference] * 2
    assert (post.row().status, post.row().provider_id) == ("sent", "SM2")


def test_a_resident_who_opted_out_is_not_written_to_until_they_want_it_again(post: Post) -> None:
    with post.database.begin() as session:
        residents.set_messages_wanted(session, post.resident_id, False, post.clock.now())
    assert post.drain() == 1
    assert post.provider.taken == []
    assert post.row().status == "held"
    assert post.events()[-1] == (Kind.REPLY_HELD, None)
    assert post.status() is Status.WAITING
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
            assert report_delivery(session, "SM1", "delivered", post.clock.now())
    assert post.events()[-2:] == [(Kind.REPLY_SENT, None), (Kind.REPLY_DELIVERED, None)]
    assert post.status() is Status.ANSWERED


def test_a_message_that_the_network_gave_up_puts_the_case_back_in_line(post: Post) -> None:
    post.drain()
    with post.database.begin() as session:
        assert report_delivery(session, "SM1", "undelivered", post.clock.now(), error="30003")
    assert post.events()[-1] == (Kind.REPLY_FAILED, "30003")
    assert post.status() is Status.WAITING
    assert post.lost() == 1


def test_a_report_on_an_unknown_message_is_known_as_such(post: Post) -> None:
    with post.database.begin() as session:
        assert not report_delivery(session, "SM99", "delivered", post.clock.now())


def test_waits_grow_to_a_limit_and_end() -> None:
    schedule = Schedule(timedelta(seconds=5), 3, timedelta(minutes=1), 5)
    waits = [schedule.wait(attempt) for attempt in range(1, 6)]
    assert [wait.total_seconds() if wait else None for wait in waits] == [5, 15, 45, 60, None]


@pytest.mark.parametrize("schedule", [TRANSIENT, *SCHEDULES.values()])
def test_every_schedule_tries_for_more_than_an_hour(schedule: Schedule) -> None:
    waits = [schedule.wait(attempt) or timedelta(0) for attempt in range(1, schedule.attempts + 1)]
    assert sum(waits, timedelta(0)) > timedelta(hours=1)
    assert waits == [*sorted(waits[:-1]), timedelta(0)]
