"""What can be done with a case: each with the right it needs, its form, and when it is offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.cases import states
from assistant.cases.kinds import QUEUED, Kind, Status
from assistant.cases.moves import standing_of
from assistant.cases.states import Happened, NotAllowed
from assistant.cases.work import Work
from assistant.staff import case_forms as forms
from assistant.staff.case_forms import CaseForm
from assistant.staff.roles import Right, may, sees
from assistant.staff.wording import pair
from assistant.store.members import Member, Role
from assistant.store.models import Case
from knowledge.article import Bilingual

Do = Callable[[Work, str, Member, CaseForm], object]


@dataclass(frozen=True, slots=True)
class Action:
    """`kind` is the event that it causes: where that cannot happen, the action is not offered.

    `own` is for whoever handles the case alone. `done` names the sentence that follows, `hint` says what
    else happens. `groups` of the page are in `GROUPS`.
    """

    name: str
    right: Right
    kind: Kind
    label: Bilingual
    group: str
    done: str
    do: Do
    form: type[CaseForm] = forms.Bare
    own: bool = True
    hint: Bilingual | None = None


GROUPS = {
    "call": pair("打电话", "Ring"),
    "note": pair("内部备注", "Note for the staff"),
    "department": pair("部门", "Department"),
    "time": pair("时间", "Time"),
    "people": pair("换人办", "Somebody else"),
    "content": pair("改内容、并案", "Put right, join"),
    "end": pair("办结、结束", "Settle, close"),
}


def offered(action: Action, case: Case, member: Member) -> bool:
    """Whether a member can do this with a case as it stands."""
    if not may(member, action.right) or (action.own and not handles(member, case)):
        return False
    standing = standing_of(case)
    event = Happened(action.kind, by=member.id, to=member.id)
    steps = [event]
    if standing.status in QUEUED and action.kind in _TAKES:
        steps = [Happened(Kind.CLAIMED, by=member.id), event]
    if action.kind is Kind.FINISHED and not standing.accepted:
        steps = [Happened(Kind.ACCEPTED, by=member.id), event]
    try:
        for step in steps:
            standing = states.after(standing, step)
    except NotAllowed:
        return False
    return True


def handles(member: Member, case: Case) -> bool:
    """Whether it is for this member to move the case: nobody has it, they do, or they answer for others."""
    if case.status == Status.WITH_DEPARTMENT and member.role is Role.DEPARTMENT:
        return sees(member, case.department)
    return case.owner_id in (None, member.id) or may(member, Right.ASSIGN)


_TAKES = frozenset({Kind.STAFF_REPLIED, Kind.CALLED, Kind.STARTED})
"""Whoever does this with a case that nobody has takes it by that."""
