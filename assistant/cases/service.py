"""Opening cases and reading them. Every function works inside the caller's transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.cases import numbers, summary, views
from assistant.cases.asked_for import own_words
from assistant.cases.kinds import CaseKind, Kind, Status
from assistant.cases.moves import CaseNotFound, find, record
from assistant.cases.needs import SENIOR_AGE
from assistant.cases.summary import Exchange, Summary
from assistant.cases.transcript import Line, lines
from assistant.cases.views import CaseView
from assistant.cases.work import Work
from assistant.messages import Channel
from assistant.state import ConversationState
from assistant.store import cases as rows
from assistant.store import residents
from assistant.store.models import Case

CODE_DIGITS = 4
DANGER, SENIOR, ORDINARY = 0, 1, 2
"""The lanes of the queue."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Why a person is needed. `needs` is what to mind with this resident, as `needs.read` finds it;
    `asked_for` what is to be arranged, as `AskedFor.told`; `books` says that a time is taken with it.

    `practice_for` is the member of the staff for whom the case is made up, after the exercise of that name.
    """

    conversation_id: str
    resident_id: str
    message_id: str
    reason: str
    state: ConversationState
    channel: str = Channel.SMS
    kind: CaseKind = CaseKind.QUESTION
    needs: Mapping[str, str] = field(default_factory=dict)
    asked_for: Mapping[str, str] = field(default_factory=dict)
    books: bool = False
    practice_for: str | None = None
    exercise: str | None = None


def open_case(work: Work, wanted: Wanted) -> CaseView:
    """Open a case for a message, once. It joins an open case of the conversation that it belongs to."""
    rows.lock_conversation(work.session, wanted.conversation_id)
    known = rows.asked_for_by(work.session, wanted.message_id)
    while known is None:
        known = _belongs_to(work, wanted)
        if known is not None:
            _join(work, known, wanted)
            break
        known = _create(work, wanted)
    return views.of(work.vault, known)


def opened_by(work: Work, channel: str, provider_id: str) -> str:
    """The number of the case that a message opened. Raises CaseNotFound."""
    case = rows.opened_by(work.session, channel, provider_id)
    if case is None:
        raise CaseNotFound("no such case")
    return case.number


def get(work: Work, number: str) -> CaseView:
    """Raises CaseNotFound."""
    return views.of(work.vault, find(work, number, lock=False))


def transcript(work: Work, number: str) -> list[Line]:
    """The conversation and what happened to the case, in order of time. Raises CaseNotFound."""
    return lines(work.session, work.vault, find(work, number, lock=False))


def show_number(work: Work, number: str, member_id: str, why: str) -> str:
    """The resident's own number; who looked and why is noted on the case. Raises CaseNotFound."""
    case = find(work, number)
    record(work, case, Kind.NUMBER_SHOWN, by=member_id, words=why)
    return residents.address_of(work.session, work.vault, case.resident_id)


def change(
    work: Work, number: str, member_id: str, *, kind: CaseKind, service: str | None, region: str | None
) -> None:
    """Put right what a case is about. Raises CaseNotFound."""
    case = find(work, number)
    now = {"kind": kind.value, "service": service, "region": region}
    before = {name: getattr(case, name) for name in now}
    if now == before:
        return
    case.kind, case.service, case.region = kind.value, service, region
    if kind is CaseKind.URGENT:
        case.priority = DANGER
    record(work, case, Kind.CHANGED, by=member_id, detail={"before": before, "after": now})


def wrote(work: Work, conversation_id: str, message_id: str) -> None:
    """Note on the open case of a conversation that the resident wrote something more."""
    case = rows.open_in(work.session, conversation_id)
    if case is not None and case.status not in (Status.RESOLVED, Status.FOLLOWED_UP):
        record(work, case, Kind.RESIDENT_WROTE, message_id=message_id)


def code_of(work: Work, number: str) -> str:
    """The digits that open the status of a case together with its number. Raises CaseNotFound."""
    case = find(work, number)
    if case.code is None:
        case.code = work.vault.seal(_new_code())
    return work.vault.open(case.code)


