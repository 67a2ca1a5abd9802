"""Answers to residents: who takes the case by one, and when it is held back."""

from __future__ import annotations

import re

from assistant.cases import answering
from assistant.cases.kinds import Status
from tests.assistant.staff.staff_work import held, member

OTHER_NUMBER = "+8613900005678"


def test_an_answer_is_not_sent_while_somebody_else_writes(installation, agent, wang) -> None:
    number = installation.waiting_case().number
    _, other = member(installation, "li", shown_name="李")
    other.get(f"/staff/cases/{number}")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', other.page).group(1)
    other.client.post(
        f"/staff/cases/{number}/presence", json={"writing": True}, headers={"X-CSRFToken": token}
    )

    response = agent.reply(number, "请明天来")

    assert response.status_code == 409
    assert "李正在写回复。您的话还没有发。" in agent.page
    assert "请明天来" in agent.page
    assert "还是发送" in agent.page
    assert installation.outgoing() == []
    fields = {"text": "请明天来", "ticket": agent.ticket(), "seen": agent.seen(), "anyway": "y"}
    assert agent.post(f"/staff/cases/{number}/reply", **fields).status_code == 200
    assert installation.outgoing() == ["【帮办】请明天来"]


def test_an_answer_is_not_sent_when_somebody_has_answered_since_the_page_was_opened(
    installation, agent, wang
) -> None:
    number = held(installation, wang)
    agent.get(f"/staff/cases/{number}")
    fields = {"text": "请明天来", "ticket": agent.ticket(), "seen": agent.seen()}
    other = installation.hire("li", shown_name="李")
    installation.does(answering.reply, number, other, "请后天来")

    response = agent.post(f"/staff/cases/{number}/reply", **fields)

    assert response.status_code == 409
    assert "李回复过了" in agent.page
    assert "请后天来" in agent.page
    assert installation.outgoing() == ["【帮办】请后天来"]


def test_whoever_answers_a_case_that_nobody_has_takes_it(installation, agent, wang) -> None:
    number = installation.waiting_case().number

    agent.reply(number, "好的")

    assert installation.view(number).owner == wang


def test_a_reply_that_asks_for_something_stops_the_limits(installation, agent, wang) -> None:
    number = held(installation, wang)

    agent.reply(number, "请问您住哪个区？", waits="y")

    assert installation.view(number).status is Status.WAITING_FOR_RESIDENT
    assert "时限停了" in agent.page
