"""What can happen to a case, and where that leaves it. Pure: a case is what its events add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from types import MappingProxyType
from typing import Any

from assistant.cases.kinds import DONE, HELD, OPEN, QUEUED, Kind, Rating, Status
from assistant.errors import AssistantError

MOST_RETURNS = 3
"""How often departments may send a case back before a supervisor decides whose it is."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event, as far as it decides where the case goes.

    `by` is the member of the staff who did it, None for the resident and for what happens by itself. `to` is
    the member or the department that gets the case. `rating` and `solved` are what the resident answered;
    `solved` is None when that was not said. `days` are the working days of an extension.
    """

    kind: Kind
    by: str | None = None
    to: str | None = None
    rating: Rating | None = None
    solved: bool | None = None
    days: int = 0

    @property
    def satisfied(self) -> bool:
        return satisfied(self.rating, self.solved)


def satisfied(rating: Rating | None, solved: bool | None) -> bool:
    """Whether a resident who answers so is content: 不满意 and “not solved” are not."""
    return rating is not Rating.POOR and solved is not False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case is. `status` is None before it is opened.

    `accepted` says that the department has taken it, `binding` that a supervisor decided that it is theirs.
    `avoided` are members of the staff who do not get it again, unless a supervisor gives it to them.
    """

    status: Status | None = None
    owner: str | None = None
    department: str | None = None
    accepted: bool = False
    binding: bool = False
    sent_back: int = 0
    undecided: bool = False
    escalated: bool = False
    extensions: int = 0
    reopened: int = 0
    avoided: frozenset[str] = field(default_factory=frozenset)


class NotAllowed(AssistantError):
    """This cannot happen to a case in this state, as when two of the staff work on it at once."""

    code = "case_not_allowed"

    def __init__(self, status: Status | None, kind: Kind) -> None:
        super().__init__(f"{kind} cannot happen to a case that is {status or 'not opened'}")
        self.status = status
        self.kind = kind


class NotTheirs(NotAllowed):
    """The resident was not content with this member's answer, so somebody else takes the case."""

    code = "case_needs_someone_else"


_EVERY = frozenset(Status)

