"""Messages and calls to the resident of a case, by way of the outbox."""

from __future__ import annotations

from datetime import datetime

from assistant.cases.kinds import CaseKind
from assistant.cases.work import Work
from assistant.messages import Channel
from assistant.store import calls, outbox, residents
from assistant.store import cases as rows
from assistant.store.models import Case


def reachable(work: Work, case: Case) -> bool:
    """Whether there is an address to reply to; a terminal in a hall is none, nor a call without a number."""
    from_terminal = rows.came_from_terminal(work.session, case.conversation_id, case.resident_id)
    return not from_terminal and not calls.without_number(work.session, case.resident_id)


def can_be_told(work: Work, case: Case) -> bool:
    """Whether a text reaches the resident: not from a terminal, nor once messages were stopped."""
    return reachable(work, case) and residents.messages_wanted(work.session, case.resident_id)


def tell(work: Work, case: Case, phrase: str, reference: str, **slots: str) -> bool:
    """Tell the resident how the case stands, once for each reference. Whether a message was put in line.

    Nothing goes out in practice, to a terminal, or to somebody who wants no messages.
    """
    if case.practice_for or not can_be_told(work, case):
        return False
    text = work.notices.text(phrase, case.language, number=case.number, **slots)
    urgent = case.kind == CaseKind.URGENT
    return send(work, case, text, f"notice:{reference}", purpose="notice", unasked=not urgent)


def send(
    work: Work,
    case: Case,
    text: str,
    reference: str,
    *,
    purpose: str,
    unasked: bool = False,
    not_before: datetime | None = None,
) -> bool:
    """Put a text to the resident in line, once for each reference. Whether it was new."""
    return outbox.enqueue(
        work.session,
        work.vault,
        case.resident_id,
        Channel.SMS,
        text,
        reference,
        now=work.now,
        case_id=case.id,
        purpose=purpose,
        unasked=unasked,
        language=case.language,
        not_before=not_before,
    )


def ring(
    work: Work,
    case: Case,
    reference: str,
    *,
    purpose: str,
    unasked: bool = False,
    staff_id: str | None = None,
) -> bool:
    """Put a call to the resident in line; `staff_id` is the member who is rung first. Whether it was new."""
    return outbox.enqueue(
        work.session,
        work.vault,
        case.resident_id,
        Channel.PHONE,
        "",
        reference,
        now=work.now,
        case_id=case.id,
        medium="call",
        purpose=purpose,
        unasked=unasked,
        language=case.language,
        staff_id=staff_id,
    )


def follow_up_reference(number: str, reopened: int, attempt: int) -> str:
    """What a question of the follow-up is known by, in the outbox and among the events."""
    return f"follow_up:{number}:{reopened}:{attempt}"
