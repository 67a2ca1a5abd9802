from __future__ import annotations

import pytest
from sqlalchemy import select

from assistant.store import staff
from assistant.store.database import Database
from assistant.store.models import StaffMember
from tests.conftest import FakeClock

PASSWORD = "bamboo river lantern"


def test_a_member_signs_in_with_the_right_password_only(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        member = staff.create(session, "wang", PASSWORD, clock.now())
        assert staff.verify(session, "wang", PASSWORD) == member
        assert staff.verify(session, "wang", PASSWORD + "!") is None
        assert staff.verify(session, "nobody", PASSWORD) is None
        assert staff.get(session, member.id) == member
        kept = session.execute(select(StaffMember.password_hash)).scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


def test_two_members_cannot_have_one_name(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        staff.create(session, "wang", PASSWORD, clock.now())
        with pytest.raises(staff.NameTaken):
            staff.create(session, "wang", PASSWORD, clock.now())


def test_short_passwords_are_refused(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        with pytest.raises(staff.PasswordTooShort):
            staff.create(session, "wang", "elevenchars", clock.now())
        member = staff.create(session, "wang", PASSWORD, clock.now())
        with pytest.raises(staff.PasswordTooShort):
            staff.change_password(session, member.id, "elevenchars")


def test_the_first_member_is_made_once_with_a_password_to_be_changed(
    database: Database, clock: FakeClock
) -> None:
    with database.begin() as session:
        made = staff.ensure_first(session, clock.now())
    assert made is not None
    name, password = made
    with database.begin() as session:
        assert staff.ensure_first(session, clock.now()) is None
        member = staff.verify(session, name, password)
        assert member is not None
        assert member.must_change_password
        staff.change_password(session, member.id, PASSWORD)
        assert staff.verify(session, name, password) is None
        changed = staff.verify(session, name, PASSWORD)
    assert changed is not None
    assert not changed.must_change_password


def test_a_member_who_left_cannot_sign_in_and_keeps_their_name(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        member = staff.create(session, "wang", PASSWORD, clock.now())
        staff.deactivate(session, member.id)
        assert staff.verify(session, "wang", PASSWORD) is None
        assert staff.get(session, member.id) is None
        assert staff.names(session) == {member.id: "wang"}
