"""Booking rules: a case gets a place in a slot, moves it, or gives it up, and the resident is told."""

from __future__ import annotations

import json

from assistant.cases import appointments, booking_notices, timetable
from assistant.cases.appointments import (
    KEPT,
    MISSED,
    AlreadyBooked,
    Appointment,
    NotBooked,
    OnlyPractice,
    SlotFull,
    SlotNotFound,
    SlotOver,
    TooEarly,
)
from assistant.cases.booking_details import Details
from assistant.cases.kinds import QUEUED, Kind
from assistant.cases.moves import find, record
from assistant.cases.ownership import claimed
from assistant.cases.work import Work
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import bookings, slots
from assistant.store import cases as rows
from assistant.store.models import Booking, Case, Slot


def book(work: Work, number: str, member_id: str, slot_id: str, details: Details) -> Appointment:
    """Give the case a place; a case that nobody has is taken by the member. Booking the same twice is once.

    Raises CaseNotFound, NotAllowed, TakenAlready, OnlyPractice, AlreadyBooked, SlotNotFound, SlotFull,
    SlotOver.
    """
    case = find(work, number)
    if case.practice_for is not None:
        raise OnlyPractice
    booked = bookings.current(work.session, case.id)
    if booked is not None and booked.done_at is None:
        if booked.slot_id == slot_id:
            return _of(work, case, booked)
        raise AlreadyBooked
    slot = _take(work, slot_id)
    if booked is not None:
        bookings.set_aside(work.session, booked.id, work.now)
    if case.status in QUEUED:
        claimed(work, case, member_id)
    return _enter(work, case, member_id, slot, details)


def book_for_resident(
    work: Work, number: str, slot_id: str, details: Details, *, told: bool
) -> Appointment | None:
    """Give the case the place that its resident chose. None when the case has another place: the staff see
    to it. `told` says that the resident hears of it right now.

    Raises CaseNotFound, SlotNotFound, SlotFull, SlotOver.
    """
    case = find(work, number)
    booked = bookings.current(work.session, case.id)
    if booked is not None and booked.done_at is None:
        return _of(work, case, booked) if booked.slot_id == slot_id else None
    slot = _take(work, slot_id)
    if booked is not None:
        bookings.set_aside(work.session, booked.id, work.now)
    return _enter(work, case, None, slot, details, told=told)


def move(
    work: Work, number: str, member_id: str, slot_id: str, details: Details | None = None
) -> Appointment:
    """Change the place of a case, or only what must be known beforehand; None leaves that as it is.

    Raises CaseNotFound, NotAllowed, NotBooked, SlotNotFound, SlotFull, SlotOver.
    """
    case = find(work, number)
    before = _live(work, case)
    known = details if details is not None else opened(work, before)
    if before.slot_id == slot_id:
        bookings.set_details(work.session, before.id, _sealed(work, known))
        return _of(work, case, before, known)
    slots.lock(work.session, (before.slot_id, slot_id))
    slot = _take(work, slot_id)
    _free(work, before)
    return _enter(work, case, member_id, slot, known, before.slot_id)


def cancel(work: Work, number: str, member_id: str) -> None:
    """Give up the place, and tell the resident. Raises CaseNotFound, NotBooked."""
    case = find(work, number)
    booked = _live(work, case)
    slot = _slot(work, booked.slot_id)
    release(work, case, member_id)
    booking_notices.tell_cancelled(work, case, slot, booked.id)


def release(work: Work, case: Case, member_id: str | None) -> bool:
    """Give up the place of a locked case that ends for another reason, of which the resident is told.

    Returns whether it had one.
    """
    booked = bookings.current(work.session, case.id)
    if booked is None or booked.done_at is not None:
        return False
    _free(work, booked)
    detail = _told(_slot(work, booked.slot_id))
    record(work, case, Kind.BOOKING_CANCELLED, by=member_id, detail=detail)
    return True


def kept(work: Work, number: str, member_id: str) -> None:
    """The resident came, or was visited. Raises CaseNotFound, NotBooked, TooEarly before the day of it."""
    case = find(work, number)
    booked = _live(work, case)
    day = _slot(work, booked.slot_id).starts_at.astimezone(LOCAL_TIME).date()
    if work.now < timetable.moment(day):
        raise TooEarly
    _finish(work, case, member_id, booked, KEPT)


