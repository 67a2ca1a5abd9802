from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

from assistant.store import tickets
from assistant.store.database import Database
from assistant.store.models import Ticket
from assistant.store.tickets import Held

DAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)


def issued(database: Database, *, office: str = "hall", day: date = DAY, lane: int = 2) -> Ticket:
    with database.begin() as session:
        found = tickets.find(session, tickets.issue(session, office, day, lane, NOW))
    assert found is not None
    return found


def moved(database: Database, ticket: Ticket, before: str, status: str, **values: object) -> bool:
    with database.begin() as session:
        return tickets.move(session, ticket.id, before, status, **values)


def held(database: Database, status: str) -> list[Held]:
    with database.read() as session:
        return tickets.with_status(session, "hall", DAY, status)


def test_serials_begin_at_one_for_each_office_and_day(database: Database) -> None:
    assert [issued(database).serial for _ in range(3)] == [1, 2, 3]
    assert issued(database, office="other").serial == 1
    assert issued(database, day=DAY + timedelta(days=1)).serial == 1
    assert issued(database, lane=1).serial == 4


def test_twenty_who_come_at_once_get_twenty_serials(database: Database) -> None:
    with ThreadPoolExecutor(20) as pool:
        serials = list(pool.map(lambda _: issued(database).serial, range(20)))
    assert sorted(serials) == list(range(1, 21))


def test_a_ticket_moves_only_from_the_state_that_it_is_in(database: Database) -> None:
    ticket = issued(database)
    assert not moved(database, ticket, "called", "done")
    assert moved(database, ticket, "waiting", "called", counter="3", called_at=NOW)
    assert not moved(database, ticket, "waiting", "called", counter="4", called_at=NOW)
    (one,) = held(database, "called")
    assert (one.counter, one.called_at, held(database, "waiting")) == ("3", NOW, [])


def test_of_twenty_who_call_one_ticket_one_gets_it(database: Database) -> None:
    ticket = issued(database)
    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(lambda _: moved(database, ticket, "waiting", "called"), range(20)))
    assert got.count(True) == 1


def test_only_what_is_called_is_called_again(database: Database) -> None:
    ticket = issued(database)
    with database.begin() as session:
        assert not tickets.call_again(session, ticket.id)
    moved(database, ticket, "waiting", "called", calls=1)
    with database.begin() as session:
        assert tickets.call_again(session, ticket.id)
    assert held(database, "called")[0].calls == 2


def test_the_lanes_called_last_come_latest_first(database: Database) -> None:
    for minute, lane in enumerate((2, 1, 1)):
        called_at = NOW + timedelta(minutes=minute)
        moved(database, issued(database, lane=lane), "waiting", "called", called_at=called_at)
    issued(database)
    with database.read() as session:
        assert tickets.last_lanes(session, "hall", DAY, 2) == [1, 1]
        assert tickets.last_lanes(session, "hall", DAY, 5) == [1, 1, 2]


def test_a_counter_has_what_it_called_and_has_not_ended(database: Database) -> None:
    first, second, ended = (issued(database) for _ in range(3))
    moved(database, first, "waiting", "called", counter="3", called_at=NOW)
    moved(database, second, "waiting", "called", counter="4", called_at=NOW)
    moved(database, ended, "waiting", "called", counter="3", called_at=NOW)
    moved(database, ended, "called", "done")
    with database.read() as session:
        assert [one.id for one in tickets.at_counter(session, "hall", DAY, "3")] == [first.id]
