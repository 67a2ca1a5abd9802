"""Conversations that go on elsewhere: kept sealed under a short code for a day, opened once."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from assistant.state import ConversationState
from assistant.store.crypto import Vault
from assistant.store.models import Handover
from assistant.store.upsert import insert_once

VALID_FOR = timedelta(hours=24)
CODE_DIGITS = 6
_ATTEMPTS = 20


class NoCodeFree(RuntimeError):
    """So many codes are open that none was found by chance."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Whose conversation it was, and what is needed to go on with it."""

    resident_id: str
    state: ConversationState


def offer(session: Session, vault: Vault, resident_id: str, state: ConversationState, now: datetime) -> str:
    """Keep `state` and return its code. Codes out of date are removed on the way. Raises NoCodeFree."""
    session.execute(delete(Handover).where(Handover.expires_at <= now))
    # What was said, and what is on offer there, stays there.
    kept = replace(state, options=(), last_reply=None, rest="", open_case=None, wrong_codes=0)
    sealed = vault.seal(json.dumps(kept.to_json(), ensure_ascii=False))
    for _ in range(_ATTEMPTS):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        row = {
            "code_lookup": _lookup(vault, code),
            "resident_id": resident_id,
            "state": sealed,
            "expires_at": now + VALID_FOR,
            "taken_by": None,
        }
        if insert_once(session, Handover, row):
            return code
    raise NoCodeFree


def take(session: Session, vault: Vault, code: str, message_id: str, now: datetime) -> TakenOver | None:
    """Open a code for the message that brought it; None for one that is wrong, too old or taken.

    The same message may open it again: a turn that broke is taken up anew.
    """
    row = session.execute(
        update(Handover)
        .where(
            Handover.code_lookup == _lookup(vault, code),
            Handover.expires_at > now,
            or_(Handover.taken_by.is_(None), Handover.taken_by == message_id),
        )
        .values(taken_by=message_id)
        .returning(Handover.resident_id, Handover.state)
        .execution_options(synchronize_session=False)
    ).first()
    if row is None:
        return None
    return TakenOver(row.resident_id, ConversationState.from_json(json.loads(vault.open(row.state))))


def forget(session: Session, resident_id: str) -> None:
    """Drop what a resident could still go on with elsewhere."""
    session.execute(delete(Handover).where(Handover.resident_id == resident_id))


def _lookup(vault: Vault, code: str) -> str:
    return vault.lookup(f"handover:{code}")
