"""The pages around the cases: nobody is kept out of them, on a wide screen or a narrow one."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect
from sqlalchemy import update

from assistant.store import canned, staff
from assistant.store.members import Role
from assistant.store.models import Delivery
from tests.browser.live import Live, barriers, scrolls_sideways, send, sign_in, tab_to

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PASSWORD = "bamboo river lantern"
CASE_NUMBER = re.compile(r"\d{4}-\d")


@pytest.fixture(scope="module")
def signed_in(live: Live, browser: Browser) -> StorageState:
    """The cookie of somebody who may open every page: one sign-in for all the tests."""
    with live.parts.database.begin() as session:
        now = live.parts.clock.now()
        staff.create(session, "chief", PASSWORD, now, role=Role.ADMINISTRATOR)
        canned.add(session, None, "问区", "您在哪个区？", "Which district?", now)
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, live.url, "chief", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("个案")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def desk(new_page, signed_in: StorageState) -> Page:
    return new_page(storage_state=signed_in)


def look(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        assert not scrolls_sideways(page), (page.url, width)
        found = barriers(page)
        # axe does not decide what stands behind the letters of a drawing; theirs is measured below.
        assert [one for one in found if " color-contrast: ['text" not in one] == []
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_letters_in_charts_are_dark_on_white(live: Live, desk: Page) -> None:
    desk.goto(f"{live.url}/staff/report")
    fills = desk.locator("svg text").evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    grounds = desk.locator("svg").evaluate_all(
        "all => all.map(one => getComputedStyle(one.closest('.panel')).backgroundColor)"
    )
    assert fills
    assert set(fills) == {"rgb(20, 32, 43)"}
    assert set(grounds) == {"rgb(255, 255, 255)"}


@pytest.mark.parametrize(
    "path",
    [
        "cases/new",
        "phrases",
        "calendar",
        "calendar/slots",
        "calendar/day",
        "hall",
        "hall/display",
        "board",
        "report",
        "members",
        "profile",
        "reveals",
        "knowledge",
    ],
)
def test_a_page_has_no_barriers(live: Live, desk: Page, path: str) -> None:
    answered = desk.goto(f"{live.url}/staff/{path}")
    assert answered is not None
    assert answered.ok, path
    look(desk)


def test_practice_is_begun_and_a_phrase_is_put_into_a_reply_with_the_keyboard(live: Live, desk: Page) -> None:
    desk.goto(f"{live.url}/staff/practice")
    tab_to(desk, desk.get_by_role("button", name="开始练习"))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status").first).to_contain_text("练习个案摆好了")
    look(desk)
    desk.locator("td a").first.click()
    look(desk)

    desk.get_by_label("要说的话").fill("您好。")
    tab_to(desk, desk.locator("details.phrases summary"))
    desk.keyboard.press("Enter")
    tab_to(desk, desk.get_by_role("link", name="问区"))
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("要说的话")).to_have_value("您好。您在哪个区？")


def test_an_approved_answer_is_sent_with_one_press_and_what_is_lost_is_seen(
    live: Live, desk: Page, new_page
) -> None:
    phone = new_page()
    phone.goto(f"{live.url}/simulator")
    send(phone, "八十岁那个钱咋领")
    found = CASE_NUMBER.search(send(phone, "人工"))
    assert found
    desk.goto(f"{live.url}/staff/cases/{found.group()}")
    desk.get_by_role("link", name="查知识").click()
    desk.get_by_role("searchbox").fill("八十岁那个钱咋领")
    desk.get_by_role("button", name="查 Search").click()
    look(desk)
    desk.get_by_role("button", name="就发这条").first.click()
    expect(desk.get_by_role("status").first).to_contain_text("答案发出去了")

    with live.parts.database.begin() as session:
        session.execute(
            update(Delivery).where(Delivery.purpose == "reply").values(status="failed", error="status_400")
        )
    desk.goto(f"{live.url}/staff/outbox")
    look(desk)
    desk.get_by_role("button", name="再发").first.click()
    live.deliver()
    expect(phone.locator(".message").last).to_contain_text("津贴")
