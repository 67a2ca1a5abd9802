"""How cases end: resolved, asked about, rated, closed; opened again, cancelled, or joined with another."""

from __future__ import annotations

from datetime import timedelta

from assistant.cases import calendar, views
from assistant.cases.kinds import DONE, OVER, Kind, Rating, Status
from assistant.cases.moves import find, record
from assistant.cases.states import NotAllowed, satisfied
from assistant.cases.telling import tell
from assistant.cases.views import CaseView
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.store import case_queue
from assistant.store import cases as rows
from assistant.store.models import Case

RATED_UNTIL = timedelta(days=30)
"""For so long after it was resolved a case can be rated, and opened again by that."""
_REPEATS_FOR = timedelta(days=90)


class OtherOpen(AssistantError):
    """The resident has another case open in the same conversation: what is new belongs there."""

    code = "other_case_open"


class NotTheSame(AssistantError):
    """Cases of different residents are not joined."""

    code = "cases_of_others"


def resolve(work: Work, number: str, member_id: str, *, result: str = "") -> CaseView:
    """Say that the matter is settled; the resident is asked about it later. Raises NotAllowed."""
    case = find(work, number)
    record(work, case, Kind.RESOLVED, by=member_id, words=result)
    return views.of(work.vault, case)


def rate(
    work: Work,
    number: str,
    rating: Rating,
    solved: bool | None,
    *,
    message_id: str | None = None,
    reference: str | None = None,
    tells: bool = True,
) -> CaseView:
    """What the resident says of it. 不满意, or not solved, opens it again, for somebody else.

    `tells` says that the resident hears of that by text; in a conversation the reply says it.

    Raises CaseNotFound, NotAllowed, OtherOpen when the case is closed and another one is open.
    """
    case = find(work, number)
    detail = {"rating": rating.value, "solved": solved}
    content = satisfied(rating, solved)
    if case.closed_at is not None and not content:
        _require_alone(work, case)
    record(work, case, Kind.RATED, message_id=message_id, reference=reference, detail=detail)
    if not content and tells:
        tell(work, case, "notice_reopened", f"reopened:{case.number}:{case.reopened}")
    return views.of(work.vault, case)


def reopen(work: Work, number: str, member_id: str | None, *, why: str = "") -> CaseView:
    """Raises CaseNotFound, NotAllowed, OtherOpen."""
    case = find(work, number)
    if case.closed_at is not None:
        _require_alone(work, case)
    record(work, case, Kind.REOPENED, by=member_id, words=why)
    return views.of(work.vault, case)


def close(work: Work, number: str, member_id: str | None) -> CaseView:
    """End a case that is resolved, without asking the resident further. Raises CaseNotFound, NotAllowed."""
    case = find(work, number)
    record(work, case, Kind.CLOSED, by=member_id)
    return views.of(work.vault, case)


def cancel(work: Work, number: str, member_id: str | None, why: str, *, told: bool = False) -> CaseView:
    """The resident needs nobody any more, or nobody can be meant. `told` says that the resident knows.

    Raises CaseNotFound, NotAllowed.
    """
    case = find(work, number)
    record(work, case, Kind.CANCELLED, by=member_id, words=why)
    calendar.release(work, case, member_id)
    if not told:
        tell(work, case, "notice_cancelled", f"cancelled:{case.number}")
    return views.of(work.vault, case)


def repeats(work: Work, number: str) -> list[CaseView]:
    """Other cases of the same resident that may be about the same, the latest first."""
    case = find(work, number, lock=False)
    found = case_queue.of_resident(work.session, case.resident_id, work.now - _REPEATS_FOR)
    return [views.of(work.vault, one) for one in found if one.id != case.id]


def merge(work: Work, number: str, into: str, member_id: str) -> CaseView:
    """End a case because another one of the same resident is about the same.

    Raises CaseNotFound, NotTheSame, NotAllowed unless the other one is open.
    """
    first, second = sorted((number, into))
    locked = {one: find(work, one) for one in (first, second)}
    case, other = locked[number], locked[into]
    if case.resident_id != other.resident_id or case.id == other.id:
        raise NotTheSame
    if other.status in DONE or other.status in OVER:
        raise NotAllowed(Status(other.status), Kind.MERGED)
    case.merged_into = other.id
    record(work, case, Kind.MERGED, by=member_id, detail={"into": other.number})
    calendar.release(work, case, member_id)
    record(work, other, Kind.NOTED, by=member_id, detail={"merged": case.number})
    other.priority = min(other.priority, case.priority)
    tell(work, case, "notice_merged", f"merged:{case.number}", other=other.number)
    return views.of(work.vault, other)


def close_rated(work: Work, before: timedelta) -> int:
    """Close what was followed up so long ago; returns how many."""
    count = 0
    for case_id in case_queue.followed_up_before(work.session, work.now - before):
        case = rows.by_id(work.session, case_id, lock=True)
        if case is not None and case.status == Status.FOLLOWED_UP:
            record(work, case, Kind.CLOSED)
            count += 1
    return count


def _require_alone(work: Work, case: Case) -> None:
    if rows.open_in(work.session, case.conversation_id) is not None:
        raise OtherOpen
