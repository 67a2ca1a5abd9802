from __future__ import annotations

import re

from sqlalchemy import update

from assistant.store.members import Role
from assistant.store.models import Delivery
from tests.assistant.staff.installation import Installation, Visitor

_AGAIN = re.compile(r'action="(/staff/outbox/\d+/again)"')
_ASIDE = re.compile(r'action="(/staff/outbox/\d+/aside)"')


def lost(installation: Installation, visitor: Visitor) -> str:
    """The number of a case whose reply could not be sent."""
    number = installation.waiting_case().number
    visitor.reply(number, "请带身份证来。")
    with installation.database.begin() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.purpose == "reply")
            .values(status="failed", error="status_400_code_21211", attempts=1)
        )
    return number


def status_of(installation: Installation) -> str:
    with installation.database.read() as session:
        return session.query(Delivery).filter_by(purpose="reply").one().status


def test_what_could_not_be_sent_is_listed_without_words_or_numbers(
    installation: Installation, visitor: Visitor
) -> None:
    number = lost(installation, visitor)
    visitor.get("/staff/outbox")
    assert number in visitor.page
    assert "status_400_code_21211" in visitor.page
    assert "请带身份证来" not in visitor.page
    assert "139" not in visitor.page


def test_it_is_tried_again_once(installation: Installation, visitor: Visitor) -> None:
    lost(installation, visitor)
    visitor.get("/staff/outbox")
    (path,) = _AGAIN.findall(visitor.page)
    visitor.post(path)
    assert status_of(installation) == "due"
    assert "会再发一次" in visitor.page
    visitor.post(path)
    assert "已经有人处理了" in visitor.page


def test_it_is_set_aside(installation: Installation, visitor: Visitor) -> None:
    lost(installation, visitor)
    visitor.get("/staff/outbox")
    (path,) = _ASIDE.findall(visitor.page)
    visitor.post(path)
    assert "都发出去了" in visitor.page


def test_only_those_with_the_right_see_it(installation: Installation) -> None:
    installation.hire("li", role=Role.AGENT)
    agent = installation.visitor()
    agent.sign_in("li")
    agent.get("/staff/outbox")
    assert agent.status == 403
