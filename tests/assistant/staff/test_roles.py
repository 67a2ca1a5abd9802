from __future__ import annotations

import pytest
from sqlalchemy import update

from assistant.staff import roles
from assistant.staff.guard import wanted_page
from assistant.staff.roles import RIGHTS, Right, Role, may, sees
from assistant.store.members import Member
from assistant.store.models import StaffMember


def member(role: Role, department: str | None = None) -> Member:
    return Member(
        id="1",
        name="wang",
        must_change_password=False,
        password_mark="",
        role=role,
        active=True,
        shown_name="wang",
        office=None,
        department=department,
        services=(),
        dialects=(),
        districts=(),
        most_open=None,
        on_duty_since=None,
        subject=None,
        has_phone=False,
    )


def employ(installation, role: Role, **more: str) -> None:
    with installation.database.begin() as session:
        session.execute(update(StaffMember).values(role=role.value, **more))


def test_every_endpoint_of_the_console_says_which_right_it_needs(installation) -> None:
    assert roles.undeclared(installation.app) == []


def test_only_signing_in_is_open_to_those_who_have_not_signed_in(installation) -> None:
    app = installation.app
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("staff.")}
    needs = {endpoint: roles.need_of(app, endpoint) for endpoint in endpoints}
    open_to_all = {endpoint for endpoint, need in needs.items() if need is not None and need.right is None}
    on_the_wall = {"staff.hall_display", "staff.hall_called"}
    assert open_to_all - on_the_wall <= {
        "staff.static",
        "staff.sign_in",
        "staff.to_service",
        "staff.from_service",
    }


def test_every_role_has_rights_and_its_own_pages() -> None:
    assert set(RIGHTS) == set(Role)
    assert all(Right.OWN in rights for rights in RIGHTS.values())


def test_every_right_is_somebodys() -> None:
    assert frozenset().union(*RIGHTS.values()) == frozenset(Right)


@pytest.mark.parametrize(
    ("right", "who"),
    [
        (Right.READ_CASES, "agent counter department supervisor administrator"),
        (Right.CLAIM, "agent counter supervisor administrator"),
        (Right.ANSWER, "agent counter department supervisor administrator"),
        (Right.REVEAL, "agent counter department supervisor administrator"),
        (Right.CLOSE, "agent counter supervisor administrator"),
        (Right.DISPATCH, "agent counter supervisor administrator"),
        (Right.DEPARTMENT_WORK, "department supervisor administrator"),
        (Right.ASSIGN, "supervisor administrator"),
        (Right.DECIDE, "supervisor administrator"),
        (Right.HALL, "counter supervisor administrator"),
        (Right.BOARD, "supervisor administrator"),
        (Right.KNOWLEDGE, "supervisor editor administrator"),
        (Right.PHRASES, "supervisor editor administrator"),
        (Right.OUTBOX, "supervisor administrator"),
        (Right.MEMBERS, "administrator"),
        (Right.API_KEYS, "administrator"),
    ],
)
def test_a_right_belongs_to_these_roles(right: Right, who: str) -> None:
    assert {role.value for role in Role if may(member(role), right)} == set(who.split())


def test_nobody_may_nothing() -> None:
    assert not any(may(None, right) for right in Right)


@pytest.mark.parametrize(
    ("who", "department", "case_of", "seen"),
    [
        (Role.DEPARTMENT, "health", "health", True),
        (Role.DEPARTMENT, "health", "housing", False),
        (Role.DEPARTMENT, "health", None, False),
        (Role.DEPARTMENT, None, None, False),
        (Role.AGENT, None, "health", True),
        (Role.AGENT, "health", "housing", True),
        (Role.SUPERVISOR, None, None, True),
        (Role.EDITOR, "health", "health", False),
    ],
)
def test_those_of_a_department_see_only_its_cases(
    who: Role, department: str | None, case_of: str | None, seen: bool
) -> None:
    assert sees(member(who, department), case_of) is seen


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.AGENT, "/staff/members", 403),
        (Role.SUPERVISOR, "/staff/members", 403),
        (Role.ADMINISTRATOR, "/staff/members", 200),
        (Role.AGENT, "/staff/knowledge", 403),
        (Role.EDITOR, "/staff/knowledge", 200),
        (Role.EDITOR, "/staff/cases", 403),
        (Role.AGENT, "/staff/cases", 200),
        (Role.EDITOR, "/staff/profile", 200),
    ],
)
def test_a_page_opens_for_those_who_have_its_right(installation, role: Role, path: str, status: int) -> None:
    installation.hire()
    employ(installation, role)
    visitor = installation.visitor()
    visitor.sign_in()

    assert visitor.get(path).status_code == status

    assert ("您的角色不能用这个页面。" in visitor.page) is (status == 403)


def test_what_a_role_may_not_do_is_not_done_when_it_is_posted_all_the_same(installation) -> None:
    member_id = installation.hire()
    employ(installation, Role.AGENT)
    visitor = installation.visitor()
    visitor.sign_in()
    visitor.get("/staff/profile")

    assert visitor.post(f"/staff/members/{member_id}/deactivate").status_code == 403
    assert visitor.get("/staff/profile").status_code == 200


def test_a_view_that_does_not_say_what_it_needs_is_refused(installation) -> None:
    installation.hire()
    visitor = installation.visitor()
    visitor.sign_in()
    installation.app.view_functions["staff.profile"] = lambda: "shown to anybody"

    assert roles.undeclared(installation.app) == ["staff.profile"]
    installation.app.testing = True
    with pytest.raises(RuntimeError, match=r"staff\.profile"):
        visitor.client.get("/staff/profile")


@pytest.mark.parametrize(("role", "path"), [(Role.EDITOR, "/staff/knowledge"), (Role.AGENT, "/staff/cases")])
def test_work_begins_with_a_page_that_the_role_may_see(installation, role: Role, path: str) -> None:
    installation.hire()
    employ(installation, role)
    visitor = installation.visitor()
    assert visitor.sign_in().request.path == path


@pytest.mark.parametrize(
    ("path", "is_page"),
    [
        ("/staff/cases", True),
        ("/staff/members", True),
        ("/staff/sign-in", False),
        ("/staff/sign-out", False),
        ("/staff/static/staff.css", False),
        ("/staff/nowhere", False),
        ("//example.org/staff/cases", False),
        ("https://example.org/staff/cases", False),
        ("", False),
    ],
)
def test_a_member_is_led_only_to_pages_of_the_console(installation, path: str, is_page: bool) -> None:
    with installation.app.test_request_context("/staff/sign-in"):
        assert wanted_page(path) == (path if is_page else None)


def test_a_request_that_does_not_count_lets_the_sitting_grow_idle(installation) -> None:
    installation.hire()
    app = installation.app
    app.view_functions["staff.profile"] = roles.needs(Right.OWN, counts=False)(lambda: "news")
    visitor = installation.visitor()
    visitor.sign_in()
    installation.clock.advance(minutes=59)
    assert visitor.get("/staff/profile").text == "news"

    installation.clock.advance(minutes=1)

    assert visitor.get("/staff/profile").request.path == "/staff/sign-in"
