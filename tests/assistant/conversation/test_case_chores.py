from __future__ import annotations

import pytest
from sqlalchemy import select

from assistant.cases import answering, resolving
from assistant.conversation import case_chores
from assistant.conversation.jobs import Job
from assistant.store import staff
from assistant.store.models import Delivery
from tests.assistant.cases.conftest import Counterside, counterside

__all__ = ["counterside"]


@pytest.fixture
def chores(counterside: Counterside) -> dict[str, Job]:
    return {job.name: job for job in case_chores.jobs(counterside.database, counterside.casework)}


def test_everybody_whose_turn_it_is_is_asked_at_one_look(
    counterside: Counterside,
    chores: dict[str, Job],
) -> None:
    member = counterside.staff()
    for index in range(5):
        case = counterside.wants_person(address=f"+86138{index:08}")
        counterside.does(answering.reply, case.number, member, "请带身份证来。")
        counterside.does(resolving.resolve, case.number, member)
    counterside.clock.advance(counterside.casework.town.follow_up_after)
    chores["follow_up"].run()
    with counterside.database.read() as session:
        asked = session.scalars(select(Delivery.resident_id).where(Delivery.purpose == "follow_up")).all()
    assert len(asked) == len(set(asked)) == 5


def test_what_waits_is_given_out_once_somebody_is_on_duty(
    counterside: Counterside,
    chores: dict[str, Job],
) -> None:
    member = counterside.staff()
    case = counterside.wants_person()
    chores["assignment"].run()
    assert counterside.view(case.number).owner is None
    with counterside.database.begin() as session:
        staff.set_on_duty(session, member, True, counterside.clock.now())
    chores["assignment"].run()
    assert counterside.view(case.number).owner == member
