import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live import Live, barriers, scrolls_sideways, send, tab_to

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ONE_TIME, PASSWORD = "a one-time password", "bamboo river lantern"
CASE_NUMBER = re.compile(r"\d{4}-\d")


def asks_for_a_person(live: Live, page: Page, resident: str) -> str:
    """A resident asks something, then for a person; returns the number of the case."""
    page.goto(f"{live.url}/simulator")
    page.get_by_label(resident).check()
    send(page, "八十岁那个钱咋领")
    found = CASE_NUMBER.search(send(page, "人工"))
    assert found
    return found.group()


def signs_in(live: Live, page: Page, name: str) -> None:
    """A new member of the staff signs in and chooses a password."""
    live.hire(name, ONE_TIME)
    page.goto(f"{live.url}/staff/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(ONE_TIME)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("现在的密码").fill(ONE_TIME)
    page.get_by_label("新密码 New password", exact=True).fill(PASSWORD)
    page.get_by_label("再输一遍新密码").fill(PASSWORD)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("等候中的个案")


def test_a_resident_who_asks_for_a_person_is_answered_by_one_with_the_keyboard_alone(live, new_page) -> None:
    phone, desk = new_page(), new_page()
    number = asks_for_a_person(live, phone, "陈阿婆")
    live.hire("chen", ONE_TIME)
    press = desk.keyboard.press

    desk.goto(f"{live.url}/staff/")
    tab_to(desk, desk.get_by_label("用户名"))
    desk.keyboard.type("chen")
    tab_to(desk, desk.get_by_label("密码"))
    desk.keyboard.type(ONE_TIME)
    press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_contain_text("改密码")
    for label, typed in (
        ("现在的密码", ONE_TIME),
        ("新密码 New password", PASSWORD),
        ("再输一遍新密码", PASSWORD),
    ):
        tab_to(desk, desk.get_by_role("textbox", name=label).first)
        desk.keyboard.type(typed)
    press("Enter")

    expect(desk.get_by_text("密码改好了。")).to_be_visible()
    tab_to(desk, desk.get_by_role("link", name=number))
    press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_contain_text(number)
    expect(desk.locator(".transcript")).to_contain_text("八十岁那个钱咋领")
    tab_to(desk, desk.get_by_role("button", name="查看号码"))
    press("Enter")
    expect(desk.locator("#number")).to_have_text("+86 12000000081")
    tab_to(desk, desk.get_by_label("要说的话"))
    desk.keyboard.type("请明天上午到社区，我等您。")
    expect(desk.locator("#count")).to_contain_text("还可以写117个字")
    tab_to(desk, desk.get_by_role("button", name="发送"))
    press("Enter")
    expect(desk.get_by_text("短信已交给系统发送。")).to_be_visible()
    live.deliver()

    pushed = phone.locator(".message.pushed .words")
    expect(pushed).to_have_text("【帮办】请明天上午到社区，我等您。")
    expect_reported_as_delivered(desk)
    tab_to(desk, desk.get_by_role("button", name="结束个案"))
    press("Enter")
    expect(desk.get_by_text("个案已结束。")).to_be_visible()
    expect(desk.get_by_role("link", name=number)).to_have_count(0)
    tab_to(desk, desk.get_by_role("button", name="退出"))
    press("Enter")
    expect(desk.get_by_text("已经退出。")).to_be_visible()


def expect_reported_as_delivered(desk: Page) -> None:
    """The provider reports a little later than it delivers."""
    for _ in range(20):
        desk.reload()
        if desk.get_by_text("短信已送到手机").count():
            return
        desk.wait_for_timeout(250)
    raise AssertionError("the delivery was not reported")


def test_the_console_works_without_scripts(live, new_page) -> None:
    phone, desk = new_page(), new_page(java_script_enabled=False)
    number = asks_for_a_person(live, phone, "林大爷")
    signs_in(live, desk, "lin")

    desk.get_by_role("link", name=number).click()
    desk.get_by_label("要说的话").fill("好" * 140)
    desk.get_by_role("button", name="发送").click()
    expect(desk.get_by_role("alert")).to_contain_text("写长了，请减少10个字。")
    expect(desk.get_by_label("要说的话")).to_have_value("好" * 140)

    desk.get_by_label("要说的话").fill("明天来电话。")
    desk.get_by_role("button", name="发送").click()
    live.deliver()

    expect(phone.locator(".message.pushed .words").last).to_have_text("【帮办】明天来电话。")


def test_no_page_of_the_console_has_barriers(live, new_page) -> None:
    number = asks_for_a_person(live, new_page(), "说英语的居民")
    desk = new_page()
    live.hire("wu", ONE_TIME)
    pages: list[str] = []

    def look() -> None:
        pages.append(desk.title())
        assert barriers(desk) == []
        for width in (640, 320):
            desk.set_viewport_size({"width": width, "height": 800})
            assert not scrolls_sideways(desk), desk.url
            assert barriers(desk) == []
        desk.set_viewport_size({"width": 1280, "height": 1000})

    desk.goto(f"{live.url}/staff/sign-in")
    look()
    desk.get_by_role("button", name="登录").click()
    look()
    desk.get_by_label("用户名").fill("wu")
    desk.get_by_label("密码").fill(ONE_TIME)
    desk.get_by_role("button", name="登录").click()
    look()
    desk.get_by_role("button", name="保存").click()
    look()
    desk.get_by_label("现在的密码").fill(ONE_TIME)
    desk.get_by_role("textbox", name="新密码 New password").first.fill(PASSWORD)
    desk.get_by_label("再输一遍新密码").fill(PASSWORD)
    desk.get_by_role("button", name="保存").click()
    look()
    desk.goto(f"{live.url}/staff/cases/{number}")
    look()
    desk.get_by_role("button", name="发送").click()
    look()
    desk.get_by_role("button", name="查看号码").click()
    look()
    desk.goto(f"{live.url}/staff/cases/1000-1")
    look()

    assert len(set(pages)) == 8
    assert all(title.endswith("帮办 Bangban") for title in pages)
