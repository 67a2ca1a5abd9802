from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from assistant.cases import resolving
from assistant.cases.appointments import (
    AlreadyBooked,
    OnlyPractice,
    SlotFull,
    SlotNotFound,
    SlotOver,
)
from assistant.cases.kinds import Kind, Status
from assistant.cases.moves import find
from assistant.cases.states import NotAllowed
from assistant.errors import AssistantError
from assistant.messages import Channel
from assistant.store import residents, slots
from assistant.store.models import Booking
from tests.assistant.cases.booker import ADDRESS, REMINDED, THURSDAY, Booker
from tests.assistant.cases.conftest import Counterside


@pytest.fixture
def booker(counterside: Counterside) -> Booker:
    return Booker(counterside, counterside.casework.town.office_for(None).id, counterside.staff())


def test_a_booking_takes_a_place_and_the_case_of_nobody(booker: Booker) -> None:
    number, slot_id = booker.side.wants_person().number, booker.slot()
    made = booker.book(number, slot_id)
    view = booker.side.view(number)
    assert (view.owner, view.status) == (booker.member, Status.IN_PROGRESS)
    assert booker.taken(slot_id) == 1
    assert made == booker.place(number)
    assert (made.starts_at, made.details) == (THURSDAY, ADDRESS)
    event = booker.side.event_rows(number)[-1]
    assert (event.kind, event.staff_id) == (Kind.BOOKED, booker.member)
    assert event.detail["slot"] == slot_id
    assert datetime.fromisoformat(event.detail["starts_at"]) == THURSDAY


def test_details_are_kept_sealed(booker: Booker) -> None:
    number = booker.side.wants_person().number
    booker.book(number, booker.slot())
    with booker.side.database.read() as session:
        (sealed,) = session.scalars(select(Booking.details)).all()
    assert sealed is not None
    assert "鼓东路" in booker.side.vault.open(sealed)
    assert "鼓东路".encode() not in sealed


def test_the_resident_is_told_and_reminded_at_four_on_the_working_day_before(booker: Booker) -> None:
    number = booker.side.wants_person().number
    booker.book(number, booker.slot())
    assert any("3月5日周四" in said and "上午9点" in said and number in said for said in booker.told())
    ((at, unasked, words),) = booker.reminders()
    assert (at, unasked) == (REMINDED, True)
    assert number in words


def test_what_is_booked_after_that_hour_is_not_reminded_of(booker: Booker) -> None:
    booker.side.clock.advance(REMINDED - booker.side.clock.now())
    booker.book(booker.side.wants_person().number, booker.slot())
    assert booker.reminders() == []


def test_whoever_stopped_messages_or_spoke_at_a_terminal_is_told_nothing(booker: Booker) -> None:
    stopped = booker.side.wants_person()
    with booker.side.database.begin() as session:
        residents.set_messages_wanted(session, stopped.resident_id, False, booker.side.clock.now())
    terminal = booker.side.wants_person(channel=Channel.KIOSK, address="kiosk:1")
    slot_id = booker.slot(capacity=2)
    booker.book(stopped.number, slot_id)
    booker.book(terminal.number, slot_id)
    assert (booker.told(), booker.reminders()) == ([], [])


def test_a_home_visit_is_told_of_in_its_own_words(booker: Booker) -> None:
    number = booker.side.wants_person().number
    booker.book(number, booker.slot(kind="home_visit"))
    office = booker.side.casework.town.offices[booker.office].name.zh
    assert not any(office in said for said in booker.told())


def test_booking_the_same_twice_is_once(booker: Booker) -> None:
    number, slot_id = booker.side.wants_person().number, booker.slot(capacity=3)
    assert booker.book(number, slot_id) == booker.book(number, slot_id)
    assert booker.taken(slot_id) == 1
    assert booker.side.events(number).count(Kind.BOOKED) == 1


def test_a_case_has_one_place(booker: Booker) -> None:
    number, slot_id = booker.side.wants_person().number, booker.slot()
    booker.book(number, slot_id)
    other = booker.slot(THURSDAY + timedelta(hours=1))
    with pytest.raises(AlreadyBooked):
        booker.book(number, other)
    assert booker.taken(other) == 0


def test_twenty_cases_for_five_places_get_five(booker: Booker) -> None:
    slot_id = booker.slot(capacity=5)
    cases = [booker.side.wants_person(address=f"+86138{index:08}").number for index in range(20)]

    def try_to(number: str) -> bool:
        try:
            booker.book(number, slot_id)
        except SlotFull:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        got = list(pool.map(try_to, cases))
    assert (got.count(True), booker.taken(slot_id)) == (5, 5)
    for number, booked in zip(cases, got, strict=True):
        assert (booker.place(number) is not None) is booked
        assert (Kind.BOOKED in booker.side.events(number)) is booked


@pytest.mark.parametrize(
    ("refused", "arrange"),
    [
        (SlotOver, lambda booker: booker.slot(booker.side.clock.now())),
        (SlotNotFound, lambda _: "00000000-0000-4000-8000-000000000000"),
    ],
)
def test_a_slot_that_is_over_or_unknown_is_refused(
    booker: Booker, refused: type[AssistantError], arrange: Callable[[Booker], str]
) -> None:
    number = booker.side.wants_person().number
    with pytest.raises(refused):
        booker.book(number, arrange(booker))
    assert booker.side.view(number).owner is None


def test_a_closed_slot_is_full(booker: Booker) -> None:
    slot_id = booker.slot()
    with booker.side.database.begin() as session:
        slots.set_closed(session, slot_id, True)
    with pytest.raises(SlotFull):
        booker.book(booker.side.wants_person().number, slot_id)


def test_a_case_that_is_over_or_for_practice_gets_no_place(booker: Booker) -> None:
    slot_id = booker.slot()
    over = booker.side.wants_person().number
    booker.side.does(resolving.cancel, over, booker.member, "不需要了")
    with pytest.raises(NotAllowed):
        booker.book(over, slot_id)
    practice = booker.side.wants_person().number
    with booker.side.database.begin() as session:
        find(booker.side.work(session), practice).practice_for = booker.member
    with pytest.raises(OnlyPractice):
        booker.book(practice, slot_id)
    assert booker.taken(slot_id) == 0
