"""What became of calls, counted in the store, on both databases."""

from __future__ import annotations

from assistant.store import call_figures, calls
from assistant.store.call_figures import Ends
from assistant.store.crypto import Vault
from assistant.store.database import Database
from tests.conftest import RESIDENT, FakeClock


def ended(
    database: Database,
    vault: Vault,
    clock: FakeClock,
    sid: str,
    how: str,
    mode: str = "stream",
    turns: int = 0,
) -> None:
    with database.begin() as session:
        call = calls.begin(session, vault, sid, RESIDENT, "a" * 64, clock.now(), mode=mode)
        if turns:
            call.turns = turns
        calls.end(session, sid, how, clock.now())


def test_ends_are_counted_by_mode_and_way_the_most_frequent_first(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    ended(database, vault, clock, "CA1", "hung_up", turns=2)
    ended(database, vault, clock, "CA2", "hung_up", turns=3)
    ended(database, vault, clock, "CA3", "transferred")
    ended(database, vault, clock, "CA4", "hung_up", mode="gather", turns=1)
    with database.read() as session:
        assert call_figures.ends(session, clock.now()) == [
            Ends("stream", "hung_up", 2, 5),
            Ends("gather", "hung_up", 1, 1),
            Ends("stream", "transferred", 1, 0),
        ]


def test_earlier_ends_and_calls_that_go_on_are_left_out(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    ended(database, vault, clock, "CA1", "hung_up")
    since = clock.advance(hours=1)
    with database.begin() as session:
        calls.begin(session, vault, "CA2", RESIDENT, "a" * 64, clock.now())
    with database.read() as session:
        assert call_figures.ends(session, since) == []
