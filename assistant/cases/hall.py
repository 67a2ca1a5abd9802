"""Waiting in a hall: tickets, and whose turn it is at which counter.

Whoever is booked comes at the time of it; then the lane of people of 65 and over, but after two of them one
of the others, so that nobody waits for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from assistant.cases import calendar
from assistant.cases.appointments import Appointment
from assistant.cases.moves import find
from assistant.cases.service import ORDINARY, SENIOR
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import tickets
from assistant.store.models import Case, Ticket
from assistant.store.tickets import Held

SENIORS_IN_A_ROW = 2
LONGEST_COUNTER = 16


class TicketGone(AssistantError):
    """There is no such ticket, or it is not in a state for this: somebody else was faster."""

    code = "ticket_gone"


class NotBookedToday(AssistantError):
    """The case is not booked in this office today. `booked` is what it is booked for, if anything."""

    code = "not_booked_today"

    def __init__(self, booked: Appointment | None) -> None:
        super().__init__("no place in this office today")
        self.booked = booked


class _Numbered(Protocol):
    @property
    def serial(self) -> int: ...
    @property
    def lane(self) -> int: ...
    @property
    def booking_id(self) -> str | None: ...


def label(ticket: _Numbered) -> str:
    """What stands on a ticket: A001; S for the lane of 65 and over, B for those who are booked.

    The digits alone tell tickets of one office and day apart.
    """
    letter = "B" if ticket.booking_id is not None else "S" if ticket.lane == SENIOR else "A"
    return f"{letter}{ticket.serial:03}"


def issue(
    work: Work,
    office: str,
    *,
    lane: int = ORDINARY,
    service: str | None = None,
    case: Case | None = None,
    booking_id: str | None = None,
) -> Ticket:
    """Let somebody wait. A case brings its service, and its lane when that is the better one."""
    senior = lane == SENIOR or (case is not None and case.priority <= SENIOR)
    ticket_id = tickets.issue(
        work.session,
        office,
        today(work),
        SENIOR if senior else ORDINARY,
        work.now,
        service=service or (case.service if case is not None else None),
        case_id=case.id if case is not None else None,
        booking_id=booking_id,
    )
    return find_ticket(work, ticket_id)


def check_in(work: Work, office: str, number: str) -> Ticket:
    """The ticket of somebody who is booked in this office today; the same one when asked twice.

    Raises CaseNotFound, NotBookedToday.
    """
    case = find(work, number)
    booked = calendar.of_case(work, case)
    if booked is None or booked.office != office or _day_of(booked.starts_at) != today(work):
        raise NotBookedToday(booked)
    known = tickets.of_booking(work.session, booked.id)
    return known or issue(work, office, case=case, booking_id=booked.id)


def call_next(work: Work, office: str, counter: str, member_id: str) -> Ticket | None:
    """Call whose turn it is to a counter, and finish whom it had; None when nobody waits.

    No two counters call the same one.
    """
    day = today(work)
    tickets.lock_day(work.session, office, day)
    for before in tickets.at_counter(work.session, office, day, counter):
        _served(work, before.id, member_id)
    for one in waiting(work, office):
        if _call(work, one.id, "waiting", counter, member_id):
            return find_ticket(work, one.id)
    return None


def call_again(work: Work, ticket_id: str) -> Ticket:
    """Raises TicketGone when it is not being called."""
    if not tickets.call_again(work.session, ticket_id):
        raise TicketGone
    return find_ticket(work, ticket_id)


def absent(work: Work, ticket_id: str) -> None:
    """过号: whoever was called does not come; it can be recalled that day. Raises TicketGone."""
    _require(tickets.move(work.session, ticket_id, "called", "absent"))


def recall(work: Work, ticket_id: str, counter: str, member_id: str) -> Ticket:
    """Call somebody who did not come before, and finish whom the counter had. Raises TicketGone."""
    ticket = find_ticket(work, ticket_id)
    tickets.lock_day(work.session, ticket.office, ticket.day)
    for before in tickets.at_counter(work.session, ticket.office, ticket.day, counter):
        _served(work, before.id, member_id)
    _require(_call(work, ticket_id, "absent", counter, member_id))
    return find_ticket(work, ticket_id)


def finish(work: Work, ticket_id: str, member_id: str) -> None:
    """Whoever was called is served; with that a booking is kept. Raises TicketGone."""
    _require(_served(work, ticket_id, member_id))


def left(work: Work, ticket_id: str) -> None:
    """Somebody waits no more. Raises TicketGone."""
    _require(tickets.move(work.session, ticket_id, "waiting", "left", ended_at=work.now))


def waiting(work: Work, office: str) -> list[Held]:
    """Who waits, in the order in which they would be called now."""
    day = today(work)
    held = tickets.with_status(work.session, office, day, "waiting")
    lanes = tickets.last_lanes(work.session, office, day, SENIORS_IN_A_ROW)
    return in_turn(held, lanes, work.now)


def place(work: Work, ticket: Ticket) -> int | None:
    """How many are called before it; None when it does not wait."""
    ids = [one.id for one in waiting(work, ticket.office)]
    return ids.index(ticket.id) if ticket.id in ids else None


def called(work: Work, office: str) -> list[Held]:
    """Who is being called or served, the latest first."""
    held = tickets.with_status(work.session, office, today(work), "called")
    return sorted(held, key=lambda one: (one.called_at or one.issued_at, one.serial), reverse=True)


def absentees(work: Work, office: str) -> list[Held]:
    return tickets.with_status(work.session, office, today(work), "absent")


def in_turn(held: Iterable[Held], last_lanes: Sequence[int], now: datetime) -> list[Held]:
    """The order of calling. Pure. `last_lanes` are the lanes called last without a booking, latest first.

    Whoever is booked for later comes after everybody else until the time of it.
    """
    everyone = sorted(held, key=lambda one: one.serial)
    booked = sorted(
        (one for one in everyone if one.booked_for is not None),
        key=lambda one: (one.booked_for or one.issued_at, one.serial),
    )
    due = [one for one in booked if one.booked_for is not None and one.booked_for <= now]
    seniors = [one for one in everyone if one.booked_for is None and one.lane == SENIOR]
    others = [one for one in everyone if one.booked_for is None and one.lane != SENIOR]
    lanes = list(reversed(last_lanes))
    merged: list[Held] = []
    while seniors or others:
        enough = lanes[-SENIORS_IN_A_ROW:] == [SENIOR] * SENIORS_IN_A_ROW
        chosen = (others if others and (enough or not seniors) else seniors).pop(0)
        merged.append(chosen)
        lanes.append(chosen.lane)
    return [*due, *merged, *booked[len(due) :]]


def find_ticket(work: Work, ticket_id: str) -> Ticket:
    """Raises TicketGone."""
    ticket = tickets.find(work.session, ticket_id)
    if ticket is None:
        raise TicketGone
    return ticket


def today(work: Work) -> date:
    return _day_of(work.now)


def _day_of(at: datetime) -> date:
    return at.astimezone(LOCAL_TIME).date()


def _call(work: Work, ticket_id: str, before: str, counter: str, member_id: str) -> bool:
    return tickets.move(
        work.session,
        ticket_id,
        before,
        "called",
        called_at=work.now,
        calls=Ticket.calls + 1,
        counter=counter[:LONGEST_COUNTER],
        staff_id=member_id,
    )


def _served(work: Work, ticket_id: str, member_id: str) -> bool:
    if not tickets.move(work.session, ticket_id, "called", "done", ended_at=work.now):
        return False
    booking_id = find_ticket(work, ticket_id).booking_id
    if booking_id is not None:
        calendar.kept_if_live(work, booking_id, member_id)
    return True


def _require(done: bool) -> None:
    if not done:
        raise TicketGone
