from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.cases import ownership, resolving, service, views
from assistant.cases.kinds import Kind, Status
from assistant.cases.service import Wanted
from assistant.cases.views import CaseView
from assistant.cases.work import Casework
from assistant.conversation import chores as workers
from assistant.conversation.chores import Worker
from assistant.conversation.outbox import Carriers, Deliverer
from assistant.errors import TurnUnfinished
from assistant.messages import Channel, Engine, Inbound, Outcome, Reply, TurnResult
from assistant.ports import Accepted
from assistant.store import cases, counters, heartbeats, recovery, staff, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case, Delivery, Message
from tests.conftest import FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)


class Provider:
    def __init__(self) -> None:
        self.taken: list[str] = []

    def send(self, address: str, text: str, reference: str) -> Accepted:
        self.taken.append(text)
        return Accepted(f"SM{len(self.taken)}")

    def find(
        self, address: str, text: str, reference: str, since: datetime, known: Collection[str]
    ) -> Accepted | None:
        return None


class Hall:
    """A worker over a real store, with a turn that answers as often as it is let."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: FakeClock,
        inbound: InboundBuilder,
        casework: Casework,
    ) -> None:
        self.casework = casework
        self.database, self.vault, self.clock, self.inbound = database, vault, clock, inbound
        self.provider = Provider()
        self.failures: list[BaseException] = []
        self.replies = (Reply("一个月100块。", "zh"), Reply("要带身份证。", "zh"))
        deliverer = Deliverer(database, casework, Carriers({Channel.SMS: self.provider}), clock)
        self.worker = Worker(
            database, vault, clock, deliverer, self.take, self.texts_of, casework, retention_days=180
        )

    def texts_of(self, result: TurnResult) -> Sequence[str]:
        return [reply.text for reply in result.replies]

    def receive(self, message: Inbound) -> turns.Recorded:
        """As far as a process gets that dies in the middle of a turn."""
        with self.database.begin() as session:
            return turns.record_inbound(session, self.vault, message, self.clock.now(), LEASE)

    def take(self, message: Inbound) -> TurnResult:
        recorded = self.receive(message)
        if recorded.result is not None:
            return recorded.result
        if self.failures:
            raise self.failures.pop(0)
        if recorded.status != "new":
            raise TurnUnfinished(recorded.message_id)
        result = TurnResult(
            recorded.conversation_id, recorded.message_id, Outcome.ANSWERED, self.replies, Engine.RASA
        )
        with self.database.begin() as session:
            assert turns.finish_turn(session, self.vault, recorded, recorded.state, result, self.clock.now())
        return result

    def work(self, rounds: int = 5) -> None:
        for _ in range(rounds):
            self.worker.step()

    def open_cases(self) -> list[CaseView]:
        with self.database.read() as session:
            rows = session.scalars(select(Case).where(Case.closed_at.is_(None))).all()
            return [views.of(self.vault, row) for row in rows]

    def message(self) -> Message:
        with self.database.read() as session:
            return session.scalars(select(Message)).one()


@pytest.fixture
def hall(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
) -> Hall:
    return Hall(database, vault, clock, inbound, casework)


def test_a_message_that_a_dead_process_left_is_answered_and_the_reply_pushed_once(hall: Hall) -> None:
    hall.receive(hall.inbound())
    hall.clock.advance(seconds=29)
    hall.work()
    assert hall.provider.taken == []
    hall.clock.advance(seconds=6)
    hall.work()
    assert hall.provider.taken == ["一个月100块。", "要带身份证。"]
    hall.clock.advance(minutes=5)
    hall.work()
    assert len(hall.provider.taken) == 2
    assert (hall.message().status, hall.message().push_since) == ("answered", None)


def test_a_message_answered_on_its_own_request_is_not_pushed(hall: Hall) -> None:
    hall.take(hall.inbound())
    hall.clock.advance(minutes=5)
    hall.work()
    assert hall.provider.taken == []


def test_a_crash_between_the_answer_and_the_push_does_not_lose_the_reply(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def dies() -> bool:
        raise Killed

    hall.receive(hall.inbound())
    hall.clock.advance(seconds=35)
    pushing = next(job for job in hall.worker._jobs if job.name == "pushing")
    with monkeypatch.context() as patched:
        patched.setattr(pushing, "run", dies)
        with pytest.raises(Killed):
            hall.worker.step()
    assert hall.message().status == "answered"
    hall.work()
    assert hall.provider.taken == ["一个月100块。", "要带身份证。"]


def test_one_message_that_breaks_its_turn_keeps_no_other_from_being_answered(hall: Hall) -> None:
    hall.receive(hall.inbound("坏的"))
    hall.clock.advance(seconds=1)
    hall.receive(hall.inbound("好的", address="+8613800000002"))
    hall.clock.advance(seconds=35)
    hall.failures = [ZeroDivisionError()]
    hall.work()
    assert hall.provider.taken == ["一个月100块。", "要带身份证。"]
    hall.clock.advance(seconds=15)
    hall.work()
    assert len(hall.provider.taken) == 4


def test_a_message_that_no_turn_survives_goes_to_a_person(hall: Hall) -> None:
    hall.receive(hall.inbound("坏的"))
    hall.failures = [ZeroDivisionError() for _ in range(50)]
    for _ in range(20):
        hall.clock.advance(seconds=35)
        hall.work(1)
    assert hall.message().status == "given_up"
    assert hall.message().takes == workers.MOST_TAKES
    with hall.database.read() as session:
        assert counters.total(session, "turns_given_up", hall.clock.now(), days=2) == 1
    (case,) = hall.open_cases()
    assert case.reason == "unanswered"
    assert case.summary is not None
    assert case.summary.exchanges[-1].asked == "坏的"


@pytest.mark.parametrize(("channel", "cases"), [(Channel.PHONE, 1), (Channel.KIOSK, 0)])
def test_what_cannot_be_pushed_is_given_up_and_a_caller_gets_a_case(
    hall: Hall, channel: Channel, cases: int
) -> None:
    hall.receive(hall.inbound(channel=channel))
    hall.clock.advance(seconds=35)
    hall.work()
    assert hall.provider.taken == []
    assert hall.message().status == "given_up"
    assert len(hall.open_cases()) == cases


def test_the_worker_shows_that_it_lives(hall: Hall) -> None:
    with hall.database.read() as session:
        assert heartbeats.last(session, workers.NAME) is None
    for seconds, expected in [(0, 0), (9, 0), (1, 10)]:
        hall.clock.advance(seconds=seconds)
        hall.worker.step()
        started = hall.clock.now() - timedelta(seconds=10 if expected else seconds)
        with hall.database.read() as session:
            assert heartbeats.last(session, workers.NAME) == started + timedelta(seconds=expected)


def test_old_words_are_erased_within_the_hour(hall: Hall) -> None:
    hall.take(hall.inbound())
    hall.worker.step()
    hall.clock.advance(days=181)
    hall.worker.step()
    assert (hall.message().body, hall.message().result) == (None, None)


def test_a_job_that_fails_is_tried_again_and_holds_no_other_up(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing = next(job for job in hall.worker._jobs if job.name == "recovery")
    recover, calls = failing.run, []

    def fails() -> bool:
        calls.append(hall.clock.now())
        raise ZeroDivisionError("一个月100块")

    monkeypatch.setattr(failing, "run", fails)
    hall.work(3)
    assert len(calls) == 1
    with hall.database.read() as session:
        assert heartbeats.last(session, workers.NAME) == hall.clock.now()
    hall.clock.advance(seconds=2)
    hall.work(3)
    assert len(calls) == 2
    assert "job failed" in caplog.text
    assert "100块" not in caplog.text
    monkeypatch.setattr(failing, "run", recover)
    hall.receive(hall.inbound())
    hall.clock.advance(seconds=35)
    hall.work()
    assert len(hall.provider.taken) == 2


def resolved_case(hall: Hall) -> str:
    recorded = hall.receive(hall.inbound("人工"))
    with hall.database.begin() as session:
        work = hall.casework.on(session)
        wanted = Wanted(
            recorded.conversation_id, recorded.resident_id, recorded.message_id, "requested", recorded.state
        )
        case = service.open_case(work, wanted)
        member = staff.create(session, "wang", "bamboo river lantern", work.now).id
        ownership.claim(work, case.number, member)
        resolving.resolve(work, case.number, member)
        assert recovery.give_up(session, recorded.message_id)
    return case.number


def test_residents_are_asked_whether_it_helped_and_silent_cases_end(hall: Hall) -> None:
    number = resolved_case(hall)
    hall.work()
    with hall.database.read() as session:
        assert cases.events(session, cases.find(session, number).id)[-1].kind == Kind.RESOLVED
    hall.clock.advance(hours=2)
    hall.work()
    with hall.database.read() as session:
        assert session.scalars(select(Delivery.purpose)).all()[-1] == "follow_up"
    for _ in range(30):
        hall.clock.advance(hours=12)
        hall.work(1)
    with hall.database.read() as session:
        assert cases.find(session, number).status == Status.CLOSED


def test_the_worker_waits_without_looking_all_the_time_and_stops_at_once(hall: Hall) -> None:
    thread = threading.Thread(target=hall.worker.run)
    before = time.process_time()
    thread.start()
    thread.join(0.5)
    assert thread.is_alive()
    assert time.process_time() - before < 0.4
    asked = time.monotonic()
    hall.worker.stop.set()
    thread.join(5)
    assert not thread.is_alive()
    assert time.monotonic() - asked < 0.9
