from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from assistant.store import sittings, staff
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.members import Profile, Role
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
            staff.change_password(session, member.id, "elevenchars", clock.now())


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
        assert member.role is Role.ADMINISTRATOR
        staff.change_password(session, member.id, PASSWORD, clock.now())
        assert staff.verify(session, name, password) is None
        changed = staff.verify(session, name, PASSWORD)
    assert changed is not None
    assert not changed.must_change_password


def test_a_member_who_left_cannot_sign_in_and_keeps_their_name(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        member = staff.create(session, "wang", PASSWORD, clock.now())
        staff.deactivate(session, member.id, clock.now())
        assert staff.verify(session, "wang", PASSWORD) is None
        assert staff.get(session, member.id) is None
        assert staff.names(session) == {member.id: "wang"}


def hired(session, clock: FakeClock, name: str = "wang", role: Role = Role.AGENT) -> str:
    return staff.create(session, name, PASSWORD, clock.now(), role=role).id


def test_a_profile_is_kept_and_read_back(database: Database, clock: FakeClock) -> None:
    profile = Profile(
        shown_name="王小红",
        office="hall",
        department="health",
        services=("old_age_allowance",),
        dialects=("fuzhou", "mandarin"),
        districts=("350102",),
        most_open=5,
    )
    with database.begin() as session:
        member = staff.create(session, "wang", PASSWORD, clock.now(), role=Role.COUNTER, profile=profile)
    with database.read() as session:
        found = staff.get(session, member.id)
        called = staff.names(session)
    assert found == member
    assert found is not None
    assert (found.role, found.shown_name, found.office) == (Role.COUNTER, "王小红", "hall")
    assert (found.services, found.dialects) == (("old_age_allowance",), ("fuzhou", "mandarin"))
    assert (found.department, found.districts, found.most_open) == ("health", ("350102",), 5)
    assert called == {member.id: "王小红"}


def test_an_empty_profile_means_everything_and_the_name_to_sign_in_with(
    database: Database, clock: FakeClock
) -> None:
    with database.begin() as session:
        member_id = hired(session, clock)
        staff.update_profile(session, member_id, Profile(shown_name="王", services=("a",), most_open=2))
        member = staff.update_profile(session, member_id, Profile())
    assert member.shown_name == "wang"
    assert (member.services, member.most_open) == ((), None)


def test_a_phone_is_sealed_and_can_be_taken_away(database: Database, vault: Vault, clock: FakeClock) -> None:
    with database.begin() as session:
        member_id = hired(session, clock)
        assert staff.phone_of(session, vault, member_id) is None
        staff.set_phone(session, vault, member_id, "+8613900000000")
    with database.begin() as session:
        kept = session.execute(select(StaffMember.phone)).scalar_one()
        assert kept is not None
        assert b"13900000000" not in kept
        assert staff.phone_of(session, vault, member_id) == "+8613900000000"
        staff.set_phone(session, vault, member_id, None)
        assert staff.phone_of(session, vault, member_id) is None


def test_those_on_duty_come_longest_first_and_saying_it_twice_changes_nothing(
    database: Database, clock: FakeClock
) -> None:
    with database.begin() as session:
        wang, lin, chen = (hired(session, clock, name) for name in ("wang", "lin", "chen"))
        staff.set_on_duty(session, lin, on=True, now=clock.now())
        staff.set_on_duty(session, wang, on=True, now=clock.advance(minutes=1))
        staff.set_on_duty(session, lin, on=True, now=clock.advance(minutes=1))
        assert [member.id for member in staff.on_duty(session)] == [lin, wang]
        staff.set_on_duty(session, lin, on=False, now=clock.now())
        staff.set_on_duty(session, chen, on=True, now=clock.now())
        staff.deactivate(session, chen, clock.now())
        assert [member.id for member in staff.on_duty(session)] == [wang]
        staff.activate(session, chen)
        assert [member.id for member in staff.on_duty(session)] == [wang]


def test_the_last_administrator_stays(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        first = hired(session, clock, "admin", Role.ADMINISTRATOR)
        second = hired(session, clock, "second", Role.ADMINISTRATOR)
        hired(session, clock)
        staff.deactivate(session, second, clock.now())
        with pytest.raises(staff.LastAdministrator):
            staff.deactivate(session, first, clock.now())
        with pytest.raises(staff.LastAdministrator):
            staff.set_role(session, first, Role.AGENT, clock.now())
        staff.activate(session, second)
        staff.set_role(session, first, Role.AGENT, clock.now())
        found = staff.get(session, first)
    assert found is not None
    assert found.role is Role.AGENT


def test_two_administrators_who_remove_each_other_at_once_leave_one(
    database: Database, clock: FakeClock
) -> None:
    with database.begin() as session:
        both = [hired(session, clock, name, Role.ADMINISTRATOR) for name in ("wang", "lin")]
    start = Barrier(2)

    def remove(member_id: str) -> bool:
        start.wait()
        try:
            with database.begin() as session:
                staff.deactivate(session, member_id, clock.now())
        except staff.LastAdministrator:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, both)) == [False, True]


def test_an_identity_belongs_to_one_member(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        wang, lin = hired(session, clock), hired(session, clock, "lin")
        staff.link_subject(session, wang, "sub-1", clock.now())
        staff.link_subject(session, lin, None, clock.now())
        with pytest.raises(staff.SubjectTaken):
            staff.link_subject(session, lin, "sub-1", clock.now())
        found = staff.by_subject(session, "sub-1")
        assert found is not None
        assert found.id == wang
        assert staff.by_subject(session, "SUB-1") is None
        staff.deactivate(session, wang, clock.now())
        assert staff.by_subject(session, "sub-1") is None


@pytest.mark.parametrize("what", ["password", "reset", "role", "identity", "job"])
def test_what_is_taken_from_a_member_ends_all_their_sittings_and_no_others(
    database: Database, clock: FakeClock, what: str
) -> None:
    taken = {
        "password": lambda session, who: staff.change_password(session, who, PASSWORD + "!", clock.now()),
        "reset": lambda session, who: staff.reset_password(session, who, clock.now()),
        "role": lambda session, who: staff.set_role(session, who, Role.EDITOR, clock.now()),
        "identity": lambda session, who: staff.link_subject(session, who, "sub-1", clock.now()),
        "job": lambda session, who: staff.deactivate(session, who, clock.now()),
    }
    with database.begin() as session:
        wang, lin = hired(session, clock), hired(session, clock, "lin")
        for member_id in (wang, wang, lin):
            sittings.begin(session, member_id, clock.now())
        taken[what](session, wang)
        assert [one.staff_id for one in sittings.lasting(session, clock.now())] == [lin]


def test_a_reset_password_is_for_one_time(database: Database, clock: FakeClock) -> None:
    with database.begin() as session:
        member_id = hired(session, clock)
        password = staff.reset_password(session, member_id, clock.now())
        assert staff.verify(session, "wang", PASSWORD) is None
        member = staff.verify(session, "wang", password)
        assert member is not None
        assert member.must_change_password
        dropped = staff.drop_one_time_password(session, member_id)
        assert not dropped.must_change_password
        assert staff.verify(session, "wang", password) is None


def test_a_password_of_their_own_stays_beside_another_way_to_sign_in(
    database: Database, clock: FakeClock
) -> None:
    with database.begin() as session:
        member_id = hired(session, clock)
        staff.drop_one_time_password(session, member_id)
        assert staff.verify(session, "wang", PASSWORD) is not None
