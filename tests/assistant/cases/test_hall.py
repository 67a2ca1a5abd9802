from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest

from assistant.cases import calendar, hall
from assistant.cases.booking_details import Details
from assistant.cases.hall import NotBookedToday, TicketGone
from assistant.cases.kinds import Kind
from assistant.cases.moves import CaseNotFound, find
from assistant.cases.service import ORDINARY, SENIOR
from assistant.store import slots, tickets
from assistant.store.models import Ticket
from assistant.store.tickets import Held
from tests.assistant.cases.conftest import Counterside


@dataclass
class Hall:
    """An office on a day on which people come."""

    side: Counterside
    office: str
    member: str

    def comes(self, lane: int = ORDINARY) -> str:
        self.side.clock.advance(minutes=1)
        return hall.label(self.side.does(hall.issue, self.office, lane=lane))

    def call(self, counter: str = "1") -> str | None:
        self.side.clock.advance(seconds=30)
        called = self.side.does(hall.call_next, self.office, counter, self.member)
        return hall.label(called) if called is not None else None

    def called(self) -> list[str]:
        return [hall.label(one) for one in self._list(hall.called)]

    def waiting(self) -> list[str]:
        return [hall.label(one) for one in self._list(hall.waiting)]

    def absent(self) -> list[str]:
        return [hall.label(one) for one in self._list(hall.absentees)]

    def id_of(self, label: str) -> str:
        everyone = (*self._list(hall.waiting), *self._list(hall.called), *self._list(hall.absentees))
        return next(one.id for one in everyone if hall.label(one) == label)

    def ticket(self, ticket_id: str) -> Ticket:
        with self.side.database.read() as session:
            found = tickets.find(session, ticket_id)
        assert found is not None
        return found

    def booked(self, at: datetime, office: str | None = None) -> str:
        """A case with a place; returns its number."""
        with self.side.database.begin() as session:
            slots.add(session, office or self.office, "appointment", at, at + timedelta(minutes=30), 5)
            slot_id = slots.between(session, office or self.office, at, at + timedelta(minutes=1))[0].id
        case = self.side.wants_person(address=f"+86138{int(at.timestamp()) % 10**8:08}")
        self.side.does(calendar.book, case.number, self.member, slot_id, Details())
        return case.number

    def checks_in(self, number: str) -> str:
        return hall.label(self.side.does(hall.check_in, self.office, number))

    def _list(self, which: Callable[..., list[Held]]) -> list[Held]:
        return self.side.does(which, self.office)


@pytest.fixture
def place(counterside: Counterside) -> Hall:
    return Hall(counterside, counterside.casework.town.office_for(None).id, counterside.staff())


def test_labels_tell_the_lanes_apart_and_the_digits_everybody(place: Hall) -> None:
    assert [place.comes(), place.comes(SENIOR), place.comes()] == ["A001", "S002", "A003"]


def test_after_two_seniors_comes_one_of_the_others(place: Hall) -> None:
    for lane in (ORDINARY, ORDINARY, SENIOR, SENIOR, SENIOR, SENIOR, SENIOR):
        place.comes(lane)
    order = ["S003", "S004", "A001", "S005", "S006", "A002", "S007"]
    assert place.waiting() == order
    assert [place.call() for _ in order] == order
    assert place.call() is None


def test_those_who_come_late_with_the_lane_do_not_starve_the_others(place: Hall) -> None:
    place.comes(ORDINARY)
    called = []
    for _ in range(3):
        place.comes(SENIOR)
        called.append(place.call())
    assert called == ["S002", "S003", "A001"]


def test_whoever_is_booked_comes_at_the_time_and_not_before(place: Hall) -> None:
    number = place.booked(place.side.clock.now() + timedelta(minutes=10))
    place.comes(SENIOR)
    assert place.checks_in(number) == "B002"
    place.comes()
    assert place.waiting() == ["S001", "A003", "B002"]
    place.side.clock.advance(minutes=10)
    assert place.waiting() == ["B002", "S001", "A003"]
    assert place.call() == "B002"


def test_the_place_counts_who_is_called_before(place: Hall) -> None:
    first, senior = place.comes(), place.comes(SENIOR)
    ordinary, called = place.ticket(place.id_of(first)), place.ticket(place.id_of(senior))
    assert place.side.does(hall.place, ordinary) == 1
    assert place.side.does(hall.place, called) == 0
    place.call()
    assert place.side.does(hall.place, called) is None


