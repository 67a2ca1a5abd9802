"""Members of the staff: who they are, how they prove it, and what they take on.

Whatever takes something away from a member (a password, a role, an identity, the job) ends their sittings.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from assistant.errors import AssistantError
from assistant.store import passwords, sittings
from assistant.store.columns import new_id
from assistant.store.crypto import Vault
from assistant.store.members import Member, Profile, Role
from assistant.store.models import StaffMember
from assistant.store.passwords import SHORTEST_PASSWORD, PasswordTooShort
from assistant.store.upsert import insert_once

__all__ = ["FIRST_NAME", "SHORTEST_PASSWORD", "Member", "PasswordTooShort", "Profile", "Role"]

FIRST_NAME = "admin"


class NameTaken(AssistantError):
    code = "staff_name_taken"


class SubjectTaken(AssistantError):
    """Another member has this identity at the town's sign-in service."""

    code = "staff_subject_taken"


class LastAdministrator(AssistantError):
    """Without this member nobody could manage the others."""

    code = "last_administrator"


def create(
    session: Session,
    name: str,
    password: str,
    now: datetime,
    *,
    must_change_password: bool = False,
    role: Role = Role.AGENT,
    profile: Profile | None = None,
) -> Member:
    """Raises NameTaken, PasswordTooShort."""
    values = {
        "id": new_id(),
        "name": name,
        "password_hash": passwords.hashed(password),
        "must_change_password": must_change_password,
        "active": True,
        "created_at": now,
        "role": role.value,
        **(profile or Profile()).columns(),
    }
    if not insert_once(session, StaffMember, values):
        raise NameTaken("a member of the staff has this name already")
    return Member.of(session.get_one(StaffMember, values["id"]))


def ensure_first(session: Session, now: datetime) -> tuple[str, str] | None:
    """Make the first administrator, with a one-time password to be shown once; None when anybody is there."""
    if session.execute(select(exists().where(StaffMember.id.is_not(None)))).scalar_one():
        return None
    password = passwords.one_time()
    try:
        create(session, FIRST_NAME, password, now, must_change_password=True, role=Role.ADMINISTRATOR)
    except NameTaken:
        return None
    return FIRST_NAME, password


def verify(session: Session, name: str, password: str) -> Member | None:
    """The active member with this name and password. An unknown name takes as long as a wrong password."""
    row = session.execute(select(StaffMember).where(StaffMember.name == name)).scalar_one_or_none()
    right = passwords.matches(row.password_hash if row else passwords.of_nobody(), password)
    if row is None or not right or not row.active:
        return None
    return Member.of(row)


def get(session: Session, member_id: str) -> Member | None:
    """An active member; None when unknown or no longer active."""
    found = find(session, member_id)
    return found if found is not None and found.active else None


def find(session: Session, member_id: str) -> Member | None:
    """A member, also one who has left."""
    row = session.get(StaffMember, member_id)
    return Member.of(row) if row else None


def by_name(session: Session, name: str) -> Member | None:
    """A member, also one who has left."""
    row = session.execute(select(StaffMember).where(StaffMember.name == name)).scalar_one_or_none()
    return Member.of(row) if row else None


def by_subject(session: Session, subject: str) -> Member | None:
    """The active member with this identity at the town's sign-in service."""
    row = session.execute(
        select(StaffMember).where(StaffMember.subject == subject, StaffMember.active)
    ).scalar_one_or_none()
    return Member.of(row) if row else None


def list_members(session: Session) -> tuple[Member, ...]:
    """Everyone there ever was: those who work here first, by name."""
    rows = session.execute(select(StaffMember).order_by(StaffMember.active.desc(), StaffMember.name))
    return tuple(Member.of(row) for row in rows.scalars())


def on_duty(session: Session) -> tuple[Member, ...]:
    """Those to whom cases may be assigned by themselves, longest on duty first."""
    rows = session.execute(
        select(StaffMember)
        .where(StaffMember.active, StaffMember.on_duty_since.is_not(None))
        .order_by(StaffMember.on_duty_since, StaffMember.name)
    )
    return tuple(Member.of(row) for row in rows.scalars())


