"""Asking whether it helped: by text, then by telephone, in allowed hours, until there is an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.cases import follow_up, ownership, resolving
from assistant.cases.kinds import Kind, Rating, Status
from assistant.cases.telling import follow_up_reference
from assistant.messages import Channel
from assistant.store import residents
from assistant.store.models import Delivery

HOUR = timedelta(hours=1)


@pytest.fixture
def number(counterside) -> str:
    """A resolved case whose resident is to be asked now."""
    case = counterside.resolved(counterside.staff())
    counterside.clock.advance(counterside.casework.town.follow_up_after)
    return case.number


def asks(counterside) -> bool:
    return counterside.does(follow_up.ask_next)


def sent(counterside) -> list[tuple[str, str, bool]]:
    with counterside.database.read() as session:
        rows = session.scalars(
            select(Delivery).where(Delivery.purpose == "follow_up").order_by(Delivery.position)
        ).all()
    return [(row.medium, row.reference, row.unasked) for row in rows]


def answers(counterside, number: str, key: str, question: str = "rating", attempt: int = 1) -> str:
    return counterside.does(follow_up.answered, follow_up_reference(number, 0, attempt), key, question)


def test_nobody_is_asked_before_it_is_time(counterside):
    counterside.resolved(counterside.staff())
    assert not asks(counterside)


def test_the_first_question_is_a_text_that_waits_for_allowed_hours(counterside, number):
    assert asks(counterside)
    assert sent(counterside) == [("text", f"follow_up:{number}:0:1", True)]
    (event,) = [one for one in counterside.event_rows(number) if one.kind == Kind.FOLLOW_UP_SENT]
    assert (event.detail["attempt"], event.detail["medium"]) == (1, "text")
    assert not asks(counterside), "the next try has to wait"


def test_after_the_text_come_the_calls_and_then_the_case_counts_as_followed_up(counterside, number):
    for _ in range(20):
        asks(counterside)
        counterside.clock.advance(hours=12)
    media = [medium for medium, _, _ in sent(counterside)]
    assert media == [rung.medium for rung in counterside.casework.town.follow_up_ladder]
    row = counterside.row(number)
    assert (row.status, row.rating) == (Status.FOLLOWED_UP, None)
    event = counterside.event_rows(number)[-1]
    assert (event.kind, event.detail) == (Kind.UNREACHED, {"why": "no_answer", "attempts": len(media)})


def test_the_wait_for_the_next_try_begins_when_the_resident_may_be_disturbed(counterside, number):
    counterside.clock.advance(hours=12)
    assert asks(counterside)
    (event,) = [one for one in counterside.event_rows(number) if one.kind == Kind.FOLLOW_UP_SENT]
    asked_at = datetime.fromisoformat(event.detail["asked_at"])
    assert asked_at > counterside.clock.now()
    ladder = counterside.casework.town.follow_up_ladder
    assert counterside.row(number).follow_up_at == asked_at + timedelta(hours=ladder[1].after_hours)


def test_an_answer_ends_the_asking(counterside, number):
    asks(counterside)
    assert answers(counterside, number, "1") == "ask_solved"
    assert answers(counterside, number, "1", "solved") == "thanks"
    counterside.clock.advance(days=3)
    assert not asks(counterside)
    row = counterside.row(number)
    assert (row.status, row.rating, row.solved) == (Status.FOLLOWED_UP, Rating.GOOD, True)


@pytest.mark.parametrize(("key", "question"), [("3", "rating"), ("2", "solved")])
def test_who_is_not_helped_gets_somebody_else(counterside, number, key, question):
    asks(counterside)
    if question == "solved":
        answers(counterside, number, "2")
    owner = counterside.row(number).owner_id
    assert answers(counterside, number, key, question) == "again"
    row = counterside.row(number)
    assert (row.status, row.avoided, row.reopened) == (Status.REOPENED, [owner], 1)


def test_the_same_key_twice_counts_once(counterside, number):
    asks(counterside)
    assert [answers(counterside, number, "3") for _ in range(2)] == ["again", "again"]
    assert counterside.events(number).count(Kind.RATED) == 1
    assert counterside.row(number).reopened == 1


@pytest.mark.parametrize(
    ("key", "question"), [("4", "rating"), ("3", "solved"), ("1", "solved"), ("", "rating")]
)
def test_a_key_without_a_meaning_changes_nothing(counterside, number, key, question):
    asks(counterside)
    assert answers(counterside, number, key, question) == "over"
    assert counterside.row(number).status == Status.RESOLVED


def test_an_answer_to_an_unknown_question_changes_nothing(counterside, number):
    assert counterside.does(follow_up.answered, "follow_up:0000-0:0:1", "1", "rating") == "over"


def test_an_answer_to_a_case_that_is_worked_on_again_changes_nothing(counterside, number):
    asks(counterside)
    counterside.does(resolving.reopen, number, None)
    assert answers(counterside, number, "1") == "over"
    assert counterside.row(number).rating is None


def test_whoever_used_a_terminal_cannot_be_asked(counterside):
    member = counterside.staff()
    case = counterside.wants_person(channel=Channel.KIOSK, address="hall-1")
    counterside.does(resolving_after_claim, case.number, member)
    counterside.clock.advance(counterside.casework.town.follow_up_after)
    assert asks(counterside)
    assert sent(counterside) == []
    event = counterside.event_rows(case.number)[-1]
    assert (event.kind, event.detail["why"]) == (Kind.UNREACHED, "terminal")


def resolving_after_claim(work, number: str, member: str) -> None:
    ownership.claim(work, number, member)
    resolving.resolve(work, number, member)


def test_whoever_wants_no_messages_is_not_asked(counterside, number):
    resident = counterside.row(number).resident_id
    with counterside.database.begin() as session:
        residents.set_messages_wanted(session, resident, False, counterside.clock.now())
    assert asks(counterside)
    assert sent(counterside) == []
    event = counterside.event_rows(number)[-1]
    assert (event.kind, event.detail["why"]) == (Kind.UNREACHED, "opted_out")


def test_a_question_waits_for_the_resident_until_it_is_answered(counterside, number):
    resident = counterside.row(number).resident_id
    assert counterside.does(follow_up.waiting_for, resident) is None
    asks(counterside)
    waiting = counterside.does(follow_up.waiting_for, resident)
    assert (waiting.number, waiting.question) == (number, "rating")
    answers(counterside, number, "2")
    assert counterside.does(follow_up.waiting_for, resident).question == "solved"
    answers(counterside, number, "1", "solved")
    assert counterside.does(follow_up.waiting_for, resident) is None


def test_cases_are_closed_a_week_after_they_were_followed_up(counterside, number):
    asks(counterside)
    answers(counterside, number, "1")
    after = counterside.casework.town.closed_after
    counterside.clock.advance(after - HOUR)
    assert counterside.does(resolving.close_rated, after) == 0
    counterside.clock.advance(HOUR)
    assert counterside.does(resolving.close_rated, after) == 1
    assert counterside.row(number).status == Status.CLOSED
