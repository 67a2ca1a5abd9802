"""What a resident is told of a case: where it stands, who has it, by when. No words of it, no names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.cases import clocks, service
from assistant.cases.kinds import OPEN, QUEUED, CaseKind, Status
from assistant.cases.moves import find
from assistant.cases.telling import reachable
from assistant.cases.work import Work
from assistant.rendering.moments import LOCAL_TIME, day_in_words, time_in_words
from assistant.store import case_queue
from assistant.store import cases as rows
from assistant.store.models import Case
from knowledge.article import Language

RECENT = timedelta(days=30)
"""For so long after it is over a case is still told of to whoever asks without a number."""
_LOOKED_BACK = timedelta(days=365)

_STANDING = {
    Status.CLAIMED: "status_in_hand",
    Status.IN_PROGRESS: "status_in_hand",
    Status.WAITING_FOR_RESIDENT: "status_asks_you",
    Status.WITH_DEPARTMENT: "status_moved",
    Status.RESOLVED: "status_done",
    Status.FOLLOWED_UP: "status_done",
    Status.CLOSED: "status_closed",
    Status.CANCELLED: "status_cancelled",
}
_NEAR_DAYS: Mapping[Language, tuple[str, str]] = {"zh": ("今天", "明天"), "en": ("today", "tomorrow")}


@dataclass(frozen=True, slots=True)
class Told:
    """One phrase of the knowledge, by name, with what fills it."""

    phrase: str
    slots: Mapping[str, str] = field(default_factory=dict)


def opened(work: Work, number: str, language: Language, *, again: bool, shared: bool) -> tuple[Told, ...]:
    """What is said when a case was opened, or asked for `again`; `shared` is said at a terminal.

    Raises CaseNotFound.
    """
    case = find(work, number, lock=False)
    told = [Told("case_again", {"number": number})]
    if not again:
        told = [Told("case_opened", {"number": number, "code": service.code_of(work, number)})]
    told += _wait(work, case, language) if case.status in QUEUED else [Told("case_taken")]
    if shared and not again:
        told.append(Told("case_hall"))
    return tuple(told)


def standing(work: Work, case: Case, language: Language) -> tuple[Told, ...]:
    """How a case stands now. One that was joined with another tells of the other."""
    joined = rows.by_id(work.session, case.merged_into) if case.merged_into else None
    if joined is not None:
        return (Told("status_merged", {"other": joined.number}), *standing(work, joined, language))
    return tuple(_standing(work, case, language))


def concerning(work: Work, resident_id: str) -> list[Case]:
    """The open cases of a resident, the latest first; without any, the one that was over last, if lately."""
    found = case_queue.of_resident(work.session, resident_id, work.now - _LOOKED_BACK)
    now_open = [case for case in found if case.status in OPEN]
    since = work.now - RECENT
    return now_open or [case for case in found if (case.closed_at or work.now) >= since][:1]


def near_day(at: datetime, now: datetime, language: Language) -> str:
    """Today, tomorrow, or the day by its date."""
    away = (at.astimezone(LOCAL_TIME).date() - now.astimezone(LOCAL_TIME).date()).days
    near = _NEAR_DAYS[language]
    return near[away] if 0 <= away < len(near) else day_in_words(at, language)


def _standing(work: Work, case: Case, language: Language) -> Iterator[Told]:
    number = {"number": case.number}
    if case.status in QUEUED:
        yield Told("status_waiting", number)
        yield from _wait(work, case, language)
    else:
        yield Told(_STANDING[Status(case.status)], number)
    department = work.town.departments.get(case.department or "")
    if department is not None:
        yield Told("status_department", {"department": department.name.in_language(language)})
    if case.status in OPEN and case.resolve_due is not None and case.paused_at is None:
        if case.resolve_due < work.now:
            yield Told("status_late")
        else:
            yield Told("status_due", {"day": near_day(case.resolve_due, work.now, language)})


def _wait(work: Work, case: Case, language: Language) -> Iterator[Told]:
    """The place in the queue, and from when on somebody is there to look at it."""
    before = case_queue.before(work.session, case)
    yield Told("case_place", {"count": str(before)}) if before else Told("case_first")
    if work.town.levels(CaseKind(case.kind)).take.always:
        return
    opens = clocks.calendar_of(work, case).next_open(work.now)
    if opens > work.now:
        when = {"day": near_day(opens, work.now, language), "time": time_in_words(opens, language)}
        yield Told("case_opens", when)
    elif reachable(work, case):
        yield Told("case_contact")