def test_twenty_counters_never_call_the_same_one(place: Hall) -> None:
    for _ in range(20):
        place.comes()
    with ThreadPoolExecutor(20) as pool:
        called = list(
            pool.map(
                lambda n: hall.label(place.side.does(hall.call_next, place.office, str(n), place.member)),
                range(20),
            )
        )
    assert sorted(called) == [f"A{serial:03}" for serial in range(1, 21)]
    assert place.waiting() == []


def test_calling_the_next_one_finishes_the_one_before_at_that_counter(place: Hall) -> None:
    for _ in range(3):
        place.comes()
    place.call("1")
    place.call("2")
    first = place.id_of("A001")
    assert place.call("1") == "A003"
    assert place.ticket(first).status == "done"
    assert place.called() == ["A003", "A002"]


def test_whoever_does_not_come_can_be_recalled(place: Hall) -> None:
    place.comes()
    place.call("1")
    ticket_id = place.id_of("A001")
    assert place.side.does(hall.call_again, ticket_id).calls == 2
    place.side.does(hall.absent, ticket_id)
    assert (place.called(), place.absent()) == ([], ["A001"])
    assert place.call("1") is None
    recalled = place.side.does(hall.recall, ticket_id, "4", place.member)
    assert (recalled.counter, recalled.calls, place.absent()) == ("4", 3, [])


def test_what_somebody_else_ended_is_gone(place: Hall) -> None:
    place.comes()
    ticket_id = place.id_of("A001")
    for change in (hall.call_again, hall.absent):
        with pytest.raises(TicketGone):
            place.side.does(change, ticket_id)
    with pytest.raises(TicketGone):
        place.side.does(hall.recall, ticket_id, "1", place.member)
    place.side.does(hall.left, ticket_id)
    for change in (hall.left, hall.absent):
        with pytest.raises(TicketGone):
            place.side.does(change, ticket_id)
    assert place.waiting() == []


def test_serving_a_booked_resident_keeps_the_booking(place: Hall) -> None:
    number = place.booked(place.side.clock.now() + timedelta(minutes=10))
    place.checks_in(number)
    place.side.clock.advance(minutes=10)
    place.call()
    place.side.does(hall.finish, place.id_of("B001"), place.member)
    assert place.side.events(number)[-1] is Kind.BOOKING_KEPT


def test_serving_whose_booking_was_given_up_notes_nothing_of_it(place: Hall) -> None:
    number = place.booked(place.side.clock.now() + timedelta(minutes=10))
    place.checks_in(number)
    place.side.does(calendar.cancel, number, place.member)
    place.call()
    place.side.does(hall.finish, place.id_of("B001"), place.member)
    assert Kind.BOOKING_KEPT not in place.side.events(number)


def test_checking_in_twice_is_one_ticket(place: Hall) -> None:
    number = place.booked(place.side.clock.now() + timedelta(minutes=10))
    assert place.checks_in(number) == place.checks_in(number) == "B001"
    assert place.waiting() == ["B001"]


def test_only_what_is_booked_here_today_can_be_checked_in(place: Hall) -> None:
    tomorrow = place.booked(place.side.clock.now() + timedelta(days=1))
    other = next(office for office in place.side.casework.town.offices if office != place.office)
    elsewhere = place.booked(place.side.clock.now() + timedelta(minutes=10), other)
    unbooked = place.side.wants_person(address="+8613900000009").number
    for number, booked in ((tomorrow, True), (elsewhere, True), (unbooked, False)):
        with pytest.raises(NotBookedToday) as refused:
            place.checks_in(number)
        assert (refused.value.booked is not None) is booked
    with pytest.raises(CaseNotFound):
        place.checks_in("9999-9")


def test_a_case_brings_its_lane_and_its_service(place: Hall) -> None:
    side = place.side
    side.answered("八十岁那个钱咋领", "到社区去领。", service="old_age_allowance")
    number = side.wants_person().number
    with side.database.begin() as session:
        work = side.work(session)
        case = find(work, number)
        case.priority = SENIOR
        issued = hall.issue(work, place.office, case=case)
        assert (hall.label(issued), issued.service, issued.case_id) == ("S001", case.service, case.id)


def test_another_day_begins_anew(place: Hall) -> None:
    place.comes()
    place.side.clock.advance(days=1)
    assert place.waiting() == []
    assert place.comes() == "A001"
    with place.side.database.read() as session:
        assert hall.today(place.side.work(session)) == date(2026, 3, 3)
