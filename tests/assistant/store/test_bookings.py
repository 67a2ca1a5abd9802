from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from assistant.cases.work import Casework
from assistant.store import bookings, slots
from assistant.store.bookings import Booked
from assistant.store.crypto import Vault
from assistant.store.database import Database
from tests.assistant.cases.conftest import Counterside
from tests.conftest import FakeClock, InboundBuilder

NINE = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)


@dataclass
class Desk:
    """One slot, one member of the staff, and a case."""

    side: Counterside
    slot_id: str
    member: str
    case_id: str

    def create(self, case_id: str | None = None, details: bytes | None = None) -> str | None:
        with self.side.database.begin() as session:
            return bookings.create(
                session, self.slot_id, case_id or self.case_id, self.member, details, self.side.clock.now()
            )

    def cancel(self, booking_id: str | None) -> bool:
        with self.side.database.begin() as session:
            return bookings.cancel(session, booking_id or "", self.side.clock.now())

    def finish(self, booking_id: str | None, outcome: str = "missed") -> bool:
        with self.side.database.begin() as session:
            return bookings.finish(session, booking_id or "", outcome, self.side.clock.now())

    def listed(self) -> list[Booked]:
        with self.side.database.read() as session:
            return bookings.in_slots(session, [self.slot_id])


@pytest.fixture
def desk(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
) -> Desk:
    side = Counterside(database, vault, clock, inbound, casework)
    with database.begin() as session:
        slots.add(session, "hall", "appointment", NINE, NINE + HALF, 5)
        slot_id = slots.between(session, "hall", NINE, NINE + HALF)[0].id
    return Desk(side, slot_id, side.staff(), side.wants_person().id)


def test_a_case_has_one_booking_that_is_not_cancelled(desk: Desk) -> None:
    first = desk.create()
    assert first is not None
    assert desk.create() is None
    assert desk.cancel(first)
    assert desk.create() is not None


def test_of_twenty_who_book_one_case_one_does(desk: Desk) -> None:
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda _: desk.create(), range(20)))
    assert len([one for one in made if one is not None]) == 1


def test_what_is_over_is_neither_cancelled_nor_ended_again(desk: Desk) -> None:
    booking_id = desk.create()
    assert desk.finish(booking_id, "kept")
    assert not desk.finish(booking_id, "missed")
    assert not desk.cancel(booking_id)
    assert [one.outcome for one in desk.listed()] == ["kept"]


def test_what_is_over_can_make_way_and_keeps_its_outcome(desk: Desk) -> None:
    missed = desk.create()
    desk.finish(missed)
    with desk.side.database.begin() as session:
        bookings.set_aside(session, missed or "", desk.side.clock.now())
    assert desk.create() is not None
    assert {one.outcome for one in desk.listed()} == {"missed", None}


def test_what_is_live_does_not_make_way(desk: Desk) -> None:
    live = desk.create()
    with desk.side.database.begin() as session:
        bookings.set_aside(session, live or "", desk.side.clock.now())
    assert desk.create() is None


def test_those_in_a_slot_are_listed_without_what_was_cancelled(desk: Desk) -> None:
    desk.cancel(desk.create())
    kept = desk.create(details=b"sealed")
    (listed,) = desk.listed()
    assert (listed.id, listed.starts_at, listed.details) == (kept, NINE, b"sealed")
    assert listed.number == desk.side.row(listed.number).number
    assert desk.side.vault.open(listed.address) == "+8613800000001"
    with desk.side.database.read() as session:
        assert bookings.in_slots(session, []) == []


def test_the_latest_booking_is_found_whatever_became_of_it(desk: Desk) -> None:
    desk.cancel(desk.create())
    desk.side.clock.advance(minutes=1)
    second = desk.create()
    desk.cancel(second)
    with desk.side.database.read() as session:
        latest = bookings.latest(session, desk.case_id)
        assert latest is not None
        assert latest.id == second
        assert bookings.current(session, desk.case_id) is None
