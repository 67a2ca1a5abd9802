from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from assistant.store import staff
from assistant.store.members import Member, Role
from assistant.store.models import StaffMember

ONE_TIME = re.compile(r'<code class="secret"[^>]*>([^<]+)</code>')


@pytest.fixture
def administrator(installation):
    """Somebody who may manage the members, signed in."""
    installation.hire("admin")
    with installation.database.begin() as session:
        session.execute(update(StaffMember).values(role=Role.ADMINISTRATOR.value))
    visitor = installation.visitor()
    visitor.sign_in("admin")
    return visitor


def found(installation, name: str) -> Member:
    with installation.database.read() as session:
        member = staff.by_name(session, name)
    assert member is not None
    return member


def adds(visitor, **fields: str):
    visitor.get("/staff/members/add")
    return visitor.post("/staff/members/add", **({"name": "lin", "role": "agent"} | fields))


def edits(installation, visitor, name: str, **fields: str):
    path = f"/staff/members/{found(installation, name).id}"
    visitor.get(path)
    return visitor.post(path, **({"role": "agent"} | fields))


def one_time_password(visitor) -> str:
    shown = ONE_TIME.search(visitor.page)
    assert shown is not None
    return shown.group(1)


def test_a_member_is_added_with_a_password_that_is_shown_once(installation, administrator) -> None:
    administrator.get("/staff/members")
    assert "加一个人员" in administrator.page

    assert adds(administrator, shown_name="林小红", role="counter").status_code == 200
    password = one_time_password(administrator)

    newcomer = installation.visitor()
    assert newcomer.sign_in("lin", password).request.path == "/staff/password"
    lin = found(installation, "lin")
    assert (lin.role, lin.shown_name) == (Role.COUNTER, "林小红")
    administrator.get(f"/staff/members/{lin.id}")
    assert password not in administrator.page
    administrator.get("/staff/members")
    assert "林小红" in administrator.page
    assert "窗口" in administrator.page


def test_what_a_member_takes_on_is_chosen_from_the_town(installation, administrator, town) -> None:
    office, department, dialect = (
        next(iter(found)) for found in (town.offices, town.departments, town.dialects)
    )
    service = min(town.departments[department].services)
    chosen = {"office": office, "services": service, "dialects": dialect, "most_open": "5"}

    adds(administrator, role="department", department=department, subject="sub-1", **chosen)

    lin = found(installation, "lin")
    assert (lin.office, lin.department, lin.services) == (office, department, (service,))
    assert (lin.dialects, lin.most_open, lin.subject) == ((dialect,), 5, "sub-1")
    administrator.get(f"/staff/members/{lin.id}")
    assert re.search(rf'<input[^>]*checked[^>]*value="{service}"', administrator.page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "请输入用户名。"),
        ({"name": "lin hong"}, "用户名只能用文字、数字"),
        ({"role": ""}, "请选角色。"),
        ({"role": "emperor"}, "请从列表里选。"),
        ({"role": "department"}, "部门人员要选部门。"),
        ({"department": "nowhere"}, "请从列表里选。"),
        ({"services": "nothing"}, "请从列表里选。"),
        ({"most_open": "0"}, "请填1到99的数字"),
        ({"most_open": "many"}, "请填1到99的数字"),
        ({"most_open": "²"}, "请填1到99的数字"),
        ({"subject": "sub 1"}, "统一登录身份只能用英文"),
        ({"subject": "统一"}, "统一登录身份只能用英文"),
        ({"shown_name": "长" * 33}, "写得太长了。"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_nobody_is_added(
    installation, administrator, fields: dict[str, str], said: str
) -> None:
    assert adds(administrator, **fields).status_code == 422
    assert said in administrator.page
    with installation.database.read() as session:
        assert len(staff.list_members(session)) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"name": "admin"}, "这个用户名有人用了。"), ({"subject": "sub-1"}, "这个统一登录身份别人用了。")],
)
def test_a_name_and_an_identity_belong_to_one_member(
    installation, administrator, fields: dict[str, str], said: str
) -> None:
    with installation.database.begin() as session:
        admin = staff.by_name(session, "admin")
        session.execute(update(StaffMember).where(StaffMember.id == admin.id).values(subject="sub-1"))
    assert adds(administrator, **fields).status_code == 409
    assert said in administrator.page
    with installation.database.read() as session:
        assert len(staff.list_members(session)) == 1


