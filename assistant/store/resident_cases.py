"""The open cases of one resident, looked for at every message: one indexed query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, bindparam, case, select
from sqlalchemy.orm import Session

from assistant.store.case_queue import OPEN
from assistant.store.models import Case

# Building a statement costs more than running it; every turn runs this one.
_cases = cast(Table, Case.__table__)
_OPEN = (
    select(_cases.c.number, _cases.c.conversation_id)
    .where(
        _cases.c.resident_id == bindparam("resident_id"),
        _cases.c.closed_at.is_(None),
        _cases.c.practice_for.is_(None),
        _cases.c.status.in_(OPEN),
    )
    .order_by(
        case((_cases.c.conversation_id == bindparam("conversation_id"), 0), else_=1),
        case((_cases.c.status == "waiting_resident", 0), else_=1),
        _cases.c.opened_at.desc(),
    )
)


def open_cases(session: Session, resident_id: str, conversation_id: str) -> Sequence[tuple[str, str]]:
    """Number and conversation of each: that of the conversation first, then what waits for the resident."""
    rows = session.execute(_OPEN, {"resident_id": resident_id, "conversation_id": conversation_id})
    return [(row.number, row.conversation_id) for row in rows]
