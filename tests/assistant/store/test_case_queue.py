"""Lists of cases, over cases that come about as in life."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.cases import answering, departments, ownership, resolving
from assistant.cases.kinds import CaseKind
from assistant.cases.work import Casework
from assistant.store import case_queue
from assistant.store.case_queue import Filter
from assistant.store.crypto import Vault
from assistant.store.database import Database
from tests.assistant.cases.conftest import Counterside
from tests.conftest import FakeClock, InboundBuilder


@pytest.fixture
def side(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
) -> Counterside:
    return Counterside(database, vault, clock, inbound, casework)


def numbers(side: Counterside, view: str, **wanted: object) -> list[str]:
    chosen = Filter(view, side.clock.now(), **wanted)  # type: ignore[arg-type]
    with side.database.read() as session:
        listed = [case.number for case in case_queue.listed(session, chosen, 50)]
        assert case_queue.count(session, chosen) == len(listed)
    return listed


def case(side: Counterside, index: int, **fields: object) -> str:
    side.clock.advance(minutes=1)
    return side.wants_person(address=f"+86138{index:08}", **fields).number  # type: ignore[arg-type]


def test_each_list_shows_its_cases(side: Counterside) -> None:
    wang, li = side.staff("wang"), side.staff("li")
    department = next(iter(side.casework.town.departments))
    waits, mine, theirs, sent, done, urgent = (case(side, index) for index in range(6))
    urgent = case(side, 7, kind=CaseKind.URGENT, reason="distress")
    side.does(ownership.claim, mine, wang)
    side.does(ownership.claim, theirs, li)
    side.does(ownership.claim, sent, wang)
    side.does(departments.dispatch, sent, wang, department)
    side.does(answering.reply, done, li, "好了。")
    side.does(resolving.resolve, done, li)

    assert numbers(side, "waiting")[0] == urgent
    assert waits in numbers(side, "waiting")
    assert mine not in numbers(side, "waiting")
    assert numbers(side, "mine", member=wang) == [mine, sent]
    assert numbers(side, "department", department=department) == [sent]
    assert numbers(side, "done") == [done]
    assert done not in numbers(side, "open")
    assert numbers(side, "overdue") == []
    assert numbers(side, "open", kind="urgent") == [urgent]


def test_what_is_late_is_listed_unless_it_waits_for_the_resident(side: Counterside) -> None:
    late, paused = case(side, 1), case(side, 2)
    side.does(answering.reply, paused, side.staff(), "您在哪个区？", waits=True)
    side.clock.advance(days=40)
    assert numbers(side, "overdue") == [late]


def test_the_place_in_the_queue_counts_those_before(side: Counterside) -> None:
    first, second = case(side, 1), case(side, 2)
    urgent = case(side, 3, kind=CaseKind.URGENT, reason="distress")
    taken = case(side, 4)
    side.does(ownership.claim, taken, side.staff())
    rows = [side.row(number) for number in (first, second, urgent)]
    with side.database.read() as session:
        places = {row.number: case_queue.before(session, row) for row in rows}
    assert places == {urgent: 0, first: 1, second: 2}


def test_pages_follow_each_other(side: Counterside) -> None:
    all_of_them = [case(side, index) for index in range(5)]
    chosen = Filter("waiting", side.clock.now())
    with side.database.read() as session:
        pages = [
            [found.number for found in case_queue.listed(session, chosen, 2, offset)] for offset in (0, 2, 4)
        ]
    assert pages == [all_of_them[:2], all_of_them[2:4], all_of_them[4:]]


def test_every_event_makes_the_version_grow(side: Counterside) -> None:
    def version() -> int:
        with side.database.read() as session:
            return case_queue.version(session)

    before = version()
    number = case(side, 1)
    opened = version()
    side.does(ownership.claim, number, side.staff())
    assert before < opened < version()


def test_cases_of_a_resident_are_found_for_a_time(side: Counterside) -> None:
    number = case(side, 1)
    resident = side.row(number).resident_id
    with side.database.read() as session:
        since = side.clock.now() - timedelta(hours=1)
        assert [found.number for found in case_queue.of_resident(session, resident, since)] == [number]
        assert case_queue.of_resident(session, resident, side.clock.now() + timedelta(hours=1)) == []
