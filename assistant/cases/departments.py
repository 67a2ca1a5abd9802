"""Cases that a department has to see to: sent there, accepted or sent back, decided, finished.

The desk that sent a case keeps it: it is never left holding another's case without a word. What departments
send back three times, a supervisor decides.
"""

from __future__ import annotations

from assistant.cases import views
from assistant.cases.kinds import Kind
from assistant.cases.moves import find, record
from assistant.cases.telling import tell
from assistant.cases.views import CaseView
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.rendering.moments import day_in_words
from assistant.store.models import Case
from knowledge.article import spoken

MOST_EXTENSIONS = 2
LONGEST_EXTENSION = 15
"""Working days."""


class ReasonMissing(AssistantError):
    """Sending back, deciding and extending need a reason that others can read."""

    code = "reason_missing"


class NoSuchDepartment(AssistantError):
    code = "no_such_department"


class TooLong(AssistantError):
    """A case is put off at most twice, by at most 15 working days each time."""

    code = "extension_too_long"


def dispatch(work: Work, number: str, member_id: str, department: str, *, why: str = "") -> CaseView:
    """Send a case to a department. Raises CaseNotFound, NoSuchDepartment, NotAllowed."""
    case = find(work, number)
    _require(work, department)
    record(work, case, Kind.DISPATCHED, by=member_id, to=department, words=why)
    _told(work, case, department)
    return views.of(work.vault, case)


def accept(work: Work, number: str, member_id: str) -> CaseView:
    case = find(work, number)
    record(work, case, Kind.ACCEPTED, by=member_id)
    return views.of(work.vault, case)


def send_back(work: Work, number: str, member_id: str, why: str) -> CaseView:
    """退单: the case is not this department's. The third time a supervisor has to decide.

    Raises ReasonMissing, NotAllowed once it was accepted or decided.
    """
    case = find(work, number)
    department = case.department
    record(
        work,
        case,
        Kind.SENT_BACK,
        by=member_id,
        detail={"from": department},
        words=_reason(why),
    )
    if case.undecided:
        record(work, case, Kind.ESCALATED, detail={"why": "sent_back"})
    return views.of(work.vault, case)


def decide(work: Work, number: str, member_id: str, department: str | None, why: str) -> CaseView:
    """A supervisor says whose case it is: a department's, which cannot send it back, or the desk's own."""
    case = find(work, number)
    if department is not None:
        _require(work, department)
    record(work, case, Kind.DECIDED, by=member_id, to=department, words=_reason(why))
    if department is not None:
        _told(work, case, department)
    return views.of(work.vault, case)


def recall(work: Work, number: str, member_id: str, why: str) -> CaseView:
    """The desk takes a case back from a department."""
    case = find(work, number)
    record(work, case, Kind.RECALLED, by=member_id, detail={"from": case.department}, words=_reason(why))
    return views.of(work.vault, case)


def finish(work: Work, number: str, member_id: str, result: str) -> CaseView:
    """The department says what came of it; the desk tells the resident."""
    case = find(work, number)
    if not case.accepted:
        record(work, case, Kind.ACCEPTED, by=member_id)
    record(work, case, Kind.FINISHED, by=member_id, detail={"from": case.department}, words=_reason(result))
    return views.of(work.vault, case)


def extend(work: Work, number: str, member_id: str, days: int, why: str) -> CaseView:
    """Put off the end of the case by working days; the resident is told the new day.

    Raises ReasonMissing, TooLong, NotAllowed.
    """
    case = find(work, number)
    if not 1 <= days <= LONGEST_EXTENSION or case.extensions >= MOST_EXTENSIONS:
        raise TooLong
    record(work, case, Kind.EXTENDED, by=member_id, detail={"days": days}, words=_reason(why))
    if case.resolve_due is not None:
        day = day_in_words(case.resolve_due, case.language)
        tell(work, case, "notice_extended", f"extended:{case.number}:{case.extensions}", day=day)
    return views.of(work.vault, case)


def _told(work: Work, case: Case, department: str) -> None:
    shown = work.town.departments[department].name.in_language(spoken(case.language))
    times = f"{department}:{case.number}:{case.sent_back}"
    tell(work, case, "notice_dispatched", f"dispatched:{times}", department=shown)


def _require(work: Work, department: str) -> None:
    if department not in work.town.departments:
        raise NoSuchDepartment(department)


def _reason(why: str) -> str:
    if not why.strip():
        raise ReasonMissing
    return why.strip()
