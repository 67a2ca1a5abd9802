"""Limits that come near their end, or pass it: noted on the case, and passed on to a supervisor."""

from __future__ import annotations

from assistant.cases import clocks
from assistant.cases.clocks import BREACHED, FINE, WARNED
from assistant.cases.kinds import Kind
from assistant.cases.moves import record
from assistant.cases.work import Work
from assistant.store import case_queue
from assistant.store.models import Case

_BATCH = 100


def sound(work: Work) -> int:
    """Note what is due on the cases whose limits are to be looked at; returns how many were looked at."""
    looked = 0
    for case_id in case_queue.alarming(work.session, work.now, _BATCH):
        case = case_queue.lock_if_free(work.session, case_id)
        if case is not None and case.alarm_at is not None and case.alarm_at <= work.now:
            _look(work, case)
            looked += 1
    return looked


def _look(work: Work, case: Case) -> None:
    for one in list(clocks.running(work, case)):
        detail = {"step": one.step}
        if work.now >= one.due and one.alarm != BREACHED:
            clocks.mark_broken(case, one.step)
            record(work, case, Kind.BREACHED, detail=detail)
            record(work, case, Kind.ESCALATED, detail={"why": one.step})
        elif one.alarm == FINE and work.now >= clocks.warning(work, case, one):
            setattr(case, f"{one.step}_alarm", WARNED)
            record(work, case, Kind.WARNED, detail=detail)
    clocks.set_alarm(work, case)
