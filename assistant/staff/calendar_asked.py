"""What a request to the calendar or the hall asks for, and why something is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import request

from assistant.cases import calendar as rules
from assistant.cases import service
from assistant.cases.appointments import Appointment
from assistant.cases.kinds import CaseKind
from assistant.cases.moves import find
from assistant.cases.ownership import TakenAlready
from assistant.cases.states import NotAllowed
from assistant.cases.timetable import KINDS
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.rendering.moments import LOCAL_TIME
from assistant.staff.calendar_sentences import SENTENCES_OF_CALENDAR
from assistant.staff.desk import Desk
from knowledge.article import Bilingual

YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the calendar somebody looks at, and for which case."""

    office: str
    kind: CaseKind
    day: date
    case: str | None

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())


def asked(desk: Desk, work: Work) -> tuple[Asked, Appointment | None, bool]:
    """What the address of the page asks for, the place that its case has, and whether it can get one.

    What is left out is taken from the case. Raises CaseNotFound.
    """
    number = request.args.get("case") or None
    kind = next((kind for kind in KINDS if kind.value == request.args.get("kind")), None)
    if number is None:
        return Asked(office(desk), kind or KINDS[0], day(desk, "day"), None), None, False
    case = find(work, number, lock=False)
    booked = rules.of_case(work, case)
    chosen = request.args.get("office", "")
    default = booked.office if booked else work.town.office_for(case.region).id
    place = chosen if chosen in desk.town.offices else default
    fallback = booked.kind if booked else next((one for one in KINDS if one == case.kind), KINDS[0])
    on = day(desk, "day", day_of(booked.starts_at) if booked else None)
    may_book = service.get(work, number).open and case.practice_for is None
    return Asked(place, kind or fallback, on, number), booked, may_book


def offices(desk: Desk) -> dict[str, Bilingual]:
    return {office.id: office.name for office in desk.town.offices.values()}


def office(desk: Desk) -> str:
    """The office that was chosen, else the member's own, else that of the town."""
    chosen = request.values.get("office", "")
    return chosen if chosen in desk.town.offices else own_office(desk)


def own_office(desk: Desk) -> str:
    """The member's own office; that of the town for whoever has none, or has not signed in."""
    member = desk.sitting.member()
    own = member.office if member is not None else None
    return own if own is not None and own in desk.town.offices else desk.town.office_for(None).id


def day(desk: Desk, name: str, default: date | None = None) -> date:
    """The day that was chosen; `default`, or today, when it is none."""
    try:
        chosen = date.fromisoformat(request.values.get(name, ""))
    except ValueError:
        chosen = None
    if chosen is not None and chosen.year in YEARS:
        return chosen
    return default or day_of(desk.clock.now())


def day_of(at: datetime) -> date:
    """The local day of a moment."""
    return at.astimezone(LOCAL_TIME).date()


def why_not(error: AssistantError) -> str:
    """The name of the sentence that says why something was refused. Raises what has none."""
    if isinstance(error, TakenAlready):
        return "case_of_other"
    if isinstance(error, NotAllowed):
        return "booking_case_over"
    if error.code not in SENTENCES_OF_CALENDAR:
        raise error
    return error.code
