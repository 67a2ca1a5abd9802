"""Cases that are put right, joined, settled, closed, opened again."""

from __future__ import annotations

from assistant.cases import resolving
from assistant.cases.kinds import CaseKind, Status
from assistant.messages import Channel
from tests.assistant.staff.staff_work import held, offers

OTHER_NUMBER = "+8613900005678"


def test_a_case_is_settled_then_closed_then_opened_again(installation, agent, wang) -> None:
    number = held(installation, wang)

    agent.does(number, "resolve", why="钱到账了")
    assert installation.view(number).status is Status.RESOLVED
    assert "钱到账了" in agent.page
    agent.does(number, "close")
    assert installation.view(number).status is Status.CLOSED
    agent.does(number, "reopen", why="居民又来问")

    assert installation.view(number).status is Status.REOPENED
    assert "居民又来问" in agent.page


def test_a_case_is_cancelled_only_with_a_reason(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    assert agent.does(number, "cancel", why="").status_code == 422
    agent.does(number, "cancel", why="发错了")

    assert installation.view(number).status is Status.CANCELLED


def test_a_closed_case_is_not_opened_while_another_is(installation, agent, wang) -> None:
    first = held(installation, wang)
    installation.does(resolving.resolve, first, wang)
    installation.does(resolving.close, first, wang)
    installation.waiting_case()

    response = agent.does(first, "reopen", why="还有一件事")

    assert response.status_code == 409
    assert "居民另有个案正在办" in agent.page
    assert "还有一件事" in agent.page


def test_cases_of_one_resident_are_joined(installation, agent, wang) -> None:
    first = installation.waiting_case(channel=Channel.PHONE).number
    second = installation.waiting_case().number
    agent.get(f"/staff/cases/{second}")
    assert f'<option value="{first}">' in agent.page

    agent.does(second, "merge", into=first)

    assert installation.view(second).status is Status.CANCELLED
    assert f"并入个案：{first}" in agent.page
    agent.get(f"/staff/cases/{first}")
    assert f"个案 {second} 并进来了" in agent.page


def test_a_case_is_not_joined_with_that_of_somebody_else(installation, agent, wang) -> None:
    number = installation.waiting_case().number
    others = installation.waiting_case(address=OTHER_NUMBER).number

    assert "merge" not in offers(agent, number)
    assert agent.does(number, "merge", into=others).status_code == 422
    assert installation.view(number).status is Status.RECEIVED


def test_what_a_case_is_about_is_put_right(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    agent.does(number, "change", kind="complaint", service="elder_care_voucher", place="台江区")

    view = installation.view(number)
    assert (view.kind, view.service) == (CaseKind.COMPLAINT, "elder_care_voucher")
    assert "问事 → 投诉" in agent.page
    assert "鼓楼区 → 台江区" in agent.page


def test_a_place_that_nobody_knows_is_not_kept(installation, agent, wang) -> None:
    case = installation.waiting_case()

    response = agent.does(case.number, "change", kind="question", service="", place="火星第三区")

    assert response.status_code == 422
    assert "没找到这个地方" in agent.page
    assert "火星第三区" in agent.page
    assert installation.view(case.number).region == case.region
