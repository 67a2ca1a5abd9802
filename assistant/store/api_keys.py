"""Keys of other systems. A key acts on cases as a member of the staff who has its id and cannot sign in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from assistant.errors import AssistantError
from assistant.store import passwords
from assistant.store.columns import new_id
from assistant.store.members import Role
from assistant.store.models import ApiKey, StaffMember
from assistant.store.upsert import insert_once

PREFIX = "bb_"
KEY_BYTES = 32
LONGEST_NAME = 32
USE_NOTED_EVERY = timedelta(hours=1)
"""`used_at` is at most so much too old, so that reading does not write each time."""
_MEMBER_PREFIX = "api:"


class Scope(StrEnum):
    """What a key is allowed to do."""

    READ = "cases:read"
    WRITE = "cases:write"
    PERSONAL = "cases:personal"
    """Sees the numbers and the words of residents."""


class KeyNameTaken(AssistantError):
    code = "key_name_taken"


class NoSuchKey(AssistantError):
    code = "no_such_key"


@dataclass(frozen=True, slots=True)
class Key:
    """A system that may call the interface. `id` is also that of the member in whose name it acts."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: ApiKey) -> Self:
        return cls(
            id=row.id,
            name=row.name,
            scopes=frozenset(Scope(scope) for scope in row.scopes),
            created_at=row.created_at,
            used_at=row.used_at,
            revoked_at=row.revoked_at,
        )


def create(session: Session, name: str, scopes: Iterable[Scope], now: datetime) -> tuple[Key, str]:
    """A key, and the words of it that are shown only once.

    Raises KeyNameTaken; ValueError for a name that is empty or longer than 32 characters, and for no scope.
    """
    given = sorted(scope.value for scope in set(scopes))
    if not 1 <= len(name) <= LONGEST_NAME or not given:
        raise ValueError(f"a key has a name of at most {LONGEST_NAME} characters, and a scope")
    key_id, token = new_id(), PREFIX + secrets.token_urlsafe(KEY_BYTES)
    member = {
        "id": key_id,
        "name": member_name(name),
        "password_hash": passwords.of_nobody(),
        "active": False,
        "must_change_password": False,
        "created_at": now,
        "role": Role.AGENT.value,
    }
    values = {
        "id": key_id,
        "name": name,
        "key_hash": _hash(token),
        "scopes": given,
        "created_at": now,
    }
    if not insert_once(session, StaffMember, member) or not insert_once(session, ApiKey, values):
        raise KeyNameTaken("a key has this name already, or had it once")
    return Key.of(session.get_one(ApiKey, key_id)), token


def member_name(name: str) -> str:
    """What the staff read where a key of that name did something."""
    return _MEMBER_PREFIX + name


def find(session: Session, token: str) -> Key | None:
    """The key with these words, unless it was revoked."""
    if not token.startswith(PREFIX):
        return None
    row = session.execute(
        select(ApiKey).where(ApiKey.key_hash == _hash(token), ApiKey.revoked_at.is_(None))
    ).scalar_one_or_none()
    return Key.of(row) if row is not None else None


def use_to_note(key: Key, now: datetime) -> bool:
    """Whether `note_use` has something to write."""
    return key.used_at is None or now - key.used_at >= USE_NOTED_EVERY


def note_use(session: Session, key: Key, now: datetime) -> None:
    session.execute(
        update(ApiKey)
        .where(ApiKey.id == key.id, or_(ApiKey.used_at.is_(None), ApiKey.used_at < now))
        .values(used_at=now)
    )


def list_keys(session: Session) -> tuple[Key, ...]:
    """Every key there ever was, by name."""
    return tuple(Key.of(row) for row in session.scalars(select(ApiKey).order_by(ApiKey.name)))


def names(session: Session) -> dict[str, str]:
    """What each key is called, by id."""
    return {str(key_id): str(name) for key_id, name in session.execute(select(ApiKey.id, ApiKey.name))}


def revoke(session: Session, name: str, now: datetime) -> None:
    """Let a key open nothing any more. Its name stays taken. Raises NoSuchKey."""
    row = session.execute(select(ApiKey).where(ApiKey.name == name)).scalar_one_or_none()
    if row is None:
        raise NoSuchKey("no key has this name")
    row.revoked_at = row.revoked_at or now


def _hash(token: str) -> str:
    """SHA-256 is enough: nobody can try 256 random bits one after another."""
    return hashlib.sha256(token.encode()).hexdigest()
