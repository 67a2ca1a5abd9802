"""Cases that go to departments and come back."""

from __future__ import annotations

import re

from assistant.cases import departments, ownership
from assistant.cases.kinds import Kind, Status
from assistant.store.members import Role
from tests.assistant.staff.staff_work import address, held, kinds, listed, member, offers, with_department

OTHER_NUMBER = "+8613900005678"


def test_a_case_goes_to_a_department_and_comes_back_finished(installation, agent, wang) -> None:
    number = held(installation, wang)
    clerk_id, clerk = member(installation, "chen", Role.DEPARTMENT, department="civil_affairs")
    agent.does(number, "dispatch", to="civil_affairs", why="要民政办查")
    assert "派给部门：民政办" in agent.page
    assert "要民政办查" in agent.page
    assert offers(clerk, number) == {"accept", "send-back", "finish", "note", "call", "extend"}

    clerk.does(number, "accept")
    clerk.does(number, "finish", why="钱已经发了")

    assert clerk.page.count("没有这个个案") == 0
    agent.get(f"/staff/cases/{number}")
    assert "部门办好了：民政办" in agent.page
    assert "钱已经发了" in agent.page
    assert installation.view(number).status is Status.IN_PROGRESS
    assert (Kind.FINISHED, clerk_id) in installation.events(number)


def test_a_department_that_sends_a_case_back_says_why(installation, agent, wang) -> None:
    number = with_department(installation, wang)
    _, clerk = member(installation, "chen", Role.DEPARTMENT, department="civil_affairs")

    assert clerk.does(number, "send-back", why=" ").status_code == 422
    assert "请写原因。" in clerk.page
    clerk.does(number, "send-back", why="不归我们管")

    agent.get(f"/staff/cases/{number}")
    assert "部门退回：民政办" in agent.page
    assert "不归我们管" in agent.page


def test_a_department_sees_no_case_but_its_own(installation, agent, wang) -> None:
    number = with_department(installation, wang, "housing")
    _, clerk = member(installation, "chen", Role.DEPARTMENT, department="civil_affairs")

    assert clerk.get(f"/staff/cases/{number}").status_code == 404
    for path in ("accept", "note", "reply", "reveal", "presence"):
        assert clerk.post(f"/staff/cases/{number}/{path}", why="x").status_code == 404
    assert kinds(installation, number)[-1] is Kind.DISPATCHED


def test_a_case_that_was_sent_back_three_times_is_decided_by_a_supervisor(installation, visitor) -> None:
    agent_id = installation.hire("li", role=Role.AGENT)
    number = held(installation, agent_id)
    for department in ("housing", "health", "housing"):
        installation.does(departments.dispatch, number, agent_id, department)
        installation.does(departments.send_back, number, agent_id, "不归我们")
    assert "dispatch" not in offers(visitor, number)

    visitor.does(number, "decide", to="health", why="法规写明了")

    assert installation.view(number).binding
    assert "班长定了：卫健办" in visitor.page


def test_the_desk_takes_a_case_back_from_a_department(installation, agent, wang) -> None:
    number = with_department(installation, wang)

    agent.does(number, "recall", why="居民不等了")

    assert installation.view(number).status is Status.IN_PROGRESS
    assert "从部门收回：民政办" in agent.page


def test_those_of_a_department_see_nothing_else(installation) -> None:
    boss = installation.hire("boss")
    installation.hire("chen", role=Role.DEPARTMENT, department="health")
    clerk = installation.visitor()
    clerk.sign_in("chen")
    numbers = [installation.waiting_case(address=address(serial)).number for serial in range(3)]
    for number, department in zip(numbers, ("health", "housing"), strict=False):
        installation.does(ownership.claim, number, boss)
        installation.does(departments.dispatch, number, boss, department)

    for query in ("", "?view=open", "?view=waiting", "?view=department&department=housing"):
        assert listed(clerk, query) == [numbers[0]]
    assert re.findall(r'id="tab-([a-z]+)"', clerk.page) == ["department"]
    assert clerk.post("/staff/cases/next").status_code == 403


def test_a_department_member_without_a_department_sees_no_case(installation) -> None:
    boss = installation.hire("boss")
    installation.hire("chen", role=Role.DEPARTMENT)
    clerk = installation.visitor()
    clerk.sign_in("chen")
    number = installation.waiting_case().number
    installation.does(ownership.claim, number, boss)
    installation.does(departments.dispatch, number, boss, "health")

    assert listed(clerk) == []