def delivery(work: Work, case_id: str, kind: Kind, reference: str, *, error: str | None = None) -> None:
    """Note what became of a reply. One that does not arrive makes the case wait for the staff again.

    When it was closed meanwhile and the conversation has another open case, the event stands on both.
    """
    case = rows.by_id(work.session, case_id, lock=True)
    if case is None:
        raise CaseNotFound("no such case")
    detail = {"reference": reference} | ({"error": error} if error else {})
    lost = kind in (Kind.REPLY_FAILED, Kind.REPLY_HELD)
    current = rows.open_in(work.session, case.conversation_id) if lost and case.closed_at else None
    if current is None:
        record(work, case, kind, detail=detail)
        return
    # The closed case stays closed: the resident is seen to on the open one.
    record(work, case, Kind.NOTED, detail={**detail, "lost": kind.value, "case": current.number})
    record(work, current, kind, detail=detail)


def _belongs_to(work: Work, wanted: Wanted) -> Case | None:
    """The latest open case for a mere question; for anything else one of its kind, or a mere question.

    What has a time of its own does not join what may have another.
    """
    found = rows.all_open_in(work.session, wanted.conversation_id)
    if wanted.kind is CaseKind.QUESTION:
        return next(iter(found), None)
    same = [] if wanted.books else [case for case in found if case.kind == wanted.kind]
    return next(iter((*same, *(case for case in found if case.kind == CaseKind.QUESTION))), None)


def _join(work: Work, case: Case, wanted: Wanted) -> None:
    """The kind changes only to what is more pressing than a question."""
    words = own_words(wanted.asked_for) or None
    why = _why(wanted.reason, wanted.kind)
    record(work, case, Kind.ASKED_AGAIN, message_id=wanted.message_id, detail=why, words=words)
    if wanted.asked_for and case.summary is not None:
        held = Summary.from_json(json.loads(work.vault.open(case.summary)))
        told = replace(
            held,
            asked_for={**held.asked_for, **wanted.asked_for},
            needs={**held.needs, **wanted.needs},
        )
        case.summary = work.vault.seal(json.dumps(told.to_json(), ensure_ascii=False))
        case.service = case.service or wanted.state.service
    if case.kind == CaseKind.QUESTION and wanted.kind is not CaseKind.QUESTION:
        before, case.kind = case.kind, wanted.kind.value
        if wanted.kind is CaseKind.URGENT:
            case.priority = DANGER
        detail = {"before": {"kind": before}, "after": {"kind": case.kind}}
        record(work, case, Kind.CHANGED, detail=detail)


def _create(work: Work, wanted: Wanted) -> Case | None:
    """None when somebody else was faster."""
    state = wanted.state
    spoken = rows.spoken(work.session, work.vault, wanted.conversation_id, summary.EXCHANGES_KEPT)
    written = summary.write(
        [Exchange.of(said.at, said.text, said.result) for said in spoken],
        state,
        wanted.needs,
        wanted.asked_for,
    )
    case_id = rows.create(
        work.session,
        {
            "number": numbers.number_for(rows.next_index(work.session)),
            "conversation_id": wanted.conversation_id,
            "resident_id": wanted.resident_id,
            "message_id": wanted.message_id,
            "reason": wanted.reason,
            "kind": wanted.kind.value,
            "priority": _lane(work, wanted),
            "channel": str(wanted.channel),
            "status": "",
            "service": written.service,
            "region": written.region,
            "language": state.language,
            "dialect": wanted.needs.get("dialect"),
            "code": work.vault.seal(_new_code()),
            "summary": work.vault.seal(json.dumps(written.to_json(), ensure_ascii=False)),
            "practice_for": wanted.practice_for,
            "opened_at": work.now,
            "waiting_since": work.now,
        },
    )
    if case_id is None:
        return None
    case = rows.by_id(work.session, case_id)
    if case is not None:
        detail = _why(wanted.reason, wanted.kind) | ({"exercise": wanted.exercise} if wanted.exercise else {})
        record(work, case, Kind.OPENED, message_id=wanted.message_id, detail=detail)
    return case


def _lane(work: Work, wanted: Wanted) -> int:
    if wanted.kind is CaseKind.URGENT:
        return DANGER
    age = wanted.state.facts.get("age", "")
    of_age = age.isdecimal() and int(age) >= SENIOR_AGE
    return SENIOR if of_age or residents.direct_lane(work.session, wanted.resident_id) else ORDINARY


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def _why(reason: str, kind: CaseKind) -> dict[str, str]:
    return {"reason": reason, "kind": kind.value}