def test_another_role_signs_the_member_out(installation, administrator) -> None:
    installation.hire("lin")
    lin = installation.visitor()
    lin.sign_in("lin")

    edits(installation, administrator, "lin", role="editor", shown_name="林")

    assert "存好了。" in administrator.page
    assert found(installation, "lin").role is Role.EDITOR
    assert lin.get("/staff/profile").request.path == "/staff/sign-in"


def test_another_name_or_service_leaves_the_member_signed_in(installation, administrator) -> None:
    installation.hire("lin")
    lin = installation.visitor()
    lin.sign_in("lin")

    edits(installation, administrator, "lin", role=found(installation, "lin").role.value, shown_name="林")

    assert found(installation, "lin").shown_name == "林"
    assert lin.get("/staff/profile").request.path == "/staff/profile"


def test_a_reset_password_is_shown_once_and_signs_the_member_out(installation, administrator) -> None:
    member_id = installation.hire("lin")
    lin = installation.visitor()
    lin.sign_in("lin")
    administrator.get(f"/staff/members/{member_id}")

    administrator.post(f"/staff/members/{member_id}/password")

    assert lin.get("/staff/profile").request.path == "/staff/sign-in"
    assert installation.visitor().sign_in("lin").status_code == 401
    again = installation.visitor().sign_in("lin", one_time_password(administrator))
    assert again.request.path == "/staff/password"


def test_who_is_deactivated_is_out_and_can_come_back(installation, administrator) -> None:
    member_id = installation.hire("lin")
    lin = installation.visitor()
    lin.sign_in("lin")
    administrator.get(f"/staff/members/{member_id}")

    administrator.post(f"/staff/members/{member_id}/deactivate")
    assert "已停用" in administrator.page
    assert lin.get("/staff/profile").request.path == "/staff/sign-in"
    assert installation.visitor().sign_in("lin").status_code == 401

    administrator.get(f"/staff/members/{member_id}")
    administrator.post(f"/staff/members/{member_id}/activate")
    assert installation.visitor().sign_in("lin").status_code == 200


def test_the_last_administrator_can_neither_leave_nor_change(installation, administrator) -> None:
    admin = found(installation, "admin")
    administrator.get(f"/staff/members/{admin.id}")
    administrator.post(f"/staff/members/{admin.id}/deactivate")
    assert "最后一个管理员要留着。" in administrator.page

    assert edits(installation, administrator, "admin", role="agent", shown_name="头").status_code == 409
    assert "最后一个管理员要留着。" in administrator.page
    assert found(installation, "admin") == admin


def test_a_member_that_there_is_not_is_not_found(administrator) -> None:
    assert administrator.get("/staff/members/00000000-0000-4000-8000-000000000000").status_code == 404
    assert "没有这个人员。" in administrator.page


def test_a_member_goes_on_duty_and_off(installation, visitor) -> None:
    visitor.get("/staff/profile")
    visitor.post("/staff/profile", on_duty="y", shown_name="小王")
    wang = found(installation, "wang")
    assert wang.on_duty_since == installation.clock.now()
    assert wang.shown_name == "小王"
    assert re.search(r"<input[^>]*checked[^>]*name=\"on_duty\"", visitor.page)

    visitor.post("/staff/profile", shown_name="小王")
    assert found(installation, "wang").on_duty_since is None


@pytest.mark.parametrize("typed", ["139 0000 0000", "+86 13900000000", "１３９００００００００"])
def test_a_phone_is_kept_whole_and_shown_by_its_end(installation, visitor, typed: str) -> None:
    visitor.get("/staff/profile")
    visitor.post("/staff/profile", phone=typed)
    assert "尾号 0000" in visitor.page
    assert "13900000000" not in visitor.page

    visitor.post("/staff/profile", shown_name="小王")
    wang = found(installation, "wang")
    with installation.database.read() as session:
        assert staff.phone_of(session, installation.vault, wang.id) == "+8613900000000"

    visitor.post("/staff/profile", forget_phone="y")
    assert not found(installation, "wang").has_phone


@pytest.mark.parametrize("typed", ["12", "not a number", "110"])
def test_what_is_no_phone_number_is_refused(installation, visitor, typed: str) -> None:
    visitor.get("/staff/profile")
    assert visitor.post("/staff/profile", phone=typed).status_code == 422
    assert "电话号码不对" in visitor.page
    assert not found(installation, "wang").has_phone
