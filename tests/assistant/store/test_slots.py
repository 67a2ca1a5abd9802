from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from assistant.store import slots
from assistant.store.database import Database
from assistant.store.models import Slot

NINE = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)


def offered(database: Database, *, at: datetime = NINE, capacity: int = 1, kind: str = "appointment") -> str:
    with database.begin() as session:
        assert slots.add(session, "hall", kind, at, at + HALF, capacity)
        return slots.between(session, "hall", at, at + HALF, kind)[0].id


def take(database: Database, slot_id: str) -> bool:
    with database.begin() as session:
        return slots.take(session, slot_id)


def read(database: Database, slot_id: str) -> Slot:
    with database.read() as session:
        found = slots.find(session, slot_id)
    assert found is not None
    return found


def test_an_office_has_one_slot_of_a_kind_at_a_time(database: Database) -> None:
    offered(database, capacity=3)
    with database.begin() as session:
        assert not slots.add(session, "hall", "appointment", NINE, NINE + HALF, 9)
        assert slots.add(session, "hall", "home_visit", NINE, NINE + HALF, 1)
        assert slots.add(session, "other", "appointment", NINE, NINE + HALF, 1)
    with database.read() as session:
        (kept,) = slots.between(session, "hall", NINE, NINE + HALF, "appointment")
    assert kept.capacity == 3


def test_a_full_slot_gives_no_place(database: Database) -> None:
    slot_id = offered(database, capacity=2)
    assert [take(database, slot_id) for _ in range(3)] == [True, True, False]
    assert read(database, slot_id).taken == 2


def test_of_twenty_at_once_five_get_the_five_places(database: Database) -> None:
    slot_id = offered(database, capacity=5)
    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(lambda _: take(database, slot_id), range(20)))
    assert (got.count(True), read(database, slot_id).taken) == (5, 5)


def test_a_place_given_back_can_be_taken_again(database: Database) -> None:
    slot_id = offered(database)
    take(database, slot_id)
    with database.begin() as session:
        slots.give_back(session, slot_id)
        slots.give_back(session, slot_id)
    assert read(database, slot_id).taken == 0
    assert take(database, slot_id)


def test_a_closed_slot_gives_no_place_and_keeps_those_in_it(database: Database) -> None:
    slot_id = offered(database, capacity=2)
    take(database, slot_id)
    with database.begin() as session:
        assert slots.set_closed(session, slot_id, True)
        assert not slots.set_closed(session, slot_id, True)
    assert not take(database, slot_id)
    assert (read(database, slot_id).taken, read(database, slot_id).closed) == (1, True)
    with database.begin() as session:
        assert slots.set_closed(session, slot_id, False)
    assert take(database, slot_id)


def test_slots_are_found_by_when_they_begin(database: Database) -> None:
    later = offered(database, at=NINE + timedelta(hours=1))
    first = offered(database)
    offered(database, at=NINE + timedelta(days=1))
    offered(database, kind="home_visit")
    with database.read() as session:
        found = slots.between(session, "hall", NINE, NINE + timedelta(days=1), "appointment")
        every = slots.between(session, "hall", NINE, NINE + timedelta(days=1))
    assert [slot.id for slot in found] == [first, later]
    assert [slot.kind for slot in every] == ["appointment", "home_visit", "appointment"]


def test_an_unknown_slot_gives_no_place(database: Database) -> None:
    assert not take(database, "00000000-0000-4000-8000-000000000000")