def missed(work: Work, number: str, member_id: str) -> None:
    """Nobody came, or nobody was at home. Raises CaseNotFound, NotBooked, TooEarly before it begins."""
    case = find(work, number)
    booked = _live(work, case)
    if work.now < _slot(work, booked.slot_id).starts_at:
        raise TooEarly
    _finish(work, case, member_id, booked, MISSED)


def kept_if_live(work: Work, booking_id: str, member_id: str) -> bool:
    """Note that a place was kept, unless it was given up or something is noted already."""
    booked = bookings.find(work.session, booking_id)
    if booked is None:
        return False
    case = rows.by_id(work.session, booked.case_id, lock=True)
    booked = bookings.find(work.session, booking_id)
    if case is None or booked is None or booked.cancelled_at is not None or booked.done_at is not None:
        return False
    _finish(work, case, member_id, booked, KEPT)
    return True


def of_case(work: Work, case: Case) -> Appointment | None:
    """The place that a case has; None when it has none, or what became of it is noted already."""
    booked = bookings.current(work.session, case.id)
    return _of(work, case, booked) if booked is not None and booked.done_at is None else None


def noted(work: Work, case: Case) -> Details | None:
    """What was noted for the latest place of a case, whatever became of it."""
    booked = bookings.latest(work.session, case.id)
    return opened(work, booked) if booked is not None and booked.details is not None else None


def opened(work: Work, booked: Booking | bookings.Booked) -> Details:
    """What was noted for a place; nothing once it is purged."""
    if booked.details is None:
        return Details()
    return Details.from_json(json.loads(work.vault.open(booked.details)))


def _live(work: Work, case: Case) -> Booking:
    booked = bookings.current(work.session, case.id)
    if booked is None or booked.done_at is not None:
        raise NotBooked
    return booked


def _slot(work: Work, slot_id: str) -> Slot:
    slot = slots.find(work.session, slot_id)
    if slot is None:
        raise SlotNotFound("no such slot")
    return slot


def _take(work: Work, slot_id: str) -> Slot:
    if _slot(work, slot_id).starts_at <= work.now:
        raise SlotOver
    if not slots.take(work.session, slot_id):
        raise SlotFull
    return _slot(work, slot_id)


def _free(work: Work, booked: Booking) -> None:
    bookings.cancel(work.session, booked.id, work.now)
    slots.give_back(work.session, booked.slot_id)
    booking_notices.withdraw(work, booked.id)


def _finish(work: Work, case: Case, member_id: str, booked: Booking, outcome: str) -> None:
    bookings.finish(work.session, booked.id, outcome, work.now)
    booking_notices.withdraw(work, booked.id)
    kind = Kind.BOOKING_KEPT if outcome == KEPT else Kind.BOOKING_MISSED
    record(work, case, kind, by=member_id, detail=_told(_slot(work, booked.slot_id)))


def _enter(
    work: Work,
    case: Case,
    member_id: str | None,
    slot: Slot,
    details: Details,
    moved_from: str | None = None,
    *,
    told: bool = False,
) -> Appointment:
    sealed = _sealed(work, details)
    booking_id = bookings.create(work.session, slot.id, case.id, member_id, sealed, work.now)
    if booking_id is None:
        raise AlreadyBooked
    more = {"moved_from": moved_from} if moved_from is not None else {}
    record(work, case, Kind.BOOKED, by=member_id, detail=_told(slot) | more)
    booking_notices.tell_entered(work, case, slot, booking_id, moved=moved_from is not None, told=told)
    return appointments.shown(case, slot, booking_id, None, details)


def _told(slot: Slot) -> dict[str, str]:
    return {
        "slot": slot.id,
        "starts_at": slot.starts_at.isoformat(),
        "office": slot.office,
        "kind": slot.kind,
    }


def _sealed(work: Work, details: Details) -> bytes:
    return work.vault.seal(json.dumps(details.to_json(), ensure_ascii=False))


def _of(work: Work, case: Case, booked: Booking, details: Details | None = None) -> Appointment:
    noted = details if details is not None else opened(work, booked)
    return appointments.shown(case, _slot(work, booked.slot_id), booked.id, booked.outcome, noted)
