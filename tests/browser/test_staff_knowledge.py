from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from assistant.cases import service as cases
from assistant.cases.service import Wanted
from assistant.messages import Channel, Inbound
from assistant.state import ConversationState
from assistant.store import gaps, tasks, turns
from tests.browser.live import Live, barriers, scrolls_sideways, sign_in, tab_to

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ONE_TIME, PASSWORD = "a one-time password", "bamboo river lantern"


def signs_in(live: Live, page: Page, name: str) -> None:
    """A new member of the staff signs in and chooses a password."""
    live.hire(name, ONE_TIME)
    sign_in(page, live.url, name, ONE_TIME)
    page.get_by_label("现在的密码").fill(ONE_TIME)
    page.get_by_role("textbox", name="新密码 New password").first.fill(PASSWORD)
    page.get_by_label("再输一遍新密码").fill(PASSWORD)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("等候中的个案")


def residents_ask(live: Live) -> None:
    """For two rules that have ended, and for two things that nobody knows."""
    now = live.parts.clock.now()
    with live.parts.database.begin() as session:
        for region, times in ((None, 5), ("350100", 2)):
            for _ in range(times):
                tasks.ended(session, "old_age_allowance", "amount", region, date(2026, 2, 28), now)
        for cluster in ("牌照 电动车", "?") * 3:
            gaps.add(session, cluster, now)


def case_after_an_interview(live: Live) -> str:
    """Somebody broke off an interview and asked for a person; returns the number of the case."""
    parts = live.parts
    now = parts.clock.now()
    facts = dict.fromkeys(parts.content.eligibility.book.facts, "unknown")
    service = next(iter(parts.content.eligibility.services))
    with parts.database.begin() as session:
        inbound = Inbound(Channel.SMS, "SM-interview", "+8612000000099", "人工", now)
        recorded = turns.record_inbound(session, parts.vault, inbound, now, timedelta(seconds=10))
        wanted = Wanted(
            conversation_id=recorded.conversation_id,
            resident_id=recorded.resident_id,
            message_id=recorded.message_id,
            reason="requested",
            state=ConversationState(interview=service, facts=facts),
        )
        case = cases.open_case(parts.casework.on(session), wanted)
    return case.number


def look(page: Page) -> None:
    for width in (1280, 640, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        assert not scrolls_sideways(page), (page.url, width)
        assert barriers(page) == []
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_a_rule_that_has_ended_is_renewed_with_the_keyboard_alone(live, new_page) -> None:
    residents_ask(live)
    desk = new_page()
    signs_in(live, desk, "zheng")

    tab_to(desk, desk.get_by_role("link", name="要更新的内容（2）"))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("要更新的内容")
    expect(desk.get_by_role("cell", name="牌照 电动车")).to_be_visible()
    look(desk)
    first = desk.get_by_role("button", name="已更新").first
    expect(first).to_have_accessible_description(
        "高龄津贴 Old-age allowance 有多少钱 how much it is 全国 nationwide"
    )
    tab_to(desk, first)
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("status")).to_contain_text("记下了，已更新。")
    expect(desk.get_by_role("link", name="要更新的内容（1）")).to_be_visible()
    expect(desk.get_by_role("cell", name="zheng")).to_be_visible()
    look(desk)
    desk.get_by_role("button", name="已更新").click()
    expect(desk.get_by_text("没有到期的规定要更新。")).to_be_visible()
    look(desk)


def test_the_answers_to_an_interview_have_no_barriers(live, new_page) -> None:
    number = case_after_an_interview(live)
    desk = new_page()
    signs_in(live, desk, "su")

    desk.goto(f"{live.url}/staff/cases/{number}")

    expect(desk.get_by_role("region", name="回答过的问题")).to_contain_text("不知道")
    look(desk)
