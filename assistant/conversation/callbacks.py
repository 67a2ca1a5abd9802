"""Whoever called and was not seen to is called back (GB/T 33358: 未接来电)."""

from __future__ import annotations

from datetime import timedelta

from assistant.cases import service as cases
from assistant.cases.kinds import CaseKind
from assistant.cases.moves import find
from assistant.cases.service import Wanted
from assistant.cases.telling import tell
from assistant.cases.work import Work
from assistant.messages import Channel, Inbound
from assistant.store import recovery, turns

_LEASE = timedelta(seconds=10)


def note(
    work: Work,
    call_id: str,
    address: str,
    *,
    reason: str = "missed_call",
    phrase: str | None = "notice_missed_call",
) -> str | None:
    """Open a callback for a call, at most one for each; its number, None when there was one already.

    It joins what the resident asked a person for in the same conversation, so that one wish stays one case.
    The resident is told `phrase` by text, nothing when it is None.
    """
    inbound = Inbound(Channel.PHONE, f"missed:{call_id}", address, "", work.now)
    recorded = turns.record_inbound(work.session, work.vault, inbound, work.now, _LEASE)
    if recorded.status != "new":
        return None
    case = cases.open_case(
        work,
        Wanted(
            conversation_id=recorded.conversation_id,
            resident_id=recorded.resident_id,
            message_id=recorded.message_id,
            reason=reason,
            state=recorded.state,
            channel=Channel.PHONE,
            kind=CaseKind.CALLBACK,
        ),
    )
    recovery.give_up(work.session, recorded.message_id)
    if phrase is not None:
        tell(work, find(work, case.number), phrase, f"missed_call:{call_id}")
    return case.number
