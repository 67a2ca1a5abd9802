"""What the pages of the calendar show: a week of slots, and the sheet of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from assistant.cases import calendar as rules
from assistant.cases.booking_details import Details
from assistant.cases.kinds import CaseKind
from assistant.cases.timetable import moment
from assistant.rendering.moments import LOCAL_TIME, day_in_words
from assistant.staff import numbers
from assistant.staff.calendar_sentences import OUTCOMES, SLOT_KINDS
from assistant.staff.desk import Desk
from assistant.store import bookings, slots
from assistant.store.bookings import Booked
from assistant.store.models import Slot
from knowledge.article import Bilingual

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ShownBooking:
    """Who is booked, without anything personal."""

    number: str
    service: Bilingual
    phone: Bilingual
    outcome: Bilingual | None


@dataclass(frozen=True, slots=True)
class ShownSlot:
    """`free` says that it can be booked now."""

    id: str
    time: str
    taken: int
    capacity: int
    closed: bool
    free: bool
    past: bool
    booked: tuple[ShownBooking, ...]


@dataclass(frozen=True, slots=True)
class ShownDay:
    on: date
    name: Bilingual
    workday: bool
    slots: tuple[ShownSlot, ...]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One booking on the sheet of a day. `phone` and `details` are None until they are revealed."""

    number: str
    time: str
    kind: Bilingual
    service: Bilingual
    speaks: Bilingual
    masked: Bilingual
    outcome: Bilingual | None
    live: bool
    phone: str | None = None
    details: Details | None = None


def week(session: Session, desk: Desk, office: str, kind: CaseKind, monday: date) -> list[ShownDay]:
    """Seven days, each with the slots that begin on it."""
    found = slots.between(session, office, moment(monday), moment(monday + WEEK), kind.value)
    by_slot: dict[str, list[Booked]] = {}
    for booked in bookings.in_slots(session, (slot.id for slot in found)):
        by_slot.setdefault(booked.slot_id, []).append(booked)
    calendar, now = desk.town.calendar(office), desk.clock.now()
    days = (monday + timedelta(days=index) for index in range(7))
    return [
        ShownDay(
            on=day,
            name=day_name(day),
            workday=calendar.is_workday(day),
            slots=tuple(
                _slot(desk, slot, by_slot.get(slot.id, ()), now)
                for slot in found
                if slot.starts_at.astimezone(LOCAL_TIME).date() == day
            ),
        )
        for day in days
    ]


def on_day(session: Session, office: str, day: date) -> list[Booked]:
    """Who is booked in an office on a day, for either kind of slot."""
    found = slots.between(session, office, moment(day), moment(day + timedelta(days=1)))
    return bookings.in_slots(session, (slot.id for slot in found))


def sheet(
    session: Session, desk: Desk, booked: Iterable[Booked], phones: Mapping[str, str] | None = None
) -> list[SheetRow]:
    """The rows of a day; `phones` by case number are given once somebody said why to reveal them."""
    work = desk.casework.on(session)
    return [
        SheetRow(
            number=one.number,
            time=_time(one.starts_at),
            kind=SLOT_KINDS[CaseKind(one.kind)],
            service=desk.names.service(one.service),
            speaks=_speaks(desk, one),
            masked=numbers.masked(desk.vault.open(one.address)),
            outcome=OUTCOMES.get(one.outcome or ""),
            live=one.outcome is None,
            phone=numbers.readable(phones[one.number]) if phones is not None else None,
            details=rules.opened(work, one) if phones is not None else None,
        )
        for one in booked
    ]


def day_name(day: date) -> Bilingual:
    at = moment(day)
    return Bilingual(zh=day_in_words(at, "zh"), en=day_in_words(at, "en"))


def slot_time(slot: Slot) -> str:
    return f"{_time(slot.starts_at)}–{_time(slot.ends_at)}"


def typed(details: Details) -> dict[str, str]:
    return {one.name: getattr(details, one.name) for one in fields(Details)}


def _slot(desk: Desk, slot: Slot, booked: Sequence[Booked], now: datetime) -> ShownSlot:
    past = slot.starts_at <= now
    return ShownSlot(
        id=slot.id,
        time=slot_time(slot),
        taken=slot.taken,
        capacity=slot.capacity,
        closed=slot.closed,
        free=not past and not slot.closed and slot.taken < slot.capacity,
        past=past,
        booked=tuple(
            ShownBooking(
                one.number,
                desk.names.service(one.service),
                numbers.masked(desk.vault.open(one.address)),
                OUTCOMES.get(one.outcome or ""),
            )
            for one in booked
        ),
    )


def _speaks(desk: Desk, booked: Booked) -> Bilingual:
    language = (
        Bilingual(zh="英文", en="English") if booked.language == "en" else Bilingual(zh="中文", en="Chinese")
    )
    dialect = desk.town.dialects.get(booked.dialect or "")
    if dialect is None:
        return language
    return Bilingual(zh=f"{language.zh}，{dialect.zh}", en=f"{language.en}, {dialect.en}")


def _time(at: datetime) -> str:
    return at.astimezone(LOCAL_TIME).strftime("%H:%M")
