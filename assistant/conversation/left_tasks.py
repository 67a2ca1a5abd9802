"""Whoever stops in the middle of a task is not lost: somebody is told of what is known so far."""

from __future__ import annotations

from datetime import timedelta

from assistant.cases import service as cases
from assistant.cases.moves import find
from assistant.cases.service import Wanted
from assistant.cases.telling import tell
from assistant.cases.work import Work
from assistant.conversation.opening import LEFT
from assistant.conversation.tasks.handing_over import told_so_far
from assistant.store import left_tasks
from assistant.store.turns import SHARED_TERMINALS

SILENCE = timedelta(minutes=30)
"""Long enough to look for a paper, short enough to be called back the same day."""


def take_up_next(work: Work) -> bool:
    """Open a case for one task that was left, and tell the resident. Whether there was one.

    At a terminal the resident has walked away, and nothing is kept.
    """
    left = left_tasks.take_next(work.session, work.vault, work.now - SILENCE)
    if left is None:
        return False
    known = told_so_far(left.state)
    if known is None or (left.channel in SHARED_TERMINALS and left.state.owner is None):
        return True
    slots = left.state.slots
    case = cases.open_case(
        work,
        Wanted(
            conversation_id=left.conversation_id,
            resident_id=left.state.owner or left.resident_id,
            message_id=left.message_id,
            reason=LEFT,
            state=left.state.with_(service=slots.get("service") or left.state.service),
            channel=left.channel,
            kind=known.kind,
            needs={"proxy": who} if (who := slots.get("who_words")) else {},
            asked_for=known.told,
        ),
    )
    tell(work, find(work, case.number), "notice_left", f"left:{left.message_id}")
    return True
