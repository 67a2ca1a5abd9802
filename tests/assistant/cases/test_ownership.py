from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.cases import answering, ownership
from assistant.cases.kinds import Kind, Status
from assistant.cases.ownership import TakenAlready
from assistant.cases.states import NotAllowed
from assistant.store import staff
from assistant.store.database import Database
from assistant.store.members import Profile
from assistant.store.models import Case, CaseEvent
from tests.assistant.cases.conftest import Counterside

AGENTS, CASES = 50, 500


def cases(counterside: Counterside, count: int) -> list[str]:
    return [counterside.wants_person(address=f"+86138{index:08}").number for index in range(count)]


def web_processes(counterside: Counterside) -> list[Database]:
    """What the agents' web processes hold: one on the one machine that has SQLite, five on PostgreSQL."""
    here = counterside.database
    if here.is_sqlite:
        return [here]
    return [here, *(Database(here.url.render_as_string(hide_password=False)) for _ in range(4))]


def test_a_case_belongs_to_whoever_takes_it_first(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    wang, li = counterside.staff("wang"), counterside.staff("li")
    taken = counterside.does(ownership.claim, number, wang)
    assert (taken.owner, taken.status) == (wang, Status.CLAIMED)
    with pytest.raises(TakenAlready) as refused:
        counterside.does(ownership.claim, number, li)
    assert refused.value.owner == wang


def test_taking_what_one_has_changes_nothing(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    wang = counterside.staff()
    for _ in range(2):
        counterside.does(ownership.claim, number, wang)
    assert counterside.events(number) == [Kind.OPENED, Kind.CLAIMED]


def test_the_resident_is_told_once_that_somebody_has_the_case(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    wang, li = counterside.staff("wang"), counterside.staff("li")
    counterside.does(ownership.claim, number, wang)
    counterside.does(ownership.give_back, number, wang)
    counterside.does(ownership.claim, number, li)
    (told,) = counterside.outgoing("notice")
    assert number in told


@pytest.mark.slow
def test_fifty_agents_at_once_leave_each_of_500_cases_with_one_owner(counterside: Counterside) -> None:
    numbers = cases(counterside, CASES)
    agents = [counterside.staff(f"agent{index}") for index in range(AGENTS)]
    ready = threading.Barrier(AGENTS)
    webs = web_processes(counterside)

    def grab(agent: str) -> list[str]:
        web = webs[agents.index(agent) % len(webs)]
        ready.wait(60)
        mine = []
        for number in numbers:
            try:
                with web.begin() as session:
                    ownership.claim(counterside.casework.on(session), number, agent)
            except TakenAlready:
                continue
            mine.append(number)
        return mine

    with ThreadPoolExecutor(AGENTS) as pool:
        taken = dict(zip(agents, pool.map(grab, agents), strict=True))
    for web in webs[1:]:
        web.dispose()
    won = Counter(number for mine in taken.values() for number in mine)
    assert won == dict.fromkeys(numbers, 1)
    with counterside.database.read() as session:
        owners = {row.number: row.owner_id for row in session.execute(select(Case.number, Case.owner_id))}
        claims = session.scalars(select(CaseEvent.case_id).where(CaseEvent.kind == Kind.CLAIMED)).all()
    assert owners == {number: agent for agent, mine in taken.items() for number in mine}
    assert len(claims) == len(set(claims)) == CASES


@pytest.mark.slow
def test_agents_who_take_the_next_case_at_once_never_get_the_same(counterside: Counterside) -> None:
    numbers = cases(counterside, 40)
    for index in range(10):
        counterside.staff(f"agent{index}")
    with counterside.database.read() as session:
        agents = staff.list_members(session)
    ready = threading.Barrier(len(agents))

    def work(agent: staff.Member) -> list[str]:
        ready.wait(60)
        mine = []
        while (case := counterside.does(ownership.take_next, agent)) is not None:
            mine.append(case.number)
        return mine

    with ThreadPoolExecutor(len(agents)) as pool:
        taken = list(pool.map(work, agents))
    assert sorted(number for mine in taken for number in mine) == sorted(numbers)


def test_given_to_somebody_else_a_case_keeps_its_state(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    wang, li, chief = (counterside.staff(name) for name in ("wang", "li", "chief"))
    counterside.does(answering.reply, number, wang, "请带身份证来。")
    given = counterside.does(ownership.assign, number, chief, li, why="王芳休假")
    assert (given.owner, given.status) == (li, Status.IN_PROGRESS)
    last = counterside.event_rows(number)[-1]
    assert (last.kind, last.staff_id, last.detail) == (Kind.ASSIGNED, chief, {"to": li})


def test_what_is_given_back_waits_for_others_with_its_old_place(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    opened_at = counterside.clock.now()
    wang = counterside.staff()
    counterside.does(ownership.claim, number, wang)
    counterside.clock.advance(minutes=10)
    back = counterside.does(ownership.give_back, number, wang, why="不懂医保")
    assert (back.status, back.owner, back.waiting_since) == (Status.RECEIVED, None, opened_at)
    with pytest.raises(NotAllowed):
        counterside.does(ownership.give_back, number, wang)


def test_a_case_left_untouched_goes_back_to_the_queue_in_working_time(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    wang = counterside.staff()
    counterside.does(ownership.claim, number, wang)
    limit = counterside.casework.town.ownership.lapse_minutes
    counterside.clock.advance(minutes=limit - 1)
    assert counterside.does(ownership.lapse) == 0
    counterside.clock.advance(minutes=1)
    assert counterside.does(ownership.lapse) == 1
    case = counterside.view(number)
    assert (case.status, case.owner) == (Status.RECEIVED, None)
    assert counterside.event_rows(number)[-1].detail == {"from": wang}


def test_nobody_loses_a_case_over_night(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    counterside.clock.advance(hours=7, minutes=59)  # 17:29 in Fuzhou, a minute before the hall closes
    counterside.does(ownership.claim, number, counterside.staff())
    counterside.clock.advance(hours=14)
    assert counterside.does(ownership.lapse) == 0


def test_whoever_looks_at_the_case_keeps_it(counterside: Counterside) -> None:
    (number,) = cases(counterside, 1)
    wang = counterside.staff()
    counterside.does(ownership.claim, number, wang)
    case = counterside.view(number)
    for _ in range(4):
        counterside.clock.advance(minutes=counterside.casework.town.ownership.lapse_minutes - 1)
        counterside.does(ownership.active, case.id, wang)
    assert counterside.does(ownership.lapse) == 0
    counterside.does(ownership.active, case.id, counterside.staff("li"))
    counterside.clock.advance(minutes=counterside.casework.town.ownership.lapse_minutes)
    assert counterside.does(ownership.lapse) == 1


def test_what_waits_is_given_to_those_on_duty_until_they_have_enough(counterside: Counterside) -> None:
    numbers = cases(counterside, 5)
    wang, li = (counterside.staff(name, profile=Profile(most_open=2)) for name in ("wang", "li"))
    away = counterside.staff("away")
    with counterside.database.begin() as session:
        for member in (wang, li):
            staff.set_on_duty(session, member, True, counterside.clock.now())
    assert counterside.does(ownership.assign_waiting) == 4
    owners = Counter(counterside.view(number).owner for number in numbers)
    assert owners == {wang: 2, li: 2, None: 1}
    assert away not in owners
    assert counterside.does(ownership.assign_waiting) == 0


def test_without_anybody_on_duty_cases_wait(counterside: Counterside) -> None:
    cases(counterside, 2)
    counterside.staff()
    assert counterside.does(ownership.assign_waiting) == 0


def test_a_taken_case_is_let_go_within_a_day(counterside: Counterside) -> None:
    rules = counterside.casework.town.ownership
    assert timedelta(minutes=rules.lapse_minutes) < timedelta(minutes=rules.stalled_minutes)
