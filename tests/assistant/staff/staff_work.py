"""What the tests of the pages of a case do with members of the staff."""

from __future__ import annotations

import re

from assistant.cases import departments, ownership
from assistant.cases.kinds import Kind
from assistant.store.members import Role

OTHER_NUMBER = "+8613900005678"
ROW = re.compile(r'data-number="([^"]+)"')


def member(installation, name: str, role: Role = Role.AGENT, **more: str):
    """Somebody else who signed in; their id and what they see."""
    found = installation.hire(name, role=role, **more)
    visitor = installation.visitor()
    visitor.sign_in(name)
    return found, visitor


def offers(visitor, number: str) -> set[str]:
    """The actions that the page of a case offers."""
    visitor.get(f"/staff/cases/{number}")
    return set(re.findall(rf'action="/staff/cases/{number}/([a-z-]+)"', visitor.page)) - {"reply", "reveal"}


def held(installation, member_id: str) -> str:
    """The number of a case that the member has taken."""
    number = installation.waiting_case().number
    installation.does(ownership.claim, number, member_id)
    return number


def with_department(installation, member_id: str, department: str = "civil_affairs") -> str:
    number = held(installation, member_id)
    installation.does(departments.dispatch, number, member_id, department)
    return number


def kinds(installation, number: str) -> list[Kind]:
    return [kind for kind, _ in installation.events(number)]


def address(serial: int) -> str:
    return f"+861390000{serial:04}"


def listed(visitor, query: str = "") -> list[str]:
    """The numbers of the cases of a list, in their order."""
    visitor.get(f"/staff/cases{query}")
    return ROW.findall(visitor.page)


def row(visitor, number: str) -> str:
    return visitor.page[visitor.page.index(f'data-number="{number}"') :].split("</tr>")[0]


def count(visitor, view: str) -> int:
    return int(re.search(rf'id="tab-{view}".*?class="count">(\d+)<', visitor.page, re.S).group(1))
