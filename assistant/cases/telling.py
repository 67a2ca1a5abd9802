"""Messages to the resident of a case, by way of the outbox."""

from __future__ import annotations

from assistant.cases.kinds import CaseKind
from assistant.cases.work import Work
from assistant.messages import Channel
from assistant.store import cases as rows
from assistant.store import outbox, residents
from assistant.store.models import Case


def reachable(work: Work, case: Case) -> bool:
    """Whether there is an address to reply to; a terminal in a hall is none."""
    return not rows.came_from_terminal(work.session, case.conversation_id, case.resident_id)


def tell(work: Work, case: Case, phrase: str, reference: str, **slots: str) -> bool:
    """Tell the resident how the case stands, once for each reference. Whether a message was put in line.

    Nothing goes out in practice, to a terminal, or to somebody who wants no messages.
    """
    if case.practice_for or not reachable(work, case):
        return False
    if not residents.messages_wanted(work.session, case.resident_id):
        return False
    return outbox.enqueue(
        work.session,
        work.vault,
        case.resident_id,
        Channel.SMS,
        work.notices.text(phrase, case.language, number=case.number, **slots),
        f"notice:{reference}",
        now=work.now,
        case_id=case.id,
        purpose="notice",
        unasked=case.kind != CaseKind.URGENT,
        language=case.language,
    )
