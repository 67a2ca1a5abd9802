from __future__ import annotations

from datetime import timedelta

import pytest

from assistant.cases import answering, ownership, resolving
from assistant.cases.kinds import Kind, Rating, Status
from assistant.cases.resolving import NotTheSame, OtherOpen
from assistant.cases.states import NotAllowed, NotTheirs
from tests.assistant.cases.conftest import Counterside


def test_what_is_resolved_waits_for_the_residents_word(counterside: Counterside) -> None:
    case = counterside.resolved(counterside.staff())
    row = counterside.row(case.number)
    assert (case.status, case.closed_at) == (Status.RESOLVED, None)
    assert row.resolved_at == counterside.clock.now()
    assert row.follow_up_at == counterside.clock.now() + counterside.casework.town.follow_up_after
    assert (row.take_due, row.reply_due, row.resolve_due, row.alarm_at) == (None, None, None, None)


@pytest.mark.parametrize("rating", [Rating.GOOD, Rating.FAIR])
def test_a_content_resident_ends_the_follow_up(counterside: Counterside, rating: Rating) -> None:
    case = counterside.resolved(counterside.staff())
    rated = counterside.does(resolving.rate, case.number, rating, True)
    assert (rated.status, rated.rating, rated.solved) == (Status.FOLLOWED_UP, rating, True)
    assert counterside.row(case.number).follow_up_at is None
    counterside.clock.advance(days=8)
    assert counterside.does(resolving.close_rated, timedelta(days=7)) == 1
    assert counterside.view(case.number).status is Status.CLOSED


@pytest.mark.parametrize(
    ("rating", "solved"), [(Rating.POOR, None), (Rating.POOR, True), (Rating.GOOD, False)]
)
def test_a_resident_who_is_not_content_gets_somebody_else(
    counterside: Counterside, rating: Rating, solved: bool | None
) -> None:
    wang, li = counterside.staff("wang"), counterside.staff("li")
    case = counterside.resolved(wang)
    back = counterside.does(resolving.rate, case.number, rating, solved)
    assert (back.status, back.owner, back.avoided) == (Status.REOPENED, None, frozenset({wang}))
    assert back.resolve_due is not None
    assert case.number in counterside.outgoing("notice")[-1]
    with pytest.raises(NotTheirs):
        counterside.does(ownership.claim, case.number, wang)
    assert counterside.does(ownership.claim, case.number, li).owner == li


def test_the_same_message_rates_once(counterside: Counterside) -> None:
    case = counterside.resolved(counterside.staff())
    message = counterside.record(counterside.inbound("1")).message_id
    for _ in range(2):
        counterside.does(resolving.rate, case.number, Rating.GOOD, None, message_id=message)
    assert counterside.events(case.number).count(Kind.RATED) == 1


def test_a_closed_case_is_opened_again_unless_another_is_open_there(counterside: Counterside) -> None:
    wang = counterside.staff()
    case = counterside.resolved(wang)
    counterside.does(resolving.close, case.number, wang)
    second = counterside.wants_person()
    for act in (
        lambda work: resolving.reopen(work, case.number, wang),
        lambda work: resolving.rate(work, case.number, Rating.POOR, None),
    ):
        with pytest.raises(OtherOpen):
            counterside.does(act)
    counterside.does(resolving.cancel, second.number, wang, "同一件事")
    again = counterside.does(resolving.reopen, case.number, wang, why="居民来电")
    assert (again.status, again.closed_at) == (Status.REOPENED, None)


def test_an_open_case_is_not_closed_without_being_resolved(counterside: Counterside) -> None:
    case = counterside.wants_person()
    with pytest.raises(NotAllowed):
        counterside.does(resolving.close, case.number, counterside.staff())


def test_repeats_of_one_resident_are_found_and_joined(counterside: Counterside) -> None:
    wang = counterside.staff()
    first = counterside.wants_person()
    counterside.clock.advance(hours=25)
    second = counterside.wants_person()
    other = counterside.wants_person(address="+8613900000009")
    assert first.number != second.number
    assert [case.number for case in counterside.does(resolving.repeats, second.number)] == [first.number]

    kept = counterside.does(resolving.merge, second.number, first.number, wang)
    assert kept.number == first.number
    gone = counterside.view(second.number)
    assert (gone.status, counterside.row(second.number).merged_into) == (Status.CANCELLED, first.id)
    assert first.number in counterside.outgoing("notice")[-1]
    assert counterside.event_rows(first.number)[-1].detail == {"merged": second.number}
    with pytest.raises(NotTheSame):
        counterside.does(resolving.merge, other.number, first.number, wang)
    with pytest.raises(NotTheSame):
        counterside.does(resolving.merge, first.number, first.number, wang)


def test_nothing_is_joined_with_what_is_over(counterside: Counterside) -> None:
    wang = counterside.staff()
    first = counterside.resolved(wang)
    counterside.does(resolving.close, first.number, wang)
    second = counterside.wants_person()
    with pytest.raises(NotAllowed):
        counterside.does(resolving.merge, second.number, first.number, wang)
    assert counterside.view(second.number).status is Status.RECEIVED


def test_time_to_resolve_leaves_out_waiting_for_the_resident(counterside: Counterside) -> None:
    wang = counterside.staff()
    case = counterside.wants_person()
    counterside.clock.advance(minutes=10)
    counterside.does(answering.reply, case.number, wang, "您在哪个区？", waits=True)
    counterside.clock.advance(minutes=40)
    counterside.does(answering.resume, case.number, wang)
    counterside.clock.advance(minutes=5)
    counterside.does(resolving.resolve, case.number, wang)
    row = counterside.row(case.number)
    assert (row.take_s, row.reply_s, row.resolve_s) == (600, 600, 900)
