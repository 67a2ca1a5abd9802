"""The story of a case: what was said, and what happened to it, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from assistant.cases.kinds import Kind
from assistant.messages import Reply
from assistant.store import cases as rows
from assistant.store.crypto import Vault
from assistant.store.models import Case

MESSAGES_SHOWN = 500

Speaker = Literal["resident", "assistant", "staff", "event"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a case's transcript; `text` is None for an event, and for words that were purged.

    `reference` ties a reply of the staff to the events of its delivery.
    """

    at: datetime
    speaker: Speaker
    text: str | None
    kind: Kind | None = None
    staff_id: str | None = None
    reference: str | None = None
    error: str | None = None


def lines(session: Session, vault: Vault, case: Case) -> list[Line]:
    """The last messages of the conversation, with every event of the case."""
    told: list[Line] = []
    for said in rows.spoken(session, vault, case.conversation_id, MESSAGES_SHOWN):
        told.append(Line(said.at, "resident", said.text))
        if said.answered_at is not None:
            replies = said.result.replies if said.result else (None,)
            told += [Line(said.answered_at, "assistant", _words(reply)) for reply in replies]
    for event in rows.events(session, case.id):
        kind = Kind(event.kind)
        told.append(
            Line(
                at=event.at,
                speaker="staff" if kind is Kind.STAFF_REPLIED else "event",
                text=vault.open(event.body) if event.body is not None else None,
                kind=kind,
                staff_id=event.staff_id,
                reference=event.reference or event.detail.get("reference"),
                error=event.detail.get("error"),
            )
        )
    return sorted(told, key=lambda line: line.at)


def _words(said: Reply | None) -> str | None:
    if said is None:
        return None
    return " ".join(part for part in (said.notice, said.text, said.question) if part)
