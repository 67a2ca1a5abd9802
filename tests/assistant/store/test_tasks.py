from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from assistant.store import staff, tasks
from assistant.store.database import Database
from assistant.store.models import KnowledgeTask
from assistant.store.tasks import Task
from tests.conftest import FakeClock

ENDED = date(2026, 2, 28)


@pytest.fixture
def member(database: Database, clock: FakeClock) -> str:
    with database.begin() as session:
        return staff.create(session, "wang", "bamboo river lantern", clock.now()).id


def ask(
    database: Database,
    clock: FakeClock,
    service: str = "elder_care_voucher",
    region: str | None = None,
    on: date = ENDED,
) -> None:
    with database.begin() as session:
        tasks.ended(session, service, "amount", region, on, clock.now())


def still_open(database: Database) -> tuple[Task, ...]:
    with database.read() as session:
        found = tasks.open_tasks(session)
        assert tasks.how_many(session) == len(found)
    return found


def end(database: Database, clock: FakeClock, task: Task, member: str) -> bool:
    with database.begin() as session:
        return tasks.done(session, task.id, member, clock.now())


def test_the_first_question_opens_a_task_and_the_next_ones_are_counted(
    database: Database, clock: FakeClock
) -> None:
    opened_at = clock.now()
    ask(database, clock)
    clock.advance(hours=1)
    ask(database, clock)

    [task] = still_open(database)
    assert task == Task(task.id, "elder_care_voucher", "amount", "", ENDED, 2, opened_at)


def test_each_place_and_each_end_is_a_task_of_its_own(database: Database, clock: FakeClock) -> None:
    for region in (None, "350100"):
        ask(database, clock, region=region)
    ask(database, clock, on=date(2026, 3, 1))

    assert {(task.region, task.ended_on.day) for task in still_open(database)} == {
        ("", 28),
        ("350100", 28),
        ("", 1),
    }


def test_what_is_asked_most_comes_first(database: Database, clock: FakeClock) -> None:
    ask(database, clock, "id_card")
    clock.advance(hours=1)
    for _ in range(2):
        ask(database, clock, "old_age_allowance")
    ask(database, clock, "senior_card")

    services = [task.service for task in still_open(database)]
    assert services == ["old_age_allowance", "id_card", "senior_card"]


def test_a_task_is_ended_once_and_it_is_kept_by_whom_and_when(
    database: Database, clock: FakeClock, member: str
) -> None:
    ask(database, clock)
    [task] = still_open(database)
    clock.advance(hours=1)
    done_at = clock.now()

    assert end(database, clock, task, member)
    clock.advance(hours=1)
    assert not end(database, clock, task, member)

    assert still_open(database) == ()
    with database.read() as session:
        [done] = tasks.lately_done(session, 10)
    assert (done.service, done.staff_id, done.done_at) == ("elder_care_voucher", member, done_at)


def test_two_who_end_a_task_at_once_end_it_once(database: Database, clock: FakeClock, member: str) -> None:
    ask(database, clock)
    [task] = still_open(database)

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda _: end(database, clock, task, member), range(2)))

    assert sorted(ended) == [False, True]


def test_a_task_that_is_done_stays_done_for_the_rule_that_ended_then(
    database: Database, clock: FakeClock, member: str
) -> None:
    ask(database, clock)
    [task] = still_open(database)
    end(database, clock, task, member)

    ask(database, clock)
    assert still_open(database) == ()

    ask(database, clock, on=date(2026, 12, 31))
    assert [task.ended_on for task in still_open(database)] == [date(2026, 12, 31)]


def test_what_was_done_last_comes_first_and_only_so_many(
    database: Database, clock: FakeClock, member: str
) -> None:
    for service in ("id_card", "senior_card", "old_age_allowance"):
        ask(database, clock, service)
        clock.advance(hours=1)
        [task] = still_open(database)
        end(database, clock, task, member)

    with database.read() as session:
        assert [one.service for one in tasks.lately_done(session, 2)] == ["old_age_allowance", "senior_card"]


def test_a_task_that_nobody_opened_cannot_be_ended(database: Database, clock: FakeClock, member: str) -> None:
    ask(database, clock)
    with database.begin() as session:
        assert not tasks.done(session, "00000000-0000-4000-8000-000000000000", member, clock.now())
        assert session.execute(select(KnowledgeTask.done_at)).scalar_one() is None
