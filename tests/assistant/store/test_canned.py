from __future__ import annotations

from assistant.store import canned, staff
from assistant.store.database import Database
from tests.conftest import FakeClock


def hire(database: Database, clock: FakeClock, name: str) -> str:
    with database.begin() as session:
        return staff.create(session, name, "bamboo river lantern", clock.now()).id


def titles(database: Database, member: str) -> list[str]:
    with database.read() as session:
        return [phrase.title for phrase in canned.usable(session, member)]


def test_shared_phrases_come_before_ones_own_and_those_of_others_do_not_show(
    database: Database, clock: FakeClock
) -> None:
    wang, li = hire(database, clock, "wang"), hire(database, clock, "li")
    with database.begin() as session:
        canned.add(session, wang, "再见", "再见。", "Goodbye.", clock.now())
        canned.add(session, None, "问区", "您在哪个区？", "Which district?", clock.now())
        canned.add(session, li, "李的", "好。", "Good.", clock.now())
    assert titles(database, wang) == ["问区", "再见"]
    with database.read() as session:
        first = canned.usable(session, wang)[0]
    assert (first.text("zh"), first.text("en"), first.own) == ("您在哪个区？", "Which district?", False)


def test_one_takes_away_ones_own_and_shared_ones_only_with_the_right_to(
    database: Database, clock: FakeClock
) -> None:
    wang, li = hire(database, clock, "wang"), hire(database, clock, "li")
    with database.begin() as session:
        own = canned.add(session, wang, "再见", "再见。", "Goodbye.", clock.now())
        shared = canned.add(session, None, "问区", "您在哪个区？", "Which district?", clock.now())
        assert not canned.remove(session, own, li, shared_too=True, now=clock.now())
        assert not canned.remove(session, shared, wang, shared_too=False, now=clock.now())
        assert canned.remove(session, own, wang, shared_too=False, now=clock.now())
        assert not canned.remove(session, own, wang, shared_too=False, now=clock.now())
        assert canned.remove(session, shared, li, shared_too=True, now=clock.now())
    assert titles(database, wang) == []
