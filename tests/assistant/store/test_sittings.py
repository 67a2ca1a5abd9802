from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.store import sittings, staff
from assistant.store.database import Database
from assistant.store.models import StaffSitting
from tests.conftest import FakeClock


@pytest.fixture
def member_id(database: Database, clock: FakeClock) -> str:
    with database.begin() as session:
        return staff.create(session, "wang", "bamboo river lantern", clock.now()).id


def begun(database: Database, member_id: str, clock: FakeClock) -> tuple[str, str]:
    """The token and the id of a sitting."""
    with database.begin() as session:
        token = sittings.begin(session, member_id, clock.now())
    return token, sittings.id_of(token)


def lasts(database: Database, sitting_id: str, clock: FakeClock) -> bool:
    with database.read() as session:
        return sittings.find(session, sitting_id, clock.now()) is not None


def test_the_table_does_not_hold_what_the_browser_holds(
    database: Database, member_id: str, clock: FakeClock
) -> None:
    token, sitting_id = begun(database, member_id, clock)
    with database.read() as session:
        kept = session.execute(select(StaffSitting.id)).scalar_one()
    assert kept == sitting_id
    assert len(kept) == 64
    assert token not in kept
    assert not lasts(database, token, clock)


def test_no_two_sittings_have_one_token(database: Database, member_id: str, clock: FakeClock) -> None:
    assert len({begun(database, member_id, clock)[0] for _ in range(5)}) == 5


def test_a_sitting_ends_once_idle_for_an_hour(database: Database, member_id: str, clock: FakeClock) -> None:
    _, sitting_id = begun(database, member_id, clock)
    clock.advance(sittings.IDLE - timedelta(seconds=1))
    assert lasts(database, sitting_id, clock)
    clock.advance(seconds=1)
    assert not lasts(database, sitting_id, clock)


def test_who_is_seen_stays_but_never_longer_than_a_working_day(
    database: Database, member_id: str, clock: FakeClock
) -> None:
    _, sitting_id = begun(database, member_id, clock)
    ends = clock.now() + sittings.LONGEST
    while clock.now() < ends:
        assert lasts(database, sitting_id, clock)
        with database.begin() as session:
            sittings.seen(session, sitting_id, clock.now())
        clock.advance(minutes=30)
    assert not lasts(database, sitting_id, clock)


def test_an_ended_sitting_does_not_come_back_by_being_seen(
    database: Database, member_id: str, clock: FakeClock
) -> None:
    _, sitting_id = begun(database, member_id, clock)
    with database.begin() as session:
        sittings.end(session, sitting_id, clock.now())
        sittings.seen(session, sitting_id, clock.advance(minutes=1))
    assert not lasts(database, sitting_id, clock)


def test_those_signed_in_are_listed_last_seen_first_without_who_left(
    database: Database, member_id: str, clock: FakeClock
) -> None:
    begun(database, member_id, clock)
    clock.advance(minutes=1)
    with database.begin() as session:
        lin, gone = (
            staff.create(session, name, "bamboo river lantern", clock.now()).id for name in ("lin", "gone")
        )
        for one in (lin, gone):
            sittings.begin(session, one, clock.now())
        staff.deactivate(session, gone, clock.now())
        assert [one.staff_id for one in sittings.lasting(session, clock.now())] == [lin, member_id]


def test_old_sittings_are_forgotten(database: Database, member_id: str, clock: FakeClock) -> None:
    _, old = begun(database, member_id, clock)
    clock.advance(hours=1)
    _, young = begun(database, member_id, clock)
    with database.begin() as session:
        sittings.forget(session, clock.now())
        kept = session.execute(select(StaffSitting.id)).scalars().all()
    assert kept == [young]
    assert old != young
