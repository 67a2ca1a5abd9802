"""What is kept of a doubt: whether the provider may hold a message whose sending ended without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from assistant.messages import Channel
from assistant.store import dead_letters, outbox, outbox_marks, residents, staff
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.outbox import Claimed
from tests.assistant.store.test_outbox import LEASE, ONE, OTHER, claim, put, status_of
from tests.conftest import FakeClock


def retry(database: Database, clock: FakeClock, claimed: Claimed, error: str) -> None:
    with database.begin() as session:
        assert outbox_marks.mark_retry(session, claimed, error, clock.now(), clock.now())


@pytest.mark.parametrize(
    ("errors", "uncertain"),
    [
        ([], False),
        (["rate_limited"], False),
        (["timeout"], True),
        (["timeout", "rate_limited"], True),
        (["timeout", "rate_limited", "rate_limited"], True),
        (["rate_limited", "unreachable"], True),
    ],
)
def test_a_clear_refusal_does_not_hide_that_an_attempt_before_it_was_unclear(
    sqlite_database: Database, vault: Vault, clock: FakeClock, errors: list[str], uncertain: bool
) -> None:
    put(sqlite_database, vault, clock, "a")
    for error in errors:
        (claimed,) = claim(sqlite_database, vault, clock)
        retry(sqlite_database, clock, claimed, error)
    (claimed,) = claim(sqlite_database, vault, clock)
    assert claimed.uncertain is uncertain


def test_doubt_outlives_a_missing_key(sqlite_database: Database, vault: Vault, clock: FakeClock) -> None:
    put(sqlite_database, vault, clock, "a")
    (claimed,) = claim(sqlite_database, vault, clock)
    retry(sqlite_database, clock, claimed, "timeout")
    without_key = Vault(Fernet.generate_key().decode(), "a lookup key for tests")
    assert claim(sqlite_database, without_key, clock) == []
    clock.advance(outbox.SEALED_PAUSE)
    (again,) = claim(sqlite_database, vault, clock)
    assert again.uncertain


def test_doubt_outlives_the_quiet_hours(sqlite_database: Database, vault: Vault, clock: FakeClock) -> None:
    with sqlite_database.begin() as session:
        resident = residents.ensure(session, vault, ONE, clock.now())
        outbox.enqueue(session, vault, resident.id, Channel.SMS, "好了。", "a", now=clock.now(), unasked=True)
    claim(sqlite_database, vault, clock)
    clock.advance(LEASE)
    morning = clock.now() + timedelta(hours=9)
    with sqlite_database.begin() as session:
        assert outbox.claim(session, vault, clock.now(), 1, LEASE, lambda _medium, _at: morning) == []
    clock.advance(hours=9)
    (again,) = claim(sqlite_database, vault, clock)
    assert again.uncertain


def test_doubt_outlives_being_held(sqlite_database: Database, vault: Vault, clock: FakeClock) -> None:
    put(sqlite_database, vault, clock, "a")
    (claimed,) = claim(sqlite_database, vault, clock)
    retry(sqlite_database, clock, claimed, "timeout")
    (claimed,) = claim(sqlite_database, vault, clock)
    with sqlite_database.begin() as session:
        residents.set_messages_wanted(session, claimed.resident_id, False, clock.now())
        assert outbox_marks.mark_held(session, claimed, clock.now())
        residents.set_messages_wanted(session, claimed.resident_id, True, clock.now())
    (again,) = claim(sqlite_database, vault, clock)
    assert again.uncertain


@pytest.mark.parametrize(
    ("error", "withdrawn"), [(None, True), ("rate_limited", True), ("timeout", False), ("unexpected", False)]
)
def test_only_what_the_provider_cannot_hold_is_withdrawn(
    database: Database, vault: Vault, clock: FakeClock, error: str | None, withdrawn: bool
) -> None:
    put(database, vault, clock, "a")
    if error is not None:
        (claimed,) = claim(database, vault, clock)
        retry(database, clock, claimed, error)
    with database.begin() as session:
        assert outbox.withdraw(session, "a", clock.now()) is withdrawn
    assert (status_of(database, "a") == "withdrawn") is withdrawn
    assert (claim(database, vault, clock) == []) is withdrawn


def test_what_is_going_out_or_unknown_cannot_be_withdrawn(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    put(database, vault, clock, "a")
    (claimed,) = claim(database, vault, clock)
    with database.begin() as session:
        assert not outbox.withdraw(session, "a", clock.now())
        assert not outbox.withdraw(session, "b", clock.now())
        outbox_marks.mark_sent(session, claimed, "SM1", clock.now())
        assert not outbox.withdraw(session, "a", clock.now())
    assert status_of(database, "a") == "sent"


@pytest.mark.parametrize(("report", "uncertain"), [(None, True), ("undelivered", False)])
def test_what_is_tried_again_by_hand_is_asked_for_unless_the_provider_gave_it_up(
    database: Database, vault: Vault, clock: FakeClock, report: outbox_marks.Report | None, uncertain: bool
) -> None:
    put(database, vault, clock, "a")
    (claimed,) = claim(database, vault, clock)
    with database.begin() as session:
        if report is None:
            assert outbox_marks.mark_failed(session, claimed, "timeout", clock.now())
        else:
            outbox_marks.mark_sent(session, claimed, "SM1", clock.now())
            outbox_marks.record_status(session, "SM1", report, clock.now(), error="30003")
        assert dead_letters.try_again(session, claimed.position, clock.now())
    (again,) = claim(database, vault, clock)
    assert (again.attempt, again.uncertain) == (1, uncertain)


def test_a_late_report_on_the_first_sending_does_not_touch_the_second(
    sqlite_database: Database, vault: Vault, clock: FakeClock
) -> None:
    put(sqlite_database, vault, clock, "a")
    (claimed,) = claim(sqlite_database, vault, clock)
    with sqlite_database.begin() as session:
        outbox_marks.mark_sent(session, claimed, "SM1", clock.now())
        outbox_marks.record_status(session, "SM1", "undelivered", clock.now())
        dead_letters.try_again(session, claimed.position, clock.now())
    (again,) = claim(sqlite_database, vault, clock)
    with sqlite_database.begin() as session:
        outbox_marks.mark_sent(session, again, "SM2", clock.now())
        late = outbox_marks.record_status(session, "SM1", "undelivered", clock.now(), reference="a")
    assert late is not None
    assert not late.changed
    assert status_of(sqlite_database, "a") == "sent"


def test_the_calls_that_rang_the_same_member_are_known(
    sqlite_database: Database, vault: Vault, clock: FakeClock
) -> None:
    with sqlite_database.begin() as session:
        member = staff.create(session, "wang", "bamboo river lantern", clock.now())
        for name, address in (("a", ONE), ("b", OTHER)):
            resident = residents.ensure(session, vault, address, clock.now())
            outbox.enqueue(
                session,
                vault,
                resident.id,
                Channel.PHONE,
                "",
                name,
                now=clock.now(),
                medium="call",
                purpose="callback",
                staff_id=member.id,
            )
    first, second = claim(sqlite_database, vault, clock)
    with sqlite_database.begin() as session:
        outbox_marks.mark_sent(session, first, "CA1", clock.now())
        assert outbox_marks.known_ids(session, second) == {"CA1"}
        assert outbox_marks.known_ids(session, first) == frozenset()
