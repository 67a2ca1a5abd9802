from __future__ import annotations

from assistant.staff import roles
from assistant.staff.sitting import Sitting
from assistant.store import sittings, staff


def signed_in(installation, name: str = "wang"):
    visitor = installation.visitor()
    visitor.sign_in(name)
    return visitor


def test_after_signing_out_the_pages_are_closed(visitor) -> None:
    visitor.post("/staff/sign-out")
    assert "已经退出。" in visitor.page

    assert visitor.get("/staff/cases").request.path == "/staff/sign-in"


def test_who_left_the_staff_is_out_at_once(installation, visitor) -> None:
    with installation.database.begin() as session:
        member = staff.verify(session, "wang", "bamboo river lantern")
        staff.deactivate(session, member.id, installation.clock.now())

    assert visitor.get("/staff/cases").request.path == "/staff/sign-in"


def test_a_sitting_ends_after_a_working_day_however_busy(installation, visitor) -> None:
    for _ in range(39):
        installation.clock.advance(minutes=30)
        assert visitor.get("/staff/profile").request.path == "/staff/profile"
    installation.clock.advance(minutes=29, seconds=59)
    assert visitor.get("/staff/profile").request.path == "/staff/profile"

    installation.clock.advance(seconds=1)
    assert visitor.get("/staff/profile").request.path == "/staff/sign-in"


def test_who_leaves_the_desk_for_an_hour_signs_in_again(installation, visitor) -> None:
    installation.clock.advance(minutes=59)
    assert visitor.get("/staff/profile").request.path == "/staff/profile"
    installation.clock.advance(minutes=60)
    assert visitor.get("/staff/profile").request.path == "/staff/sign-in"


def test_reading_pages_writes_at_most_once_a_minute(installation, visitor) -> None:
    def seen_at():
        with installation.database.read() as session:
            return sittings.lasting(session, installation.clock.now())[0].seen_at

    began = seen_at()
    installation.clock.advance(seconds=59)
    visitor.get("/staff/profile")
    assert seen_at() == began

    installation.clock.advance(seconds=1)
    visitor.get("/staff/profile")
    assert seen_at() == installation.clock.now()


def test_a_response_that_goes_on_ends_with_the_sitting_and_does_not_keep_it(installation, visitor) -> None:
    sitting = Sitting(installation.database, installation.clock)
    with installation.database.read() as session:
        (kept,) = sittings.lasting(session, installation.clock.now())
    installation.clock.advance(minutes=59)
    member = sitting.lasts(kept.id)
    assert member is not None
    assert member.name == "wang"

    installation.clock.advance(minutes=1)
    assert sitting.lasts(kept.id) is None


def test_a_password_that_was_changed_meanwhile_begins_nothing(installation) -> None:
    member_id = installation.hire()
    with installation.database.read() as session:
        looked_up = staff.get(session, member_id)
    with installation.database.begin() as session:
        staff.reset_password(session, member_id, installation.clock.now())
    with installation.app.test_request_context("/staff/sign-in"):
        assert not Sitting(installation.database, installation.clock).begin(looked_up)
    with installation.database.read() as session:
        assert sittings.lasting(session, installation.clock.now()) == ()


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(installation, visitor) -> None:
    copied = visitor.client.get_cookie("bangban")
    assert copied is not None
    thief = installation.visitor()
    thief.client.set_cookie("bangban", copied.value)
    assert thief.get("/staff/profile").request.path == "/staff/profile"

    visitor.post("/staff/sign-out")

    thief.client.set_cookie("bangban", copied.value)
    assert thief.get("/staff/profile").request.path == "/staff/sign-in"


def test_signing_out_here_leaves_the_other_desk_signed_in(installation, visitor) -> None:
    elsewhere = signed_in(installation)
    visitor.post("/staff/sign-out")
    assert elsewhere.get("/staff/profile").request.path == "/staff/profile"


def test_who_signs_out_is_no_longer_on_duty(installation) -> None:
    member_id = installation.hire()
    with installation.database.begin() as session:
        staff.set_on_duty(session, member_id, on=True, now=installation.clock.now())
    visitor = signed_in(installation)
    visitor.post("/staff/sign-out")
    with installation.database.read() as session:
        assert staff.on_duty(session) == ()


def test_the_cookie_does_not_say_who_is_signed_in(installation, visitor) -> None:
    with installation.database.read() as session:
        (kept,) = sittings.lasting(session, installation.clock.now())
    cookie = visitor.client.get_cookie("bangban")
    assert cookie is not None
    assert kept.staff_id not in cookie.value
    assert kept.id not in cookie.value


def test_another_role_signs_the_member_out_everywhere(installation, visitor) -> None:
    with installation.database.begin() as session:
        member = staff.by_name(session, "wang")
        other = next(role for role in roles.Role if role is not member.role)
        staff.set_role(session, member.id, other, installation.clock.now())
    assert visitor.get("/staff/profile").request.path == "/staff/sign-in"
