"""A place that the resident chose: taken once, told as the channel needs it, minded the day before."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import select

from assistant.cases import calendar
from assistant.cases.appointments import Appointment, SlotFull, SlotNotFound, SlotOver
from assistant.cases.booking_details import Details, proposed
from assistant.cases.kinds import CaseKind, Kind
from assistant.cases.moves import CaseNotFound
from assistant.cases.summary import Summary
from assistant.messages import Channel
from assistant.store.models import CaseEvent
from tests.assistant.cases.booker import REMINDED, THURSDAY, Booker
from tests.assistant.cases.conftest import Counterside


@pytest.fixture
def booker(counterside: Counterside) -> Booker:
    return Booker(counterside, "hall", counterside.staff())


def chosen(booker: Booker, number: str, slot_id: str, *, told: bool = True) -> Appointment | None:
    return booker.side.does(calendar.book_for_resident, number, slot_id, Details(), told=told)


def test_the_place_is_entered_without_any_member_of_the_staff(booker: Booker) -> None:
    slot, case = booker.slot(), booker.side.wants_person()
    booked = chosen(booker, case.number, slot)
    assert booked is not None
    assert (booked.slot_id, booked.number) == (slot, case.number)
    assert booker.taken(slot) == 1
    event = booker.side.event_rows(case.number)[-1]
    assert (Kind(event.kind), event.staff_id) == (Kind.BOOKED, None)
    assert booker.side.view(case.number).owner is None


def test_choosing_the_same_place_twice_is_once(booker: Booker) -> None:
    slot, case = booker.slot(capacity=2), booker.side.wants_person()
    first, again = chosen(booker, case.number, slot), chosen(booker, case.number, slot)
    assert first is not None
    assert again is not None
    assert first.id == again.id
    assert booker.taken(slot) == 1
    with booker.side.database.read() as session:
        booked = session.scalars(select(CaseEvent).where(CaseEvent.kind == Kind.BOOKED)).all()
    assert len(booked) == 1


def test_a_case_with_another_place_gets_no_second_one(booker: Booker) -> None:
    first, other = booker.slot(), booker.slot(THURSDAY.replace(hour=10))
    case = booker.side.wants_person()
    chosen(booker, case.number, first)
    assert chosen(booker, case.number, other) is None
    assert (booker.taken(first), booker.taken(other)) == (1, 0)


def test_after_it_was_given_up_another_one_can_be_chosen(booker: Booker) -> None:
    first, other = booker.slot(), booker.slot(THURSDAY.replace(hour=10))
    case = booker.side.wants_person()
    chosen(booker, case.number, first)
    booker.side.does(calendar.cancel, case.number, booker.member)
    booked = chosen(booker, case.number, other)
    assert booked is not None
    assert (booker.taken(first), booker.taken(other)) == (0, 1)


def test_what_is_full_over_or_unknown_is_refused_and_nothing_is_taken(booker: Booker) -> None:
    slot = booker.slot()
    number, other = (booker.side.wants_person(address=f"+861390000000{serial}").number for serial in (1, 2))
    chosen(booker, number, slot)
    with pytest.raises(SlotFull):
        chosen(booker, other, slot)
    later = booker.slot(THURSDAY.replace(hour=10))
    booker.side.clock.advance(THURSDAY.replace(hour=10) - booker.side.clock.now())
    with pytest.raises(SlotOver):
        chosen(booker, other, later)
    with pytest.raises(SlotNotFound):
        chosen(booker, other, str(uuid4()))
    with pytest.raises(CaseNotFound):
        chosen(booker, "0000-0", later)
    assert booker.place(other) is None
    assert (booker.taken(slot), booker.taken(later)) == (1, 0)


def test_the_last_place_goes_to_one_of_many_who_choose_it_at_once(booker: Booker) -> None:
    slot, together = booker.slot(), threading.Barrier(4)
    numbers = [booker.side.wants_person(address=f"+861390000000{serial}").number for serial in range(4)]

    def choose(number: str) -> bool:
        together.wait(10)
        try:
            return chosen(booker, number, slot) is not None
        except SlotFull:
            return False

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(choose, numbers))
    assert got.count(True) == 1
    assert booker.taken(slot) == 1
    assert [booker.place(number) is not None for number in numbers] == got


@pytest.mark.parametrize(("told", "texts"), [(True, 0), (False, 1)])
def test_who_hears_of_it_right_now_gets_no_text_of_it_but_the_reminder(
    booker: Booker, told: bool, texts: int
) -> None:
    slot, case = booker.slot(), booker.side.wants_person()
    chosen(booker, case.number, slot, told=told)
    assert len(booker.told()) == texts
    assert all(case.number in text for text in booker.told())
    ((at, unasked, text),) = booker.reminders()
    assert (at, unasked) == (REMINDED, True)
    assert "9点" in text


def test_a_visit_is_told_as_one(booker: Booker) -> None:
    slot = booker.slot(kind="home_visit")
    case = booker.side.wants_person("上门", kind=CaseKind.HOME_VISIT)
    chosen(booker, case.number, slot, told=False)
    (text,) = booker.told()
    assert "到您家" in text


def test_at_a_terminal_no_text_is_sent(booker: Booker) -> None:
    slot = booker.slot()
    case = booker.side.wants_person(channel=Channel.KIOSK, address="hall-1")
    assert chosen(booker, case.number, slot, told=False) is not None
    assert booker.told() == []
    assert booker.reminders() == []


@pytest.mark.parametrize(
    ("needs", "asked_for", "details"),
    [
        ({}, {}, Details()),
        ({}, {"place": "五一路12号"}, Details(address="五一路12号")),
        ({"proxy": "邻居"}, {}, Details(proxy="替邻居办 on behalf of 邻居")),
        (
            {"mobility": "yes", "hearing": "yes", "proxy": "我妈"},
            {"place": "五一路12号"},
            Details(
                "五一路12号",
                "行动不便 limited mobility",
                "听力不好 hard of hearing",
                "替我妈办 on behalf of 我妈",
            ),
        ),
    ],
)
def test_what_the_case_tells_is_not_typed_again(
    needs: dict[str, str], asked_for: dict[str, str], details: Details
) -> None:
    assert proposed(Summary(None, None, (), needs=needs, asked_for=asked_for)) == details


def test_nothing_is_proposed_of_what_was_purged() -> None:
    assert proposed(None) == Details()
