"""Whose case it is: taken, given, given back, and back in the queue when its owner falls silent."""

from __future__ import annotations

from datetime import timedelta

from assistant.cases import assignment, clocks, views
from assistant.cases.assignment import Agent, Waiting
from assistant.cases.kinds import QUEUED, CaseKind, Kind, Status
from assistant.cases.moves import find, record
from assistant.cases.states import NotAllowed
from assistant.cases.telling import tell
from assistant.cases.views import CaseView
from assistant.cases.work import Work
from assistant.store import case_queue, staff
from assistant.store.members import Member, Role
from assistant.store.models import Case

_LOOKED_AT = 50
"""So many of the longest waits are considered when a case is chosen for somebody."""


_GIVEN_TO = frozenset({Role.AGENT, Role.SUPERVISOR})


class TakenAlready(NotAllowed):
    """Somebody else was faster. `owner` is that member's id."""

    code = "case_taken_already"

    def __init__(self, status: Status, owner: str | None) -> None:
        super().__init__(status, Kind.CLAIMED)
        self.owner = owner


def claim(work: Work, number: str, member_id: str) -> CaseView:
    """Take a case. Taking what one has already changes nothing.

    Exactly one of several who try at once succeeds. Raises CaseNotFound, TakenAlready, NotTheirs, NotAllowed.
    """
    seen = find(work, number, lock=False)
    if seen.owner_id is not None and seen.owner_id != member_id:
        # Whoever is late need not wait for the lock of whoever was first.
        raise TakenAlready(Status(seen.status), seen.owner_id)
    return views.of(work.vault, claimed(work, find(work, number), member_id))


def claimed(work: Work, case: Case, member_id: str) -> Case:
    """`claim`, for a case that is locked already."""
    if case.owner_id == member_id and case.status not in QUEUED:
        return case
    if case.owner_id is not None:
        raise TakenAlready(Status(case.status), case.owner_id)
    record(work, case, Kind.CLAIMED, by=member_id)
    _told(work, case)
    return case


def take_next(work: Work, member: Member) -> CaseView | None:
    """Take the case that this member should see to next; None when no case that waits suits the member."""
    agent = agent_of(work, member, 0)
    waiting = [waiting_of(case) for case in case_queue.waiting(work.session, _LOOKED_AT)]
    while (chosen := assignment.next_for(agent, waiting)) is not None:
        case = case_queue.lock_if_free(work.session, chosen.id)
        if case is not None and case.owner_id is None and case.status in QUEUED:
            return views.of(work.vault, claimed(work, case, member.id))
        waiting.remove(chosen)
    return None


def assign(work: Work, number: str, member_id: str, to: str, *, why: str = "") -> CaseView:
    """Give a case to a member, whoever has it now. Raises CaseNotFound, NotAllowed."""
    case = find(work, number)
    if case.owner_id != to:
        record(work, case, Kind.ASSIGNED, by=member_id, to=to, words=why)
        _told(work, case)
    return views.of(work.vault, case)


def assign_waiting(work: Work) -> int:
    """Give cases that wait to those who are on duty and have room; returns how many."""
    members = [member for member in staff.on_duty(work.session) if member.role in _GIVEN_TO]
    if not members:
        return 0
    held = case_queue.held_by(work.session)
    agents = {member.id: agent_of(work, member, held.get(member.id, 0)) for member in members}
    waiting = [waiting_of(case) for case in case_queue.waiting(work.session, _LOOKED_AT)]
    given = 0
    for case_id, member_id in assignment.spread(waiting, agents).items():
        case = case_queue.lock_if_free(work.session, case_id)
        if case is not None and case.owner_id is None and case.status in QUEUED:
            record(work, case, Kind.ASSIGNED, to=member_id)
            _told(work, case)
            given += 1
    return given


def give_back(work: Work, number: str, member_id: str, *, why: str = "") -> CaseView:
    """Put a case back in the queue. Raises CaseNotFound, NotAllowed."""
    case = find(work, number)
    record(work, case, Kind.GIVEN_BACK, by=member_id, words=why)
    return views.of(work.vault, case)


def active(work: Work, case_id: str, member_id: str) -> None:
    """The owner has the case before them, so it is not given to anybody else."""
    case_queue.touch(work.session, case_id, member_id, work.now)


def lapse(work: Work) -> int:
    """Put back in the queue what its owner took and then left untouched for too long; returns how many.

    Only working time counts: nobody loses a case over lunch or a holiday. What is in progress may rest longer
    than what was only taken.
    """
    rules = work.town.ownership
    silent = {
        Status.CLAIMED: timedelta(minutes=rules.lapse_minutes),
        Status.IN_PROGRESS: timedelta(minutes=rules.stalled_minutes),
    }
    count = 0
    for case_id in case_queue.silent_since(work.session, work.now - min(silent.values())):
        case = case_queue.lock_if_free(work.session, case_id)
        if case is None or case.owner_active_at is None or Status(case.status) not in silent:
            continue
        calendar = clocks.calendar_of(work, case)
        if calendar.between(case.owner_active_at, work.now) >= silent[Status(case.status)]:
            record(work, case, Kind.LAPSED, detail={"from": case.owner_id})
            count += 1
    return count


def agent_of(work: Work, member: Member, held: int) -> Agent:
    return Agent(
        id=member.id,
        services=frozenset(member.services),
        dialects=frozenset(member.dialects),
        districts=frozenset(member.districts),
        open=held,
        most_open=member.most_open or work.town.ownership.most_open,
    )


def _told(work: Work, case: Case) -> None:
    """Once for each time the case was opened: a change of hands is the staff's affair."""
    tell(work, case, "notice_claimed", f"claimed:{case.number}:{case.reopened}")


def waiting_of(case: Case) -> Waiting:
    """What counts of a case when somebody is looked for who takes it."""
    return Waiting(
        id=case.id,
        number=case.number,
        kind=CaseKind(case.kind),
        priority=case.priority,
        since=case.waiting_since,
        service=case.service,
        region=case.region,
        dialect=case.dialect,
        avoided=frozenset(case.avoided or ()),
    )
