"""What staff and the conversation do with cases. Every function works inside the caller's transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from assistant.cases import numbers, summary
from assistant.cases.states import Kind, Status, after
from assistant.cases.summary import Exchange, Summary
from assistant.cases.transcript import Line, lines
from assistant.errors import AssistantError
from assistant.messages import Channel, ConversationState
from assistant.store import cases as rows
from assistant.store import outbox, residents
from assistant.store.crypto import Vault
from assistant.store.models import Case
from assistant.store.turns import FAMILIES, SHARED_TERMINALS


class CaseNotFound(AssistantError):
    code = "case_not_found"


class NotReachable(AssistantError):
    """The resident spoke at a shared terminal: there is no address to reply to."""

    code = "resident_not_reachable"


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as staff see it.

    `waiting_since` is when the staff's turn began. `summary` is None once purged.
    """

    number: str
    status: Status
    reason: str
    service: str | None
    region: str | None
    language: str
    conversation_id: str
    resident_id: str
    opened_at: datetime
    waiting_since: datetime
    closed_at: datetime | None
    summary: Summary | None


def open_case(
    session: Session,
    vault: Vault,
    *,
    conversation_id: str,
    resident_id: str,
    message_id: str,
    reason: str,
    state: ConversationState,
    now: datetime,
) -> CaseView:
    """Open a case for a message, once. It joins the case of the conversation that is not closed, if any."""
    known = rows.asked_for_by(session, message_id)
    while known is None:
        known = rows.open_in(session, conversation_id)
        if known is not None:
            rows.add_event(
                session, known.id, Kind.ASKED_AGAIN, now, message_id=message_id, detail=_why(reason)
            )
            _move(known, Kind.ASKED_AGAIN, now)
            break
        spoken = rows.spoken(session, vault, conversation_id, summary.EXCHANGES_KEPT)
        written = summary.write([Exchange.of(said.at, said.text, said.result) for said in spoken], state)
        case_id = rows.create(
            session,
            {
                "number": numbers.number_for(rows.next_index(session)),
                "conversation_id": conversation_id,
                "resident_id": resident_id,
                "message_id": message_id,
                "reason": reason,
                "status": Status.WAITING.value,
                "service": written.service,
                "region": written.region,
                "language": state.language,
                "summary": vault.seal(json.dumps(written.to_json(), ensure_ascii=False)),
                "opened_at": now,
                "waiting_since": now,
            },
        )
        if case_id is not None:
            rows.add_event(session, case_id, Kind.OPENED, now, message_id=message_id, detail=_why(reason))
            known = rows.by_id(session, case_id)
    return _view(vault, known)


def list_open(session: Session, vault: Vault, *, limit: int = 200) -> list[CaseView]:
    """Cases that are not closed: those that wait for the staff first, the longest wait first."""
    return [_view(vault, case) for case in rows.still_open(session, limit)]


def get(session: Session, vault: Vault, number: str) -> CaseView:
    """Raises CaseNotFound."""
    return _view(vault, _find(session, number))


def transcript(session: Session, vault: Vault, number: str) -> list[Line]:
    """The conversation and what happened to the case, in order of time. Raises CaseNotFound."""
    return lines(session, vault, _find(session, number))


def reply(
    session: Session,
    vault: Vault,
    number: str,
    *,
    staff_id: str,
    text: str,
    now: datetime,
    key: str | None = None,
    sent_text: str | None = None,
) -> CaseView:
    """Answer the resident: an event and a message in the outbox, together or not at all.

    `key` identifies one pressing of the button, so that a form sent twice is one reply. `sent_text` is what
    goes out when the channel gives the words another form, for example a signature.
    Raises CaseNotFound, NotAllowed when the case is closed, NotReachable.
    """
    case = _find(session, number, lock=True)
    reference = f"case:{case.number}:{key or uuid4()}"
    if any(event.reference == reference for event in rows.events(session, case.id)):
        return _view(vault, case)
    if rows.family_of(session, case.conversation_id) in {FAMILIES[channel] for channel in SHARED_TERMINALS}:
        raise NotReachable("a shared terminal cannot be replied to")
    _move(case, Kind.STAFF_REPLIED, now)
    rows.add_event(
        session,
        case.id,
        Kind.STAFF_REPLIED,
        now,
        staff_id=staff_id,
        reference=reference,
        body=vault.seal(text),
    )
    outbox.enqueue(
        session, vault, case.resident_id, Channel.SMS, sent_text or text, reference, now=now, case_id=case.id
    )
    return _view(vault, case)


def show_number(session: Session, vault: Vault, number: str, *, staff_id: str, now: datetime) -> str:
    """The resident's own number, for a call; who asked for it is noted on the case. Raises CaseNotFound."""
    case = _find(session, number, lock=True)
    rows.add_event(session, case.id, Kind.NUMBER_SHOWN, now, staff_id=staff_id)
    return residents.address_of(session, vault, case.resident_id)


def close(session: Session, vault: Vault, number: str, *, staff_id: str, now: datetime) -> CaseView:
    """Raises CaseNotFound, NotAllowed when it is closed already."""
    case = _find(session, number, lock=True)
    _move(case, Kind.CLOSED, now)
    rows.add_event(session, case.id, Kind.CLOSED, now, staff_id=staff_id)
    return _view(vault, case)


def delivery(
    session: Session, case_id: str, kind: Kind, reference: str, now: datetime, *, error: str | None = None
) -> None:
    """Note what became of a reply. One that does not arrive makes the case wait for the staff again.

    When it was closed meanwhile and the conversation has another open case, the event stands on both.
    """
    case = rows.by_id(session, case_id, lock=True)
    if case is None:
        raise CaseNotFound("no such case")
    detail: dict[str, Any] = {"reference": reference} | ({"error": error} if error else {})
    rows.add_event(session, case.id, kind, now, detail=detail)
    if case.closed_at is not None and after(Status(case.status), kind) is not Status.CLOSED:
        current = rows.open_in(session, case.conversation_id)
        if current is not None:
            rows.add_event(session, current.id, kind, now, detail=detail)
            case = current
    _move(case, kind, now)


def _find(session: Session, number: str, *, lock: bool = False) -> Case:
    case = rows.find(session, number, lock=lock)
    if case is None:
        raise CaseNotFound("no such case")
    return case


def _move(case: Case, kind: Kind, now: datetime) -> None:
    before = Status(case.status)
    case.status = after(before, kind).value
    if case.status == Status.WAITING and before is not Status.WAITING:
        case.waiting_since = now
    case.closed_at = (case.closed_at or now) if case.status == Status.CLOSED else None


def _view(vault: Vault, case: Case) -> CaseView:
    return CaseView(
        number=case.number,
        status=Status(case.status),
        reason=case.reason,
        service=case.service,
        region=case.region,
        language=case.language,
        conversation_id=case.conversation_id,
        resident_id=case.resident_id,
        opened_at=case.opened_at,
        waiting_since=case.waiting_since,
        closed_at=case.closed_at,
        summary=Summary.from_json(json.loads(vault.open(case.summary))) if case.summary is not None else None,
    )


def _why(reason: str) -> dict[str, Any]:
    return {"reason": reason}
