"""Asking residents whether it helped: by text, then by telephone, in hours in which they may be disturbed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.cases import resolving
from assistant.cases.allowed_hours import next_allowed
from assistant.cases.kinds import DONE, Kind, Rating, Status
from assistant.cases.moves import record
from assistant.cases.resolving import RATED_UNTIL, OtherOpen
from assistant.cases.states import NotAllowed, satisfied
from assistant.cases.telling import follow_up_reference, reachable, ring, send
from assistant.cases.work import Work
from assistant.store import case_queue, residents
from assistant.store import cases as rows
from assistant.store.models import Case

Question = Literal["rating", "solved"]
"""First how content the resident is, then whether it is settled."""
Said = Literal["ask_solved", "thanks", "again", "over"]
"""What to say to an answer: the second question; thanks; that somebody else sees to it; nothing any more."""

RATINGS = {"1": Rating.GOOD, "2": Rating.FAIR, "3": Rating.POOR}
SOLVED = {"1": True, "2": False}

LAST_WAIT = timedelta(hours=24)
"""How long the last try may stay without an answer before the resident counts as not reached."""
_LOOKED_AT = 10
_LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that a resident was asked since `asked_at`, and did not answer yet."""

    reference: str
    number: str
    question: Question
    asked_at: datetime


def ask_next(work: Work) -> bool:
    """Ask the resident whose turn it is, or note that asking is of no use. False when nobody is due."""
    for case_id in case_queue.to_follow_up(work.session, work.now, _LOOKED_AT):
        case = case_queue.lock_if_free(work.session, case_id)
        if case is not None and case.follow_up_at is not None and case.follow_up_at <= work.now:
            _ask(work, case)
            return True
    return False


def waiting_for(work: Work, resident_id: str) -> Waiting | None:
    """The question that waits for this resident's answer; the latest of several."""
    found = case_queue.of_resident(work.session, resident_id, work.now - _LOOKED_BACK)
    asked = [one for case in found if (one := _waiting(work, case)) is not None]
    return max(asked, key=lambda one: one.asked_at, default=None)


def answered(
    work: Work, reference: str, key: str, question: Question, *, message_id: str | None = None
) -> Said:
    """Take the key that a resident pressed or wrote for a question; the same twice counts once.

    `reference` is that of the message or call that asked. “over” for one that is not known, for a key without
    a meaning, and when the case is being worked on again anyway.
    """
    case = rows.of_reference(work.session, reference)
    if case is None or key not in (RATINGS if question == "rating" else SOLVED):
        return "over"
    solved = SOLVED[key] if question == "solved" else None
    rating = RATINGS[key] if question == "rating" else _rated(case)
    if rating is None:
        return "over"
    content = satisfied(rating, solved)
    said: Said = "again" if not content else "ask_solved" if solved is None else "thanks"
    event = f"{reference}:{question}:{key}"
    if rows.has_reference(work.session, event):
        return said
    try:
        resolving.rate(
            work,
            case.number,
            rating,
            solved,
            message_id=message_id,
            reference=event,
            tells=message_id is None,
        )
    except OtherOpen:
        return _to_the_other(work, case, event)
    except NotAllowed:
        return "over"
    return said


def _ask(work: Work, case: Case) -> None:
    ladder = work.town.follow_up_ladder
    why = _unreachable(work, case)
    if why is None and case.follow_ups >= len(ladder):
        why = "no_answer"
    if why is not None:
        record(work, case, Kind.UNREACHED, detail={"why": why, "attempts": case.follow_ups})
        return
    rung, attempt = ladder[case.follow_ups], case.follow_ups + 1
    reference = follow_up_reference(case.number, case.reopened, attempt)
    if rung.medium == "text":
        text = work.notices.text("follow_up", case.language, number=case.number)
        send(work, case, text, reference, purpose="follow_up", unasked=True)
    else:
        ring(work, case, reference, purpose="follow_up", unasked=True)
    asked_at = next_allowed(work.now, work.town.windows(rung.medium))
    detail = {"attempt": attempt, "medium": rung.medium, "asked_at": asked_at.isoformat()}
    record(work, case, Kind.FOLLOW_UP_SENT, reference=reference, detail=detail)
    case.follow_ups = attempt
    wait = timedelta(hours=ladder[attempt].after_hours) if attempt < len(ladder) else LAST_WAIT
    case.follow_up_at = asked_at + wait
    work.session.flush()


def _unreachable(work: Work, case: Case) -> str | None:
    if not reachable(work, case):
        return "terminal"
    return None if residents.messages_wanted(work.session, case.resident_id) else "opted_out"


def _waiting(work: Work, case: Case) -> Waiting | None:
    if case.status not in (*DONE, Status.CLOSED) or not case.follow_ups or case.resolved_at is None:
        return None
    rating = _rated(case)
    if case.resolved_at < work.now - RATED_UNTIL or rating is Rating.POOR:
        return None
    asked = [event for event in rows.events(work.session, case.id) if event.kind == Kind.FOLLOW_UP_SENT]
    if not asked:
        return None
    latest = asked[-1]
    if rating is None or case.rated_at is None:
        asked_at = datetime.fromisoformat(latest.detail["asked_at"])
        return Waiting(str(latest.reference), case.number, "rating", asked_at)
    if case.solved is None:
        return Waiting(str(latest.reference), case.number, "solved", case.rated_at)
    return None


def _rated(case: Case) -> Rating | None:
    """The rating of the case since it was resolved last."""
    if case.rating is None or case.rated_at is None or case.resolved_at is None:
        return None
    return Rating(case.rating) if case.rated_at > case.resolved_at else None


def _to_the_other(work: Work, case: Case, reference: str) -> Said:
    """A closed case is not opened beside another one of the conversation: that one gets the matter."""
    other = rows.open_in(work.session, case.conversation_id)
    if other is None:
        return "over"
    detail = {"reason": "not_satisfied", "about": case.number}
    record(work, other, Kind.ASKED_AGAIN, reference=reference, detail=detail)
    return "again"
