"""Members of the staff and their passwords, kept as argon2id hashes (RFC 9106)."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from assistant.errors import AssistantError
from assistant.store.columns import new_id
from assistant.store.models import StaffMember
from assistant.store.upsert import insert_once

FIRST_NAME = "admin"
SHORTEST_PASSWORD = 12

_hasher = PasswordHasher()


class NameTaken(AssistantError):
    code = "staff_name_taken"


class PasswordTooShort(AssistantError):
    code = "password_too_short"


@dataclass(frozen=True, slots=True)
class Member:
    """`must_change_password` holds until the one-time password has been replaced.

    `password_mark` changes with the password and tells nothing about it.
    """

    id: str
    name: str
    must_change_password: bool
    password_mark: str


def create(
    session: Session, name: str, password: str, now: datetime, *, must_change_password: bool = False
) -> Member:
    """Raises NameTaken, PasswordTooShort."""
    password_hash = _hash(password)
    member = Member(new_id(), name, must_change_password, _mark(password_hash))
    values = {
        "id": member.id,
        "name": name,
        "password_hash": password_hash,
        "must_change_password": must_change_password,
        "active": True,
        "created_at": now,
    }
    if not insert_once(session, StaffMember, values):
        raise NameTaken("a member of the staff has this name already")
    return member


def ensure_first(session: Session, now: datetime) -> tuple[str, str] | None:
    """Make the first member, with a one-time password to be shown once; None when there is one."""
    if session.execute(select(exists().where(StaffMember.id.is_not(None)))).scalar_one():
        return None
    password = secrets.token_urlsafe(12)
    try:
        create(session, FIRST_NAME, password, now, must_change_password=True)
    except NameTaken:
        return None
    return FIRST_NAME, password


def verify(session: Session, name: str, password: str) -> Member | None:
    """The active member with this name and password. An unknown name takes as long as a wrong password."""
    row = session.execute(select(StaffMember).where(StaffMember.name == name)).scalar_one_or_none()
    right = _matches(row.password_hash if row else _nobody(), password)
    if row is None or not right or not row.active:
        return None
    return _member(row)


def get(session: Session, member_id: str) -> Member | None:
    """An active member; None when unknown or no longer active."""
    row = session.execute(
        select(StaffMember).where(StaffMember.id == member_id, StaffMember.active)
    ).scalar_one_or_none()
    return _member(row) if row else None


def change_password(session: Session, member_id: str, password: str) -> Member:
    """The member as it is then. Raises PasswordTooShort."""
    row = session.get_one(StaffMember, member_id)
    row.password_hash = _hash(password)
    row.must_change_password = False
    return _member(row)


def deactivate(session: Session, member_id: str) -> None:
    """Nobody is deleted: the events of cases name them."""
    session.execute(update(StaffMember).where(StaffMember.id == member_id).values(active=False))


def names(session: Session) -> dict[str, str]:
    """Name by id, of everyone there ever was."""
    return {row.id: row.name for row in session.execute(select(StaffMember.id, StaffMember.name))}


def _member(row: StaffMember) -> Member:
    return Member(row.id, row.name, row.must_change_password, _mark(row.password_hash))


def _mark(password_hash: str) -> str:
    return hashlib.sha256(password_hash.encode()).hexdigest()[:16]


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(f"a password has at least {SHORTEST_PASSWORD} characters")
    return _hasher.hash(password)


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except VerifyMismatchError:
        return False


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(24))
