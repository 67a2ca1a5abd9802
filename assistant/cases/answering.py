"""What staff do with a case that is theirs: answer, call, note, wait for the resident.

Whoever answers a case that nobody has takes it.
"""

from __future__ import annotations

from uuid import uuid4

from assistant.cases import views
from assistant.cases.kinds import QUEUED, Kind
from assistant.cases.moves import find, record
from assistant.cases.ownership import claimed
from assistant.cases.telling import reachable, ring, send
from assistant.cases.views import CaseView
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.store import cases as rows
from assistant.store.models import Case


class NotReachable(AssistantError):
    """The resident spoke at a shared terminal: there is no address to reply to."""

    code = "resident_not_reachable"


def reply(
    work: Work, number: str, member_id: str, text: str, *, key: str | None = None, waits: bool = False
) -> CaseView:
    """Answer the resident: an event and a message in the outbox, together or not at all.

    `key` identifies one pressing of the button, so that a form sent twice is one reply. `waits` says that it
    asks the resident for something, so that the limits stand still.
    Raises CaseNotFound, NotAllowed when the case is over, TakenAlready, NotReachable.
    """
    case = find(work, number)
    reference = f"case:{case.number}:{key or uuid4()}"
    if rows.has_reference(work.session, reference):
        return views.of(work.vault, case)
    if not reachable(work, case):
        raise NotReachable("a shared terminal cannot be replied to")
    _taken(work, case, member_id)
    record(work, case, Kind.STAFF_REPLIED, by=member_id, reference=reference, words=text)
    if waits:
        record(work, case, Kind.WAITED, by=member_id)
    if case.practice_for is None:
        send(work, case, work.notices.signed(text, case.language), reference, purpose="reply")
    return views.of(work.vault, case)


def call(work: Work, number: str, member_id: str, *, key: str | None = None) -> CaseView:
    """Ring the member first, then the resident. Raises NotAllowed, TakenAlready, NotReachable."""
    case = find(work, number)
    reference = f"call:{case.number}:{key or uuid4()}"
    if rows.has_reference(work.session, reference):
        return views.of(work.vault, case)
    if not reachable(work, case):
        raise NotReachable("a shared terminal cannot be rung")
    _taken(work, case, member_id)
    record(work, case, Kind.CALLED, by=member_id, reference=reference)
    if case.practice_for is None:
        ring(work, case, reference, purpose="callback", staff_id=member_id)
    return views.of(work.vault, case)


def call_ended(work: Work, reference: str, *, answered: bool) -> None:
    """Note whether the resident picked up. A reference that no case knows changes nothing."""
    case = rows.of_reference(work.session, reference)
    if case is None:
        return
    locked = find(work, case.number)
    kind = Kind.CALL_ANSWERED if answered else Kind.CALL_MISSED
    record(work, locked, kind, reference=f"{reference}:ended", detail={"reference": reference})


def spoke(work: Work, number: str, member_id: str) -> CaseView:
    """The member reached the resident without the machine: at the counter, at home, by another telephone."""
    case = find(work, number)
    _taken(work, case, member_id)
    record(work, case, Kind.CALL_ANSWERED, by=member_id)
    record(work, case, Kind.STARTED, by=member_id)
    return views.of(work.vault, case)


def note(work: Work, number: str, member_id: str, text: str) -> None:
    """Keep something for the staff alone. Raises CaseNotFound."""
    record(work, find(work, number), Kind.NOTED, by=member_id, words=text)


def start(work: Work, number: str, member_id: str) -> CaseView:
    """Say that work on the case has begun. Raises CaseNotFound, NotAllowed, TakenAlready."""
    case = find(work, number)
    _taken(work, case, member_id)
    record(work, case, Kind.STARTED, by=member_id)
    return views.of(work.vault, case)


def wait(work: Work, number: str, member_id: str) -> CaseView:
    """Nothing can be done until the resident answers: the limits stand still. Raises NotAllowed."""
    case = find(work, number)
    record(work, case, Kind.WAITED, by=member_id)
    return views.of(work.vault, case)


def resume(work: Work, number: str, member_id: str) -> CaseView:
    """Raises NotAllowed when the case does not wait for the resident."""
    case = find(work, number)
    record(work, case, Kind.RESUMED, by=member_id)
    return views.of(work.vault, case)


def _taken(work: Work, case: Case, member_id: str) -> None:
    if case.status in QUEUED:
        claimed(work, case, member_id)
