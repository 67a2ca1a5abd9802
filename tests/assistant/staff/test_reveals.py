"""What is hidden of a resident, who may look, and what is kept of it."""

from __future__ import annotations

import pytest

from assistant.cases.kinds import Kind
from assistant.staff.masking import masked
from assistant.store.members import Role


@pytest.fixture
def case(installation):
    recorded = installation.says("我电话13800002222，叫我回电", "好的。")
    return installation.opens_case(recorded)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("电话13800002222", "电话****2222"),
        ("138 0000 2222", "****2222"),
        ("0591-8765-4321", "****4321"),
        ("身份证35010219450101123X好", "身份证****123X好"),
        ("一三八零零零零二二二二", "****二二二二"),
        ("１３８００００２２２２", "****２２２２"),
        ("个案1234-5", "个案1234-5"),
        ("2026-12-31前", "2026-12-31前"),
        ("80岁，每月300块", "80岁，每月300块"),
        ("打12345", "打12345"),
    ],
)
def test_long_numbers_are_masked_but_for_their_end(said: str, shown: str) -> None:
    assert masked(said) == shown


def test_the_number_is_hidden_until_asked_for_and_that_is_recorded(installation, case) -> None:
    member = installation.hire(role=Role.AGENT)
    visitor = installation.visitor()
    visitor.sign_in()
    visitor.get(f"/staff/cases/{case.number}")
    assert "139 0000" not in visitor.page
    assert "我电话****2222" in visitor.page

    visitor.does(case.number, "reveal", what="number", reason="call", why="约好下午")

    assert "+86 139 0000 1234" in visitor.page
    assert "我电话****2222" in visitor.page
    assert installation.events(case.number) == [(Kind.OPENED, None), (Kind.NUMBER_SHOWN, member)]
    assert "手机号，要打电话，约好下午" in visitor.page
    visitor.get(f"/staff/cases/{case.number}")
    assert "139 0000" not in visitor.page


def test_numbers_in_the_conversation_are_shown_on_their_own(installation, case, visitor) -> None:
    visitor.does(case.number, "reveal", what="words", reason="identity")

    assert "我电话13800002222" in visitor.page
    assert "139 0000" not in visitor.page
    assert 'data-live="story"' not in visitor.page


@pytest.mark.parametrize(
    "fields", [{"what": "number"}, {"reason": "call"}, {"what": "all", "reason": "call"}]
)
def test_without_a_reason_nothing_is_shown_and_nothing_recorded(
    installation, case, visitor, fields: dict[str, str]
) -> None:
    response = visitor.does(case.number, "reveal", **fields)

    assert response.status_code == 422
    assert "139 0000" not in visitor.page
    assert installation.events(case.number) == [(Kind.OPENED, None)]


def test_looking_leaves_the_case_as_it_was(installation, case, visitor) -> None:
    installation.clock.advance(minutes=5)

    visitor.does(case.number, "reveal", what="number", reason="call")

    assert installation.view(case.number) == case


def test_a_supervisor_reads_who_looked_at_what_and_why(installation, case, visitor) -> None:
    installation.hire("li", role=Role.AGENT, shown_name="李兰")
    other = installation.visitor()
    other.sign_in("li")
    other.does(case.number, "reveal", what="number", reason="visit", why="送材料")

    visitor.get("/staff/reveals")

    for shown in ("李兰", case.number, "手机号，要上门，送材料"):
        assert shown in visitor.page
    assert other.get("/staff/reveals").status_code == 403
