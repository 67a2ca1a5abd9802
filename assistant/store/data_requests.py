"""Requests of residents about what is kept of them: those that wait for an answer, and evidence of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from assistant.store.columns import new_id
from assistant.store.erasing import remove
from assistant.store.models import DataRequest

KEPT_FOR = timedelta(days=3 * 365 + 1)
"""Records of how requests were dealt with are kept for three years (PIPL, article 56)."""

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose data is asked for, where, and what is to be done: "show" or "erase"."""

    resident_id: str
    conversation_id: str
    channel: str
    step: str


def waiting(session: Session, conversation_id: str, step: str, now: datetime) -> DataRequest | None:
    """The request of a conversation that waits for a code or a yes, if it is not too old."""
    return session.scalars(
        select(DataRequest)
        .where(
            DataRequest.conversation_id == conversation_id,
            DataRequest.step == step,
            DataRequest.outcome == WAITING,
            DataRequest.expires_at > now,
        )
        .order_by(DataRequest.at.desc(), DataRequest.id)
        .limit(1)
    ).first()


def begin(
    session: Session,
    asked: Asked,
    now: datetime,
    expires_at: datetime,
    *,
    request_id: str | None = None,
    code_lookup: str | None = None,
) -> None:
    """Note a request that waits for a code or a yes; what waited in the conversation before is dropped."""
    drop(session, asked.conversation_id, now)
    values = {"outcome": WAITING, "expires_at": expires_at, "code_lookup": code_lookup}
    _add(session, asked, now, id=request_id or new_id(), **values)


def note(
    session: Session,
    asked: Asked,
    outcome: str,
    now: datetime,
    *,
    tries: int = 0,
    erased: Mapping[str, int] | None = None,
) -> None:
    """Note a request that is over as it is made."""
    _add(session, asked, now, outcome=outcome, tries=tries, done_at=now, erased=dict(erased or {}))


def end(
    session: Session, request_id: str, outcome: str, now: datetime, erased: Mapping[str, int] | None = None
) -> None:
    """Note how a request ended, and how many rows of each kind were erased."""
    session.execute(
        update(DataRequest)
        .where(DataRequest.id == request_id)
        .values(outcome=outcome, done_at=now, erased=dict(erased or {}))
    )


def drop(session: Session, conversation_id: str, now: datetime) -> None:
    """Let go of what waits in a conversation."""
    session.execute(
        update(DataRequest)
        .where(DataRequest.conversation_id == conversation_id, DataRequest.outcome == WAITING)
        .values(outcome="dropped", done_at=now)
    )


def count_wrong(session: Session, request_id: str) -> None:
    """Note that a wrong code was given."""
    session.execute(
        update(DataRequest).where(DataRequest.id == request_id).values(tries=DataRequest.tries + 1)
    )


def texted_since(session: Session, resident_id: str, since: datetime) -> int:
    """How many codes were texted to a resident."""
    counted = select(func.count()).where(
        DataRequest.resident_id == resident_id, DataRequest.at > since, DataRequest.code_lookup.is_not(None)
    )
    return int(session.execute(counted).scalar_one())


def wrong_since(session: Session, resident_id: str, since: datetime) -> int:
    """How many wrong codes were given for what is kept of a resident."""
    counted = select(func.coalesce(func.sum(DataRequest.tries), 0)).where(
        DataRequest.resident_id == resident_id, DataRequest.at > since
    )
    return int(session.execute(counted).scalar_one())


def latest(session: Session, limit: int) -> Sequence[DataRequest]:
    """The last requests, the latest first."""
    return session.scalars(
        select(DataRequest).order_by(DataRequest.at.desc(), DataRequest.id).limit(limit)
    ).all()


def forget(session: Session, now: datetime, limit: int) -> int:
    """Remove what is past its time; returns how many rows that was."""
    return remove(session, DataRequest, DataRequest.id, limit, DataRequest.at <= now - KEPT_FOR)


@dataclass(frozen=True, slots=True)
class Listed:
    """A request as those who run the service see it."""

    at: datetime
    resident_id: str
    channel: str
    step: str
    outcome: str
    tries: int
    erased: Mapping[str, int]


def listed(session: Session, now: datetime, limit: int) -> list[Listed]:
    """The last requests with how they ended; one that nobody answered in time has expired."""
    return [
        Listed(
            row.at,
            row.resident_id,
            row.channel,
            row.step,
            "expired" if row.outcome == WAITING and row.expires_at and row.expires_at <= now else row.outcome,
            row.tries,
            dict(row.erased),
        )
        for row in latest(session, limit)
    ]


def _add(session: Session, asked: Asked, now: datetime, **values: Any) -> None:
    row = {"id": new_id(), "tries": 0, "erased": {}, **values}
    session.add(
        DataRequest(
            resident_id=asked.resident_id,
            conversation_id=asked.conversation_id,
            channel=asked.channel,
            step=asked.step,
            at=now,
            **row,
        )
    )
    session.flush()
