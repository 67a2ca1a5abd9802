"""The rows of cases that went through the service are what their events add up to; a changed row is found."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from assistant.cases import alarms, answering, checking, departments, ownership, resolving, service
from assistant.cases.checking import EVENTS, Checked, Differing
from assistant.cases.kinds import CaseKind, Kind, Rating
from assistant.store import cases as rows
from assistant.store.models import Case
from tests.assistant.cases.conftest import Counterside


def checked(counterside: Counterside) -> Checked:
    with counterside.database.read() as session:
        return checking.check(session, counterside.casework.town)


def tampered(counterside: Counterside, number: str, **values: Any) -> None:
    with counterside.database.begin() as session:
        session.execute(update(Case).where(Case.number == number).values(**values))


def busy(counterside: Counterside) -> str:
    """A case to which nearly everything happened, over a weekend and a lunch break."""
    wang, li = counterside.staff("wang"), counterside.staff("li")
    does, clock = counterside.does, counterside.clock
    number = counterside.wants_person(kind=CaseKind.CALLBACK).number
    clock.advance(hours=2)
    does(alarms.sound)
    does(ownership.claim, number, wang)
    clock.advance(minutes=20)
    does(service.change, number, wang, kind=CaseKind.QUESTION, service="id_card", region="350103")
    does(answering.reply, number, wang, "请问住哪里？", waits=True)
    clock.advance(hours=5)
    does(answering.resume, number, wang)
    does(departments.dispatch, number, wang, "civil_affairs", why="归民政")
    clock.advance(days=1)
    does(departments.send_back, number, li, "不归我们")
    does(departments.dispatch, number, wang, "public_security")
    does(departments.finish, number, li, "办好了")
    does(departments.extend, number, wang, 3, "要再等几天")
    clock.advance(days=4, hours=1)
    does(resolving.resolve, number, wang)
    clock.advance(hours=2)
    does(resolving.rate, number, Rating.POOR, False)
    clock.advance(days=3)
    does(alarms.sound)
    does(ownership.assign, number, wang, li)
    does(answering.wait, number, li)
    clock.advance(hours=30)
    does(resolving.resolve, number, li)
    clock.advance(hours=30)
    does(resolving.rate, number, Rating.GOOD, True)
    does(resolving.close, number, None)
    return number


def test_rows_are_what_their_events_add_up_to(counterside: Counterside) -> None:
    busy(counterside)
    cancelled = counterside.wants_person().number
    counterside.does(resolving.cancel, cancelled, None, "不用了")
    counterside.wants_person()

    assert checked(counterside) == Checked(3, 0, ())


@pytest.mark.parametrize(
    "values", [{"take_s": 1}, {"resolve_s": 5}, {"rating": "poor"}, {"breaches": 0}, {"status": "resolved"}]
)
def test_a_row_that_says_something_else_is_found(counterside: Counterside, values: dict[str, Any]) -> None:
    number = busy(counterside)

    tampered(counterside, number, **values)

    assert checked(counterside).differing == (Differing(number, tuple(values)),)


def test_events_that_cannot_have_happened_are_found(counterside: Counterside) -> None:
    case = counterside.wants_person()
    with counterside.database.begin() as session:
        rows.add_event(session, case.id, Kind.ACCEPTED.value, counterside.clock.now())

    assert checked(counterside).differing == (Differing(case.number, (EVENTS,)),)


def test_cases_from_before_events_told_the_kind_are_left_out(counterside: Counterside) -> None:
    spoken, now = counterside.record(counterside.inbound("人工")), counterside.clock.now()
    values = {"number": "2031-5", "reason": "requested", "status": "received", "language": "zh"}
    people = {"conversation_id": spoken.conversation_id, "resident_id": spoken.resident_id}
    with counterside.database.begin() as session:
        case_id = rows.create(
            session,
            {**values, **people, "message_id": spoken.message_id, "opened_at": now, "waiting_since": now},
        )
        assert case_id is not None
        rows.add_event(session, case_id, Kind.OPENED.value, now, detail={"reason": "requested"})

    assert checked(counterside) == Checked(0, 1, ())
