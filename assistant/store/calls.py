"""Calls that residents place: begun once, opened as sound once, ended once, and how long their turns took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, select, update
from sqlalchemy.orm import Session

from assistant.store import residents
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.models import Call, CallTurn
from assistant.store.upsert import insert_once

TOKEN_LASTS = timedelta(minutes=5)
"""Far longer than a provider takes to bring the sound of a call that it was told to bring."""
LONGEST = timedelta(hours=4)
"""No provider carries a call for longer (Twilio's limit); one without an end by then was not told of."""

CallRow = Call


@dataclass(frozen=True, slots=True)
class TurnTimes:
    """How long one turn took, in milliseconds since the resident stopped speaking; see `CallTurn`.

    `endpoint_ms` and `text_ms` are None after a key.
    """

    turn: int
    endpoint_ms: int | None
    text_ms: int | None
    reply_ms: int
    audio_ms: int
    total_ms: int
    engine: str
    cached: bool


def begin(
    session: Session,
    vault: Vault,
    call_sid: str,
    address: str,
    token_hash: str,
    now: datetime,
    *,
    mode: str = "stream",
    numberless: bool = False,
) -> CallRow:
    """The call of that id, begun unless it was before. Whoever shows no number is sent no texts."""
    resident = residents.ensure(session, vault, address, now)
    values = {
        "id": new_id(),
        "call_sid": call_sid,
        "resident_id": resident.id,
        "numberless": numberless,
        "language": resident.language or "zh",
        "mode": mode,
        "token_hash": token_hash,
        "token_at": now,
        "streams": 1,
        "turns": 0,
        "began_at": now,
    }
    if insert_once(session, Call, values) and numberless:
        residents.set_messages_wanted(session, resident.id, False, now)
    return session.execute(_of(Call.call_sid == call_sid)).scalar_one()


def find(session: Session, call_sid: str, *, lock: bool = False) -> CallRow | None:
    """The call with that id of the provider's; locked until the transaction ends."""
    return _one(session, Call.call_sid == call_sid, lock)


def by_id(session: Session, call_id: str, *, lock: bool = False) -> CallRow | None:
    return _one(session, Call.id == call_id, lock)


def redeem(session: Session, call_sid: str, token_hash: str, now: datetime) -> CallRow | None:
    """Open the sound of a call with its token: once, within TOKEN_LASTS, and only while the call lasts."""
    opened = session.execute(
        update(Call)
        .where(
            Call.call_sid == call_sid,
            Call.token_hash == token_hash,
            Call.token_used_at.is_(None),
            Call.token_at > now - TOKEN_LASTS,
            Call.ended_at.is_(None),
        )
        .values(token_used_at=now)
        .returning(Call.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return by_id(session, opened) if opened is not None else None


def renew(session: Session, call: CallRow, token_hash: str, now: datetime) -> None:
    """Let the sound of a call be opened once more, with another token."""
    call.token_hash, call.token_at, call.token_used_at = token_hash, now, None
    call.streams += 1
    call.mode, call.next = "stream", None
    session.flush()


def set_next(session: Session, call_sid: str, following: str | None) -> None:
    """What the call is left for: "person", "done", or None."""
    _change(session, Call.call_sid == call_sid, next=following)


def set_mode(session: Session, call_sid: str, mode: str) -> None:
    _change(session, Call.call_sid == call_sid, mode=mode)


def end(session: Session, call_sid: str, how: str, now: datetime) -> bool:
    """True for the first time; what comes later changes nothing."""
    ended = session.execute(
        update(Call)
        .where(Call.call_sid == call_sid, Call.ended_at.is_(None))
        .values(ended_at=now, ended_how=how, answer=None, answer_to=None)
        .returning(Call.id)
        .execution_options(synchronize_session=False)
    ).first()
    return ended is not None


def keep_answer(session: Session, vault: Vault, call_sid: str, token: str, markup: str) -> None:
    """Keep what was answered to a request, for its repeat; the answer before it is forgotten."""
    lasts = (Call.call_sid == call_sid) & Call.ended_at.is_(None)
    _change(session, lasts, answer_to=token, answer=vault.seal(markup))


def answer_to(session: Session, vault: Vault, call_sid: str, token: str) -> str | None:
    """What was answered to the same request before."""
    sealed = session.execute(
        select(Call.answer).where(Call.call_sid == call_sid, Call.answer_to == token)
    ).scalar_one_or_none()
    return vault.open(sealed) if sealed is not None else None


def forget_answers(session: Session, now: datetime) -> None:
    """Let go of what is kept for repetitions in calls of whose end nobody told us."""
    _change(session, Call.answer.is_not(None) & (Call.began_at <= now - LONGEST), answer=None, answer_to=None)


def note_turn(session: Session, call_id: str, times: TurnTimes, now: datetime) -> bool:
    """Keep how long a turn took, once. Whether it was new."""
    values = {
        "id": new_id(),
        "call_id": call_id,
        "turn": times.turn,
        "endpoint_ms": times.endpoint_ms,
        "text_ms": times.text_ms,
        "reply_ms": times.reply_ms,
        "audio_ms": times.audio_ms,
        "total_ms": times.total_ms,
        "engine": times.engine,
        "cached": times.cached,
        "at": now,
    }
    return insert_once(session, CallTurn, values)


def latencies(session: Session, since: datetime) -> list[TurnTimes]:
    """How long the turns since then took, the earliest first."""
    rows = session.scalars(select(CallTurn).where(CallTurn.at >= since).order_by(CallTurn.at, CallTurn.turn))
    return [
        TurnTimes(
            row.turn,
            row.endpoint_ms,
            row.text_ms,
            row.reply_ms,
            row.audio_ms,
            row.total_ms,
            row.engine,
            row.cached,
        )
        for row in rows
    ]


def live(session: Session, now: datetime) -> Sequence[CallRow]:
    """The calls that go on, the longest first."""
    return session.scalars(select(Call).where(*lasting(now)).order_by(Call.began_at, Call.id)).all()


def lasting(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (Call.ended_at.is_(None), Call.began_at > now - LONGEST)


def count_turns(session: Session, call: CallRow, turns: int, conversation_id: str, language: str) -> None:
    """Note that so many things were said by now, in which conversation, and the language of the answer."""
    values = {"turns": turns, "conversation_id": conversation_id, "language": language}
    _change(session, (Call.id == call.id) & (Call.turns < turns), **values)


def patience_of(session: Session, resident_id: str) -> float | None:
    """The pause, in seconds, after which the resident was taken to have finished in the call before."""
    found = session.execute(
        select(Call.patience_ms)
        .where(Call.resident_id == resident_id, Call.patience_ms.is_not(None))
        .order_by(Call.began_at.desc())
        .limit(1)
    ).scalar_one_or_none()
    return found / 1000 if found is not None else None


def set_patience(session: Session, call_id: str, seconds: float) -> None:
    _change(session, Call.id == call_id, patience_ms=round(seconds * 1000))


def forget_patience(session: Session, resident_id: str) -> None:
    """Of somebody who has everything erased."""
    _change(session, Call.resident_id == resident_id, patience_ms=None)


def without_number(session: Session, resident_id: str) -> bool:
    """Whether the resident is known by calls alone that showed no number: there is nothing to call back."""
    hidden = exists().where(Call.resident_id == resident_id, Call.numberless)
    return bool(session.execute(select(hidden)).scalar_one())


def _change(session: Session, which: ColumnElement[bool], **values: object) -> None:
    session.execute(update(Call).where(which).values(**values).execution_options(synchronize_session=False))


def _one(session: Session, which: ColumnElement[bool], lock: bool) -> CallRow | None:
    statement = _of(which)
    return session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()


def _of(which: ColumnElement[bool]) -> Select[Call]:
    return select(Call).where(which).execution_options(populate_existing=True)
