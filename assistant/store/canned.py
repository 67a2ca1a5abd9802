"""Phrases that staff send again and again: shared by all, or one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assistant.store.columns import new_id
from assistant.store.models import CannedPhrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """`own` says that it is the asking member's alone."""

    id: str
    title: str
    zh: str
    en: str
    own: bool

    def text(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def usable(session: Session, member_id: str) -> tuple[Phrase, ...]:
    """What a member can use: the shared ones, then the member's own, each by title."""
    rows = session.execute(
        select(
            CannedPhrase.id,
            CannedPhrase.title,
            CannedPhrase.zh,
            CannedPhrase.en,
            CannedPhrase.staff_id.is_not(None),
        )
        .where(
            CannedPhrase.removed_at.is_(None),
            or_(CannedPhrase.staff_id.is_(None), CannedPhrase.staff_id == member_id),
        )
        .order_by(CannedPhrase.staff_id.is_not(None), CannedPhrase.title, CannedPhrase.created_at)
    )
    return tuple(Phrase(id_, title, zh, en, bool(own)) for id_, title, zh, en, own in rows)


def add(session: Session, member_id: str | None, title: str, zh: str, en: str, now: datetime) -> str:
    """Keep a phrase, for everybody when no member is given; returns its id."""
    phrase = CannedPhrase(
        id=new_id(), staff_id=member_id, title=title, zh=zh, en=en, created_at=now, removed_at=None
    )
    session.add(phrase)
    session.flush()
    return phrase.id


def remove(session: Session, phrase_id: str, member_id: str, *, shared_too: bool, now: datetime) -> bool:
    """Take a phrase away: one's own, and a shared one only with `shared_too`. Whether there was one."""
    mine = CannedPhrase.staff_id == member_id
    row = session.execute(
        update(CannedPhrase)
        .where(
            CannedPhrase.id == phrase_id,
            CannedPhrase.removed_at.is_(None),
            or_(mine, CannedPhrase.staff_id.is_(None)) if shared_too else mine,
        )
        .values(removed_at=now)
        .returning(CannedPhrase.id)
    ).first()
    return row is not None
