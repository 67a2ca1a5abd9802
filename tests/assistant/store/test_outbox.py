from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from assistant.messages import Channel
from assistant.store import outbox, outbox_marks, residents
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Delivery
from assistant.store.outbox import Claimed
from tests.conftest import FakeClock

LEASE = timedelta(seconds=60)
ONE, OTHER = "+8613800000001", "+8613800000002"


def put(database: Database, vault: Vault, clock: FakeClock, reference: str, address: str = ONE) -> bool:
    with database.begin() as session:
        resident = residents.ensure(session, vault, address, clock.now())
        return outbox.enqueue(
            session, vault, resident.id, Channel.SMS, f"给{reference}", reference, now=clock.now()
        )


def claim(database: Database, vault: Vault, clock: FakeClock, limit: int = 10) -> list[Claimed]:
    with database.begin() as session:
        return outbox.claim(session, vault, clock.now(), limit, LEASE)


def status_of(database: Database, reference: str) -> str:
    with database.read() as session:
        return session.execute(select(Delivery.status).where(Delivery.reference == reference)).scalar_one()


def test_a_message_is_queued_once_for_each_reference(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    assert put(database, vault, clock, "a")
    assert not put(database, vault, clock, "a")
    (claimed,) = claim(database, vault, clock)
    assert (claimed.reference, claimed.address, claimed.text) == ("a", ONE, "给a")
    assert (claimed.attempt, claimed.uncertain, claimed.wanted) == (1, False, True)


def test_a_claimed_message_is_nobody_elses_until_the_claim_runs_out(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    put(database, vault, clock, "a")
    claim(database, vault, clock)
    assert claim(database, vault, clock) == []
    clock.advance(seconds=59)
    assert claim(database, vault, clock) == []
    clock.advance(seconds=1)
    (again,) = claim(database, vault, clock)
    assert (again.attempt, again.uncertain) == (2, True)


def test_messages_to_one_resident_go_in_order_and_do_not_keep_others_waiting(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    for reference, address in [("a", ONE), ("b", ONE), ("c", OTHER)]:
        put(database, vault, clock, reference, address)
    first = claim(database, vault, clock)
    assert [message.reference for message in first] == ["a", "c"]
    with database.begin() as session:
        outbox_marks.mark_retry(
            session, first[0], "timeout", clock.now() + timedelta(seconds=30), clock.now()
        )
    assert claim(database, vault, clock) == []
    clock.advance(seconds=30)
    (again,) = claim(database, vault, clock, 1)
    with database.begin() as session:
        outbox_marks.mark_failed(session, again, "status_400", clock.now())
    assert [message.reference for message in claim(database, vault, clock)] == ["b"]


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_two_workers_never_claim_the_same_message(database: Database, vault: Vault, clock: FakeClock) -> None:
    """The second worker looks while the first has claimed and not committed."""
    for index in range(4):
        put(database, vault, clock, str(index), f"+861380000020{index}")
    other = Database(database.url.render_as_string(hide_password=False))
    with database.begin() as mine, other.begin() as theirs:
        first = outbox.claim(mine, vault, clock.now(), 2, LEASE)
        second = outbox.claim(theirs, vault, clock.now(), 10, LEASE)
    other.dispose()
    assert [message.reference for message in first] == ["0", "1"]
    assert [message.reference for message in second] == ["2", "3"]


def test_a_worker_that_lost_its_claim_cannot_undo_what_the_next_one_did(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    put(database, vault, clock, "a")
    (late,) = claim(database, vault, clock)
    clock.advance(minutes=2)
    (current,) = claim(database, vault, clock)
    with database.begin() as session:
        assert not outbox_marks.mark_failed(session, late, "timeout", clock.now())
        assert not outbox_marks.mark_retry(session, late, "timeout", clock.now(), clock.now())
        outbox_marks.mark_sent(session, current, "SM1", clock.now())
    assert status_of(database, "a") == "sent"


def test_an_acceptance_counts_even_from_a_worker_that_lost_its_claim(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    put(database, vault, clock, "a")
    (late,) = claim(database, vault, clock)
    clock.advance(minutes=2)
    (current,) = claim(database, vault, clock)
    with database.begin() as session:
        outbox_marks.mark_sent(session, late, "SM1", clock.now())
        assert not outbox_marks.mark_failed(session, current, "timeout", clock.now())
    assert status_of(database, "a") == "sent"


@pytest.mark.parametrize(
    ("reports", "final"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["undelivered", "delivered"], "undelivered"),
        (["sent", "failed"], "failed"),
    ],
)
def test_reports_move_a_message_forward_only(
    database: Database, vault: Vault, clock: FakeClock, reports: list[outbox_marks.Report], final: str
) -> None:
    put(database, vault, clock, "a")
    (message,) = claim(database, vault, clock)
    with database.begin() as session:
        outbox_marks.mark_sent(session, message, "SM1", clock.now())
        for report in reports:
            assert outbox_marks.record_status(session, "SM1", report, clock.now()) is not None
    assert status_of(database, "a") == final


def test_a_report_that_overtakes_our_own_mark_is_found_by_reference_and_stays(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    put(database, vault, clock, "a")
    (message,) = claim(database, vault, clock)
    with database.begin() as session:
        assert outbox_marks.record_status(session, "SM1", "delivered", clock.now()) is None
        reported = outbox_marks.record_status(session, "SM1", "delivered", clock.now(), reference="a")
        assert reported is not None
        assert reported.changed
        outbox_marks.mark_sent(session, message, "SM1", clock.now())
    assert status_of(database, "a") == "delivered"


def test_a_message_whose_key_is_missing_waits_and_keeps_nobody_else_waiting(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    stranger = Vault(Fernet.generate_key().decode(), "another lookup key")
    put(database, stranger, clock, "sealed otherwise", OTHER)
    put(database, vault, clock, "a")
    assert [message.reference for message in claim(database, vault, clock)] == ["a"]
    assert status_of(database, "sealed otherwise") == "due"
    clock.advance(hours=1)
    assert [message.reference for message in claim(database, stranger, clock)] == ["sealed otherwise"]


def test_it_shows_since_when_messages_wait(database: Database, vault: Vault, clock: FakeClock) -> None:
    started = clock.now()
    with database.read() as session:
        assert outbox.oldest_waiting(session, clock.now()) is None
        assert not outbox.any_due(session, clock.now())
    put(database, vault, clock, "a")
    clock.advance(minutes=5)
    put(database, vault, clock, "b", OTHER)
    with database.read() as session:
        assert outbox.oldest_waiting(session, clock.now()) == started
        assert outbox.any_due(session, clock.now())