_RULES: Mapping[Kind, tuple[frozenset[Status], Mapping[Status, Status]]] = MappingProxyType(
    {
        Kind.ASKED_AGAIN: (
            OPEN | DONE,
            {Status.WAITING_FOR_RESIDENT: Status.IN_PROGRESS, **dict.fromkeys(DONE, Status.REOPENED)},
        ),
        Kind.RESIDENT_WROTE: (_EVERY, {Status.WAITING_FOR_RESIDENT: Status.IN_PROGRESS}),
        Kind.CLAIMED: (QUEUED, dict.fromkeys(QUEUED, Status.CLAIMED)),
        Kind.ASSIGNED: (OPEN, dict.fromkeys(QUEUED, Status.CLAIMED)),
        Kind.GIVEN_BACK: (HELD, dict.fromkeys(HELD, Status.RECEIVED)),
        Kind.LAPSED: (
            frozenset({Status.CLAIMED, Status.IN_PROGRESS}),
            {Status.CLAIMED: Status.RECEIVED, Status.IN_PROGRESS: Status.RECEIVED},
        ),
        Kind.STARTED: (HELD, dict.fromkeys(HELD, Status.IN_PROGRESS)),
        Kind.STAFF_REPLIED: (HELD | {Status.WITH_DEPARTMENT}, {Status.CLAIMED: Status.IN_PROGRESS}),
        Kind.CALLED: (HELD | {Status.WITH_DEPARTMENT}, {Status.CLAIMED: Status.IN_PROGRESS}),
        Kind.BOOKED: (OPEN, {Status.CLAIMED: Status.IN_PROGRESS}),
        Kind.WAITED: (HELD, dict.fromkeys(HELD, Status.WAITING_FOR_RESIDENT)),
        Kind.RESUMED: (
            frozenset({Status.WAITING_FOR_RESIDENT}),
            {Status.WAITING_FOR_RESIDENT: Status.IN_PROGRESS},
        ),
        Kind.DISPATCHED: (HELD, dict.fromkeys(HELD, Status.WITH_DEPARTMENT)),
        Kind.ACCEPTED: (frozenset({Status.WITH_DEPARTMENT}), {}),
        Kind.SENT_BACK: (
            frozenset({Status.WITH_DEPARTMENT}),
            {Status.WITH_DEPARTMENT: Status.IN_PROGRESS},
        ),
        Kind.DECIDED: (HELD, {}),
        Kind.RECALLED: (frozenset({Status.WITH_DEPARTMENT}), {Status.WITH_DEPARTMENT: Status.IN_PROGRESS}),
        Kind.FINISHED: (frozenset({Status.WITH_DEPARTMENT}), {Status.WITH_DEPARTMENT: Status.IN_PROGRESS}),
        Kind.EXTENDED: (OPEN, {}),
        Kind.REPLY_FAILED: (
            _EVERY,
            {
                Status.WAITING_FOR_RESIDENT: Status.IN_PROGRESS,
                **dict.fromkeys((*DONE, Status.CLOSED), Status.REOPENED),
            },
        ),
        Kind.RESOLVED: (
            HELD | {Status.WITH_DEPARTMENT},
            dict.fromkeys(HELD | {Status.WITH_DEPARTMENT}, Status.RESOLVED),
        ),
        Kind.FOLLOW_UP_SENT: (frozenset({Status.RESOLVED}), {}),
        Kind.RATED: (DONE | {Status.CLOSED}, {Status.RESOLVED: Status.FOLLOWED_UP}),
        Kind.UNREACHED: (frozenset({Status.RESOLVED}), {Status.RESOLVED: Status.FOLLOWED_UP}),
        Kind.CLOSED: (DONE, dict.fromkeys(DONE, Status.CLOSED)),
        Kind.REOPENED: (DONE | {Status.CLOSED}, dict.fromkeys(DONE | {Status.CLOSED}, Status.REOPENED)),
        Kind.CANCELLED: (QUEUED | HELD, dict.fromkeys(QUEUED | HELD, Status.CANCELLED)),
        Kind.MERGED: (QUEUED | HELD, dict.fromkeys(QUEUED | HELD, Status.CANCELLED)),
        **dict.fromkeys(
            (
                Kind.CALL_ANSWERED,
                Kind.CALL_MISSED,
                Kind.NOTED,
                Kind.BOOKING_CANCELLED,
                Kind.BOOKING_KEPT,
                Kind.BOOKING_MISSED,
                Kind.CHANGED,
                Kind.NUMBER_SHOWN,
                Kind.REPLY_SENT,
                Kind.REPLY_DELIVERED,
                Kind.WARNED,
                Kind.BREACHED,
                Kind.ESCALATED,
            ),
            (_EVERY, {}),
        ),
    }
)
"""From which statuses an event can happen, and which of them it changes. REPLY_HELD is as REPLY_FAILED."""

ENDS_WAITING = frozenset(
    kind
    for kind, (_, changes) in _RULES.items()
    if changes.get(Status.WAITING_FOR_RESIDENT, Status.WAITING_FOR_RESIDENT) != Status.WAITING_FOR_RESIDENT
) | {Kind.REPLY_HELD}
"""Events after which a case does not wait for the resident any more."""


def after(before: Standing, event: Happened) -> Standing:
    """Where the case is after `event`. Raises NotAllowed, of which NotTheirs is one."""
    if event.kind is Kind.OPENED:
        if before.status is not None:
            raise NotAllowed(before.status, event.kind)
        return replace(before, status=Status.RECEIVED)
    _require(before, event)
    allowed, changes = _RULES[Kind.REPLY_FAILED if event.kind is Kind.REPLY_HELD else event.kind]
    if before.status is None or before.status not in allowed:
        raise NotAllowed(before.status, event.kind)
    moved = replace(before, status=changes.get(before.status, before.status))
    moved = _marked(moved, event)
    if moved.status in QUEUED and before.status not in QUEUED:
        moved = _queued_again(moved, reopened=moved.status is Status.REOPENED)
    return moved


