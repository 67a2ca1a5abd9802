from __future__ import annotations

import pytest

from assistant.cases import departments, ownership
from assistant.cases.departments import NoSuchDepartment, ReasonMissing, TooLong
from assistant.cases.kinds import Kind, Status
from assistant.cases.states import NotAllowed
from tests.assistant.cases.conftest import Counterside


@pytest.fixture
def desk(counterside: Counterside) -> str:
    return counterside.staff("wang")


@pytest.fixture
def number(counterside: Counterside, desk: str) -> str:
    """A case that the desk has."""
    case = counterside.wants_person()
    counterside.does(ownership.claim, case.number, desk)
    return case.number


@pytest.fixture
def department(counterside: Counterside) -> str:
    return next(iter(counterside.casework.town.departments))


def test_a_case_goes_to_a_department_and_the_desk_keeps_it(
    counterside: Counterside, desk: str, number: str, department: str
) -> None:
    sent = counterside.does(departments.dispatch, number, desk, department, why="要查档案")
    assert (sent.status, sent.department, sent.owner) == (Status.WITH_DEPARTMENT, department, desk)
    name = counterside.casework.town.departments[department].name.zh
    assert any(name in told for told in counterside.outgoing("notice"))

    clerk = counterside.staff("zhao")
    done = counterside.does(departments.finish, number, clerk, "档案已查到。")
    assert (done.status, done.department, done.owner) == (Status.IN_PROGRESS, None, desk)
    assert counterside.events(number)[-3:] == [Kind.DISPATCHED, Kind.ACCEPTED, Kind.FINISHED]


def test_what_is_sent_back_needs_a_reason(
    counterside: Counterside, desk: str, number: str, department: str
) -> None:
    counterside.does(departments.dispatch, number, desk, department)
    with pytest.raises(ReasonMissing):
        counterside.does(departments.send_back, number, counterside.staff("zhao"), "  ")
    assert counterside.view(number).status is Status.WITH_DEPARTMENT


def test_the_third_return_goes_to_a_supervisor_whose_word_binds(
    counterside: Counterside, desk: str, number: str, department: str
) -> None:
    clerk, chief = counterside.staff("zhao"), counterside.staff("chief")
    for _ in range(3):
        counterside.does(departments.dispatch, number, desk, department)
        counterside.does(departments.send_back, number, clerk, "不归我们管")
    case = counterside.view(number)
    assert (case.undecided, case.escalated, case.sent_back) == (True, True, 3)
    with pytest.raises(NotAllowed):
        counterside.does(departments.dispatch, number, desk, department)

    decided = counterside.does(departments.decide, number, chief, department, "按三定方案归民政")
    assert (decided.status, decided.binding, decided.undecided) == (Status.WITH_DEPARTMENT, True, False)
    with pytest.raises(NotAllowed):
        counterside.does(departments.send_back, number, clerk, "还是不归我们管")


def test_a_case_with_a_department_does_not_fall_back_into_the_queue(
    counterside: Counterside, desk: str, number: str, department: str
) -> None:
    counterside.does(departments.dispatch, number, desk, department)
    counterside.clock.advance(days=2)
    assert counterside.does(ownership.lapse) == 0


def test_the_desk_can_take_a_case_back(
    counterside: Counterside, desk: str, number: str, department: str
) -> None:
    counterside.does(departments.dispatch, number, desk, department)
    back = counterside.does(departments.recall, number, desk, "居民说不用了")
    assert (back.status, back.department) == (Status.IN_PROGRESS, None)


def test_an_unknown_department_gets_nothing(counterside: Counterside, desk: str, number: str) -> None:
    with pytest.raises(NoSuchDepartment):
        counterside.does(departments.dispatch, number, desk, "astronomy")


def test_an_extension_puts_off_the_end_and_the_resident_is_told_the_day(
    counterside: Counterside, desk: str, number: str
) -> None:
    due = counterside.view(number).resolve_due
    extended = counterside.does(departments.extend, number, desk, 5, "等上级批复")
    assert due is not None
    assert extended.resolve_due is not None
    assert extended.resolve_due > due
    assert "月" in counterside.outgoing("notice")[-1]


@pytest.mark.parametrize("days", [0, -1, 16])
def test_an_extension_has_its_limits(counterside: Counterside, desk: str, number: str, days: int) -> None:
    with pytest.raises(TooLong):
        counterside.does(departments.extend, number, desk, days, "等上级批复")


def test_a_case_is_put_off_at_most_twice(counterside: Counterside, desk: str, number: str) -> None:
    for _ in range(2):
        counterside.does(departments.extend, number, desk, 1, "等上级批复")
    with pytest.raises(TooLong):
        counterside.does(departments.extend, number, desk, 1, "等上级批复")
