"""The one way in which a case changes: an event is added, and the row becomes what the events add up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assistant.cases import clocks, states
from assistant.cases.kinds import OVER, STAFF_TO_ACT, Kind, Status
from assistant.cases.states import Happened, Standing
from assistant.cases.telling import follow_up_reference
from assistant.cases.work import Work
from assistant.errors import AssistantError
from assistant.store import cases as rows
from assistant.store import outbox
from assistant.store.models import Case


class CaseNotFound(AssistantError):
    code = "case_not_found"


def find(work: Work, number: str, *, lock: bool = True) -> Case:
    """The case of that number; locked until the transaction ends. Raises CaseNotFound."""
    case = rows.find(work.session, number, lock=lock)
    if case is None:
        raise CaseNotFound("no such case")
    return case


def record(
    work: Work,
    case: Case,
    kind: Kind,
    *,
    by: str | None = None,
    to: str | None = None,
    message_id: str | None = None,
    reference: str | None = None,
    detail: Mapping[str, Any] | None = None,
    words: str | None = None,
) -> bool:
    """Let something happen to a case. False, with nothing changed, when the same happened already.

    `reference` and `message_id` say what is the same. `detail` holds codes, `words` what somebody wrote.
    Raises NotAllowed.
    """
    told = {**(detail or {}), **({"to": to} if to is not None else {})}
    event = states.happened(kind, by, told)
    before = standing_of(case)
    moved = states.after(before, event)
    added = rows.add_event(
        work.session,
        case.id,
        kind.value,
        work.now,
        staff_id=by,
        message_id=message_id,
        reference=reference,
        detail=told,
        body=work.vault.seal(words) if words else None,
    )
    if not added:
        return False
    _project(work, case, before, moved, event)
    clocks.follow(work, case, before, event)
    work.session.flush()
    return True


def standing_of(case: Case) -> Standing:
    """Where the row says that the case is."""
    return Standing(
        status=Status(case.status) if case.status else None,
        owner=case.owner_id,
        department=case.department,
        accepted=case.accepted,
        binding=case.binding,
        sent_back=case.sent_back,
        undecided=case.undecided,
        escalated=case.escalated,
        extensions=case.extensions,
        reopened=case.reopened,
        avoided=frozenset(case.avoided or ()),
    )


def _project(work: Work, case: Case, before: Standing, moved: Standing, event: Happened) -> None:
    values = asdict(moved)
    case.owner_id = values.pop("owner")
    case.avoided = sorted(values.pop("avoided")) or None
    for name, value in values.items():
        setattr(case, name, value)
    if moved.status in STAFF_TO_ACT and before.status not in STAFF_TO_ACT:
        case.waiting_since = work.now
    case.closed_at = (case.closed_at or work.now) if moved.status in OVER else None
    if moved.owner is None:
        case.owner_active_at = None
    elif event.by == moved.owner or before.owner != moved.owner:
        case.owner_active_at = work.now
    if event.kind is Kind.RATED:
        case.rated_at, case.rating, case.solved = work.now, event.rating, event.solved
    _follow_up(work, case, before, moved)


def _follow_up(work: Work, case: Case, before: Standing, moved: Standing) -> None:
    """Whoever is done with is asked whether it helped, until there is an answer or the case is back."""
    if moved.status is Status.RESOLVED:
        if before.status is not Status.RESOLVED:
            case.resolved_at, case.follow_ups = work.now, 0
            case.follow_up_at = None if case.practice_for else work.now + work.town.follow_up_after
    else:
        case.follow_up_at = None
        if before.status is Status.RESOLVED:
            # A question that still waits for its hours has become beside the point.
            asked = follow_up_reference(case.number, before.reopened, case.follow_ups)
            outbox.withdraw(work.session, asked, work.now)
    if moved.status is Status.REOPENED and before.status is not Status.REOPENED:
        case.resolved_at = None
