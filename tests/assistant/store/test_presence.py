from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.store import cases, presence, staff, turns
from assistant.store.presence import Present

SOON = timedelta(seconds=10)


@pytest.fixture
def case_id(database, vault, clock, inbound) -> str:
    with database.begin() as session:
        recorded = turns.record_inbound(session, vault, inbound(), clock.now(), SOON)
        found = cases.create(
            session,
            {
                "number": "1000-0",
                "conversation_id": recorded.conversation_id,
                "resident_id": recorded.resident_id,
                "message_id": recorded.message_id,
                "reason": "requested",
                "status": "received",
                "language": "zh",
                "opened_at": clock.now(),
                "waiting_since": clock.now(),
            },
        )
    assert found is not None
    return found


@pytest.fixture
def members(database, clock) -> tuple[str, str]:
    with database.begin() as session:
        wang, li = (
            staff.create(session, name, "bamboo river lantern", clock.now()) for name in ("wang", "li")
        )
    return wang.id, li.id


def seen(database, clock, case_id: str, member: str, *, writing: bool = False) -> None:
    with database.begin() as session:
        presence.seen(session, case_id, member, clock.now(), writing=writing)


def others(database, clock, case_id: str, member: str) -> list[Present]:
    with database.read() as session:
        return list(presence.others(session, case_id, member, clock.now()))


def test_whoever_has_the_page_open_is_seen_by_the_others_alone(database, clock, case_id, members) -> None:
    wang, li = members
    seen(database, clock, case_id, wang)

    assert others(database, clock, case_id, li) == [Present(wang, writing=False)]
    assert others(database, clock, case_id, wang) == []


def test_a_page_that_falls_silent_was_closed(database, clock, case_id, members) -> None:
    wang, li = members
    seen(database, clock, case_id, wang, writing=True)

    clock.advance(seconds=30)
    assert others(database, clock, case_id, li) == [Present(wang, writing=True)]
    clock.advance(seconds=1)
    assert others(database, clock, case_id, li) == []


def test_whoever_stops_writing_is_seen_to_look(database, clock, case_id, members) -> None:
    wang, li = members
    seen(database, clock, case_id, wang, writing=True)
    seen(database, clock, case_id, wang)

    assert others(database, clock, case_id, li) == [Present(wang, writing=False)]


def test_whoever_leaves_is_gone_at_once(database, clock, case_id, members) -> None:
    wang, li = members
    seen(database, clock, case_id, wang)
    with database.begin() as session:
        presence.gone(session, case_id, wang)

    assert others(database, clock, case_id, li) == []


def test_what_lies_back_is_forgotten(database, clock, case_id, members) -> None:
    wang, li = members
    seen(database, clock, case_id, wang)
    clock.advance(seconds=31)
    seen(database, clock, case_id, li)
    with database.begin() as session:
        presence.forget(session, clock.now())

        rows = session.query(presence.Presence.staff_id).all()

    assert rows == [(li,)]
