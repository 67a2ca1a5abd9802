"""What was answered to requests that change something, so that asking twice changes it once.

After draft-ietf-httpapi-idempotency-key-header. A request is carried out and its answer kept in one
transaction: nothing is ever half done, and an answer that was lost on its way can be fetched again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.errors import AssistantError
from assistant.store.crypto import Vault
from assistant.store.models import ApiRequest
from assistant.store.upsert import dialect_of, insert_once

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 128


class RequestInProgress(AssistantError):
    """The same request is being carried out at this moment."""

    code = "request_in_progress"
    retryable = True


class KeyUsedOtherwise(AssistantError):
    """The idempotency key belongs to a request with other contents."""

    code = "idempotency_key_used"


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP status with the JSON that went with it."""

    status: int
    body: dict[str, Any]


def answered(
    session: Session, vault: Vault, key_id: str, idempotency_key: str, asked: str
) -> Answered | None:
    """What was answered to this request; None when the caller is to carry it out, and nobody else can now.

    `asked` is all that makes the request what it is. Raises KeyUsedOtherwise, and RequestInProgress where
    writers do not queue anyway.
    """
    if dialect_of(session) == "postgresql":
        mine = func.pg_try_advisory_xact_lock(_lock_number(key_id, idempotency_key))
        if not session.execute(select(mine)).scalar_one():
            raise RequestInProgress("the same request is being carried out")
    row = session.get(ApiRequest, (key_id, idempotency_key))
    if row is None:
        return None
    if row.fingerprint != vault.lookup(asked):
        raise KeyUsedOtherwise("the idempotency key belongs to another request")
    return Answered(row.status, json.loads(vault.open(row.response)))


def keep(
    session: Session,
    vault: Vault,
    key_id: str,
    idempotency_key: str,
    asked: str,
    answer: Answered,
    now: datetime,
) -> None:
    """Keep the answer to a request for which `answered` gave None in this transaction.

    Raises RequestInProgress when somebody else was faster: what was done is to be undone.
    """
    kept = insert_once(
        session,
        ApiRequest,
        {
            "key_id": key_id,
            "idempotency_key": idempotency_key,
            "fingerprint": vault.lookup(asked),
            "status": answer.status,
            "response": vault.seal(json.dumps(answer.body, ensure_ascii=False)),
            "created_at": now,
        },
    )
    if not kept:
        raise RequestInProgress("the same request was carried out meanwhile")


def forget(session: Session, now: datetime, limit: int) -> int:
    """Remove answers older than `KEPT_FOR`; returns how many."""
    old = (
        select(ApiRequest.key_id, ApiRequest.idempotency_key)
        .where(ApiRequest.created_at <= now - KEPT_FOR)
        .limit(limit)
    )
    count = 0
    for key_id, idempotency_key in session.execute(old).all():
        session.execute(
            delete(ApiRequest).where(
                ApiRequest.key_id == key_id, ApiRequest.idempotency_key == idempotency_key
            )
        )
        count += 1
    return count


def _lock_number(key_id: str, idempotency_key: str) -> int:
    digest = hashlib.sha256(f"{key_id}:{idempotency_key}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
