"""The tables of calls that residents place. They hold codes and durations; what was said is in messages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from assistant.store.base import Base
from assistant.store.columns import Id, new_id


class Call(Base):
    """One call of a resident, from the first ring to the end.

    `token_hash` is what opens the call's stream of sound: the `streams`-th, made out at `token_at`, opened at
    `token_used_at`. `mode` is "stream" or "gather", `next` what the line left the call for: "person" or
    "done". `numberless` is set when the caller showed no number. `turns` counts what the resident said.
    `answer` is the sealed markup of the last step, for a repeat of the request `answer_to`; it goes with the
    call's end.

    Since `waiting_since` the caller waits for a person, about `case_id`; `dialled` are the members of the
    staff who were rung for it, the last of them at `dialled_at`. `taken_by` took the call at `taken_at` and
    left it at `left_at`. `ended_how` is "hung_up", "dropped", "refused" or "transferred".
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index(
            "ix_calls_open",
            "began_at",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "resident_id", "began_at"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    call_sid: Mapped[str] = mapped_column(String(64), unique=True)
    resident_id: Mapped[str] = mapped_column(Id, ForeignKey("residents.id"))
    conversation_id: Mapped[str | None] = mapped_column(Id, ForeignKey("conversations.id"))
    numberless: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    language: Mapped[str] = mapped_column(String(8))
    mode: Mapped[str] = mapped_column(String(8))
    next: Mapped[str | None] = mapped_column(String(8))
    token_hash: Mapped[str | None] = mapped_column(String(64))
    token_at: Mapped[datetime]
    token_used_at: Mapped[datetime | None]
    streams: Mapped[int] = mapped_column(default=1, server_default="1")
    turns: Mapped[int] = mapped_column(default=0, server_default="0")
    patience_ms: Mapped[int | None]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None] = mapped_column(String(12))
    answer_to: Mapped[str | None] = mapped_column(String(128))
    answer: Mapped[bytes | None]
    case_id: Mapped[str | None] = mapped_column(Id, ForeignKey("cases.id"))
    waiting_since: Mapped[datetime | None]
    dialled: Mapped[list[str] | None]
    dialled_at: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(Id, ForeignKey("staff_members.id"))
    taken_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]


class CallTurn(Base):
    """How long one turn of a call took, in milliseconds since the resident stopped speaking.

    `endpoint_ms` until that was noticed, `text_ms` until the words were known; NULL after a key. `reply_ms`
    until the answer was known, `audio_ms` until its sound was there, `total_ms` until it went out. `engine`
    heard the words; `cached` says that the first sentence had been spoken before.
    """

    __tablename__ = "call_turns"
    __table_args__ = (UniqueConstraint("call_id", "turn"), Index(None, "at"))

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(Id, ForeignKey("calls.id"))
    turn: Mapped[int]
    endpoint_ms: Mapped[int | None]
    text_ms: Mapped[int | None]
    reply_ms: Mapped[int]
    audio_ms: Mapped[int]
    total_ms: Mapped[int]
    engine: Mapped[str] = mapped_column(String(24))
    cached: Mapped[bool]
    at: Mapped[datetime]
