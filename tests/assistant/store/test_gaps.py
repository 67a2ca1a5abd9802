from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from assistant.store import gaps
from assistant.store.database import Database
from assistant.store.gaps import Counted
from assistant.store.models import Gap
from tests.conftest import FakeClock


def ask(database: Database, clock: FakeClock, cluster: str, times: int = 1) -> None:
    for _ in range(times):
        with database.begin() as session:
            gaps.add(session, cluster, clock.now())


def counted(database: Database, clock: FakeClock, days: int = 30, at_least: int = 1) -> tuple[Counted, ...]:
    with database.read() as session:
        return gaps.counted(session, clock.now(), days, at_least)


def test_questions_of_one_cluster_are_one_row_a_day(database: Database, clock: FakeClock) -> None:
    ask(database, clock, "牌照 电动车", 3)
    clock.advance(days=1)
    ask(database, clock, "牌照 电动车")

    with database.read() as session:
        rows = session.execute(select(Gap.cluster, Gap.count).order_by(Gap.day)).all()
    assert [tuple(row) for row in rows] == [("牌照 电动车", 3), ("牌照 电动车", 1)]
    assert counted(database, clock) == (Counted("牌照 电动车", count=4, days=2),)


def test_the_commonest_cluster_comes_first(database: Database, clock: FakeClock) -> None:
    ask(database, clock, "彩票", 2)
    ask(database, clock, "下水道", 3)
    ask(database, clock, "电梯", 2)

    first, *others = [one.cluster for one in counted(database, clock)]
    assert first == "下水道"
    assert set(others) == {"彩票", "电梯"}


def test_a_cluster_shows_only_when_it_was_asked_often_enough(database: Database, clock: FakeClock) -> None:
    ask(database, clock, "彩票", 2)
    ask(database, clock, "下水道", 2)
    clock.advance(days=1)
    ask(database, clock, "下水道")

    assert counted(database, clock, at_least=3) == (Counted("下水道", count=3, days=2),)


def test_only_the_last_days_count_and_today_is_one_of_them(database: Database, clock: FakeClock) -> None:
    ask(database, clock, "彩票")
    clock.advance(days=29)
    assert counted(database, clock, days=30) == (Counted("彩票", 1, 1),)

    clock.advance(days=1)
    assert counted(database, clock, days=30) == ()
    ask(database, clock, "彩票")
    assert counted(database, clock, days=1) == (Counted("彩票", 1, 1),)


def test_a_day_is_a_day_of_utc(database: Database, clock: FakeClock) -> None:
    ask(database, clock, "彩票")
    clock.advance(timedelta(hours=22, minutes=29))
    ask(database, clock, "彩票")
    assert counted(database, clock)[0].days == 1

    clock.advance(minutes=1)
    ask(database, clock, "彩票")
    assert counted(database, clock)[0].days == 2


def test_questions_at_the_same_time_are_all_counted(database: Database, clock: FakeClock) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: ask(database, clock, "彩票", 5), range(4)))

    assert counted(database, clock) == (Counted("彩票", 20, 1),)