def names(session: Session) -> dict[str, str]:
    """What everyone there ever was is called, by id."""
    called = func.coalesce(StaffMember.shown_name, StaffMember.name)
    return {row[0]: row[1] for row in session.execute(select(StaffMember.id, called))}


def change_password(session: Session, member_id: str, password: str, now: datetime) -> Member:
    """The member as it is then. Raises PasswordTooShort."""
    password_hash = passwords.hashed(password)
    return _take_away(session, member_id, now, password_hash=password_hash, must_change_password=False)


def reset_password(session: Session, member_id: str, now: datetime) -> str:
    """A one-time password, to be shown once."""
    password = passwords.one_time()
    _take_away(session, member_id, now, password_hash=passwords.hashed(password), must_change_password=True)
    return password


def drop_one_time_password(session: Session, member_id: str) -> Member:
    """Let nobody use it any more: the member has another way to sign in. A password of their own stays."""
    row = session.get_one(StaffMember, member_id)
    if row.must_change_password:
        row.password_hash, row.must_change_password = passwords.of_nobody(), False
    return Member.of(row)


def update_profile(session: Session, member_id: str, profile: Profile) -> Member:
    return _change(session, member_id, **profile.columns())


def rename(session: Session, member_id: str, shown_name: str) -> Member:
    """Set what colleagues read; the name to sign in with when it is empty."""
    return _change(session, member_id, shown_name=shown_name or None)


def set_role(session: Session, member_id: str, role: Role, now: datetime) -> Member:
    """Raises LastAdministrator."""
    row = session.get_one(StaffMember, member_id)
    if row.role == role.value:
        return Member.of(row)
    _keep_an_administrator(session, member_id)
    return _take_away(session, member_id, now, role=role.value)


def deactivate(session: Session, member_id: str, now: datetime) -> None:
    """Nobody is deleted: the events of cases name them. Raises LastAdministrator."""
    _keep_an_administrator(session, member_id)
    _take_away(session, member_id, now, active=False, on_duty_since=None)


def activate(session: Session, member_id: str) -> None:
    _change(session, member_id, active=True)


def link_subject(session: Session, member_id: str, subject: str | None, now: datetime) -> Member:
    """Let this identity at the sign-in service in as the member; None for none. Raises SubjectTaken."""
    row = session.get_one(StaffMember, member_id)
    if row.subject == subject:
        return Member.of(row)
    holder = select(StaffMember.id).where(StaffMember.subject == subject)
    if subject is not None and session.execute(holder).first() is not None:
        raise SubjectTaken("another member of the staff has this identity")
    return _take_away(session, member_id, now, subject=subject)


def set_on_duty(session: Session, member_id: str, on: bool, now: datetime) -> None:
    """Whoever is on duty already has been since then."""
    row = session.get_one(StaffMember, member_id)
    row.on_duty_since = (row.on_duty_since or now) if on else None


def set_phone(session: Session, vault: Vault, member_id: str, number: str | None) -> None:
    """The number in E.164 at which the member is rung first for a call to a resident; None for none."""
    _change(session, member_id, phone=vault.seal(number) if number else None)


def phone_of(session: Session, vault: Vault, member_id: str) -> str | None:
    """In E.164. Raises SealBroken."""
    sealed = session.execute(
        select(StaffMember.phone).where(StaffMember.id == member_id)
    ).scalar_one_or_none()
    return vault.open(sealed) if sealed is not None else None


def _change(session: Session, member_id: str, **values: Any) -> Member:
    row = session.get_one(StaffMember, member_id)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return Member.of(row)


def _take_away(session: Session, member_id: str, now: datetime, **values: Any) -> Member:
    sittings.end_all(session, member_id, now)
    return _change(session, member_id, **values)


def _keep_an_administrator(session: Session, leaving: str) -> None:
    """The rows are locked, so that two administrators cannot remove each other at once."""
    administrators = session.execute(
        select(StaffMember.id)
        .where(StaffMember.role == Role.ADMINISTRATOR.value, StaffMember.active)
        .order_by(StaffMember.id)
        .with_for_update()
    ).scalars()
    if set(administrators) == {leaving}:
        raise LastAdministrator("the last administrator stays one")
