from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from assistant.cases import booking_details, calendar
from assistant.cases.appointments import (
    NotBooked,
    SlotFull,
    TooEarly,
)
from assistant.cases.booking_details import Details
from assistant.cases.kinds import Kind
from assistant.cases.moves import find
from assistant.cases.summary import Exchange, Summary
from tests.assistant.cases.booker import ADDRESS, REMINDED, THURSDAY, Booker
from tests.assistant.cases.conftest import Counterside


@pytest.fixture
def booker(counterside: Counterside) -> Booker:
    return Booker(counterside, counterside.casework.town.office_for(None).id, counterside.staff())


def test_moving_frees_the_old_place_and_tells_and_reminds_of_the_other_one(booker: Booker) -> None:
    number, before = booker.side.wants_person().number, booker.slot()
    after = booker.slot(THURSDAY + timedelta(days=1))
    booker.book(number, before)
    booker.side.clock.advance(minutes=5)
    moved = booker.side.does(calendar.move, number, booker.member, after)
    assert (booker.taken(before), booker.taken(after)) == (0, 1)
    assert (moved.slot_id, moved.details) == (after, ADDRESS)
    assert booker.place(number) == moved
    ((at, _, _),) = booker.reminders()
    assert at == REMINDED + timedelta(days=1)
    assert any("3月6日周五" in said for said in booker.told())
    assert booker.side.event_rows(number)[-1].detail["moved_from"] == before


def test_moving_to_the_same_place_only_changes_the_details(booker: Booker) -> None:
    number, slot_id = booker.side.wants_person().number, booker.slot()
    booker.book(number, slot_id)
    events = booker.side.events(number)
    booker.side.does(calendar.move, number, booker.member, slot_id, Details(hearing="耳背"))
    place = booker.place(number)
    assert place is not None
    assert place.details == Details(hearing="耳背")
    assert (booker.taken(slot_id), booker.side.events(number)) == (1, events)


def test_a_move_to_a_full_slot_keeps_the_old_place(booker: Booker) -> None:
    number, before, full = (
        booker.side.wants_person().number,
        booker.slot(),
        booker.slot(THURSDAY + timedelta(days=1)),
    )
    booker.book(booker.side.wants_person(address="+8613900000009").number, full)
    booker.book(number, before)
    with pytest.raises(SlotFull):
        booker.side.does(calendar.move, number, booker.member, full)
    place = booker.place(number)
    assert place is not None
    assert (place.slot_id, booker.taken(before), booker.taken(full)) == (before, 1, 1)


def test_two_who_swap_their_slots_at_once_do_not_wait_for_each_other(booker: Booker) -> None:
    first, second = booker.slot(capacity=2), booker.slot(THURSDAY + timedelta(hours=1), capacity=2)
    cases = [booker.side.wants_person(address=f"+86138{index:08}").number for index in range(2)]
    for number, slot_id in zip(cases, (first, second), strict=True):
        booker.book(number, slot_id)

    def move(asked: tuple[str, str]) -> None:
        booker.side.does(calendar.move, asked[0], booker.member, asked[1])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(move, ((cases[0], second), (cases[1], first))))
    assert (booker.taken(first), booker.taken(second)) == (1, 1)


def test_cancelling_frees_the_place_tells_the_resident_and_reminds_no_more(booker: Booker) -> None:
    number, slot_id = booker.side.wants_person().number, booker.slot()
    booker.book(number, slot_id)
    booker.side.does(calendar.cancel, number, booker.member)
    assert (booker.taken(slot_id), booker.place(number), booker.reminders()) == (0, None, [])
    assert booker.side.events(number)[-1] is Kind.BOOKING_CANCELLED
    assert "3月5日周四" in booker.told()[-1]
    with pytest.raises(NotBooked):
        booker.side.does(calendar.cancel, number, booker.member)


def test_a_case_that_ends_gives_its_place_up_without_another_message(booker: Booker) -> None:
    number, slot_id = booker.side.wants_person().number, booker.slot()
    booker.book(number, slot_id)

    def release(work: Any) -> bool:
        return calendar.release(work, find(work, number), booker.member)

    assert booker.side.does(release)
    told = booker.told()
    assert not booker.side.does(release)
    assert (booker.taken(slot_id), booker.reminders(), booker.told()) == (0, [], told)


def test_whoever_came_is_noted_from_the_day_on(booker: Booker) -> None:
    number = booker.side.wants_person().number
    booker.book(number, booker.slot())
    with pytest.raises(TooEarly):
        booker.side.does(calendar.kept, number, booker.member)
    booker.side.clock.advance(THURSDAY - timedelta(hours=1) - booker.side.clock.now())
    with pytest.raises(TooEarly):
        booker.side.does(calendar.missed, number, booker.member)
    booker.side.does(calendar.kept, number, booker.member)
    assert booker.side.events(number)[-1] is Kind.BOOKING_KEPT
    with pytest.raises(NotBooked):
        booker.side.does(calendar.missed, number, booker.member)


def test_whoever_missed_it_can_be_booked_again_with_what_was_noted(booker: Booker) -> None:
    number = booker.side.wants_person().number
    booker.book(number, booker.slot())
    booker.side.clock.advance(THURSDAY - booker.side.clock.now())
    booker.side.does(calendar.missed, number, booker.member)
    assert booker.side.events(number)[-1] is Kind.BOOKING_MISSED
    assert booker.place(number) is None
    noted = booker.side.does(lambda work: calendar.noted(work, find(work, number)))
    assert noted == ADDRESS
    again = booker.book(number, booker.slot(THURSDAY + timedelta(days=1)), noted)
    assert again == booker.place(number)


def test_whoever_has_the_case_is_not_passed_over(booker: Booker) -> None:
    number, slot_id = booker.side.wants_person().number, booker.slot()
    other = booker.side.staff("li")
    booker.side.does(calendar.book, number, other, slot_id, Details())
    assert booker.side.view(number).owner == other
    after = booker.slot(THURSDAY + timedelta(days=1))
    assert booker.side.does(calendar.move, number, booker.member, after).slot_id == after
    assert booker.side.view(number).owner == other


def test_what_the_case_tells_is_not_typed_again(booker: Booker) -> None:
    now = booker.side.clock.now()
    summary = Summary(
        service="old_age_allowance",
        region=None,
        exchanges=(
            Exchange(now, "要带什么", "带身份证。", aspect="materials"),
            Exchange(now, "在哪里", "到社区去。", aspect="where"),
        ),
        needs={"language": "zh", "mobility": "yes", "proxy": "我妈"},
    )
    details = booking_details.proposed(summary)
    assert details.documents == "带身份证。"
    assert "我妈" in details.proxy
    assert details.mobility
    assert (details.hearing, details.address, details.bring) == ("", "", "")
    assert booking_details.proposed(None) == Details()
    assert Details.from_json(details.to_json()) == details
