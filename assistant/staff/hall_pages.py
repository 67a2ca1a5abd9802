"""What the page of a counter shows: who is being served, who waits, and who did not come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.cases import hall as rules
from assistant.rendering.moments import LOCAL_TIME, day_in_words, time_in_words
from assistant.staff.calendar_sentences import LANES, SENTENCES_OF_CALENDAR
from assistant.staff.desk import Desk
from assistant.staff.waiting import in_words
from assistant.store.tickets import Held
from knowledge.article import Bilingual

GONE = SENTENCES_OF_CALENDAR["ticket_gone"]


@dataclass(frozen=True, slots=True)
class ShownTicket:
    id: str
    label: str
    lane: Bilingual
    service: Bilingual | None
    waited: Bilingual
    booked_for: str | None
    case_number: str | None
    calls: int
    counter: str | None


@dataclass(frozen=True, slots=True)
class CounterPage:
    """`waiting` stands in the order of calling; `here` is what this counter has called."""

    here: tuple[ShownTicket, ...]
    waiting: tuple[ShownTicket, ...]
    absent: tuple[ShownTicket, ...]


def counter(session: Session, desk: Desk, office: str, number: str) -> CounterPage:
    work = desk.casework.on(session)
    called = (one for one in rules.called(work, office) if one.counter == number)
    return CounterPage(
        here=_shown(desk, called, work.now),
        waiting=_shown(desk, rules.waiting(work, office), work.now),
        absent=_shown(desk, rules.absentees(work, office), work.now),
    )


def booked_elsewhere(desk: Desk, refused: rules.NotBookedToday) -> Bilingual:
    """Why somebody cannot check in: where and when the case is booked, if it is."""
    if refused.booked is None:
        return SENTENCES_OF_CALENDAR["not_booked_here"]
    at, place = refused.booked.starts_at, desk.town.offices[refused.booked.office].name
    return Bilingual(
        zh=f"约的是{day_in_words(at, 'zh')}{time_in_words(at, 'zh')}，{place.zh}。",
        en=f"It is booked for {day_in_words(at, 'en')}, {time_in_words(at, 'en')}, {place.en}.",
    )


def _shown(desk: Desk, held: Iterable[Held], now: datetime) -> tuple[ShownTicket, ...]:
    return tuple(
        ShownTicket(
            id=one.id,
            label=rules.label(one),
            lane=LANES[one.lane],
            service=desk.names.service(one.service) if one.service else None,
            waited=in_words(now - one.issued_at),
            booked_for=one.booked_for.astimezone(LOCAL_TIME).strftime("%H:%M") if one.booked_for else None,
            case_number=one.case_number,
            calls=one.calls,
            counter=one.counter,
        )
        for one in held
    )