def standing(events: Iterable[Happened]) -> Standing:
    """Where a case is after all its events, the oldest first. Raises NotAllowed."""
    return reduce(after, events, Standing())


def _require(before: Standing, event: Happened) -> None:
    """What the status alone does not decide."""
    if event.kind is Kind.CLAIMED and event.by in before.avoided:
        raise NotTheirs(before.status, event.kind)
    needs_someone = (Kind.CLAIMED, event.by), (Kind.ASSIGNED, event.to)
    if any(event.kind is kind and someone is None for kind, someone in needs_someone):
        raise NotAllowed(before.status, event.kind)
    refused = {
        Kind.DISPATCHED: before.undecided or event.to is None,
        Kind.ACCEPTED: before.accepted,
        Kind.SENT_BACK: before.accepted or before.binding,
        Kind.FINISHED: not before.accepted,
        Kind.DECIDED: not before.undecided,
        Kind.RATED: event.rating is None,
    }
    if refused.get(event.kind, False):
        raise NotAllowed(before.status, event.kind)


def _marked(case: Standing, event: Happened) -> Standing:
    """`case`, in its status after `event`, with everything else that the event changes."""
    marked = _ownership(_dispatch(case, event), event)
    if event.kind is Kind.ESCALATED:
        return replace(marked, escalated=True)
    if event.kind is Kind.EXTENDED:
        return replace(marked, extensions=marked.extensions + 1)
    if event.kind is Kind.RATED and not event.satisfied:
        return replace(marked, status=Status.REOPENED, avoided=_with(marked.avoided, marked.owner))
    return marked


def _ownership(case: Standing, event: Happened) -> Standing:
    if event.kind is Kind.CLAIMED:
        return replace(case, owner=event.by, escalated=False)
    if event.kind is Kind.ASSIGNED:
        return replace(case, owner=event.to, escalated=False)
    return case


def _dispatch(case: Standing, event: Happened) -> Standing:
    if event.kind is Kind.DISPATCHED:
        return replace(case, department=event.to, accepted=False, binding=False)
    if event.kind is Kind.ACCEPTED:
        return replace(case, accepted=True)
    if event.kind is Kind.SENT_BACK:
        times = case.sent_back + 1
        return _kept_here(replace(case, sent_back=times, undecided=times >= MOST_RETURNS))
    if event.kind is Kind.DECIDED:
        decided = replace(case, undecided=False, sent_back=0, escalated=False)
        if event.to is None:
            return decided
        return replace(
            decided, status=Status.WITH_DEPARTMENT, department=event.to, accepted=True, binding=True
        )
    if event.kind in (Kind.RECALLED, Kind.FINISHED):
        return _kept_here(case)
    if event.kind is Kind.RESOLVED:
        return replace(_kept_here(case), undecided=False, escalated=False)
    return case


def _queued_again(case: Standing, *, reopened: bool) -> Standing:
    times = case.reopened + 1 if reopened else case.reopened
    return replace(_kept_here(case), owner=None, reopened=times)


def _kept_here(case: Standing) -> Standing:
    return replace(case, department=None, accepted=False, binding=False)


def _with(some: frozenset[str], one: str | None) -> frozenset[str]:
    return some if one is None else some | {one}


def happened(kind: str, by: str | None, detail: Mapping[str, Any]) -> Happened:
    """An event as it is stored. Raises ValueError for a kind that does not exist."""
    rating = detail.get("rating")
    return Happened(
        Kind(kind),
        by,
        detail.get("to"),
        Rating(rating) if rating else None,
        detail.get("solved"),
        int(detail.get("days", 0)),
    )
