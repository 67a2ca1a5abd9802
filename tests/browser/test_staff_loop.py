from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Page, expect

from assistant.cases import follow_up
from assistant.cases.town import EXAMPLE
from assistant.store import staff
from assistant.store.members import Role
from tests.browser.live import Live, barriers, scrolls_sideways, send, serving, sign_in, tab_to
from tests.conftest import DataFolder

pytestmark = [pytest.mark.slow, pytest.mark.browser]

ONE_TIME, PASSWORD = "a one-time password", "bamboo river lantern"
CASE_NUMBER = re.compile(r"\d{4}-\d")
ANSWER = "请明天上午到社区，我等您。"


@pytest.fixture(scope="module")
def live(data_folder: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A town that is open at every hour, may write at every hour, and asks at once whether it helped."""
    town = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    for office in town["offices"]:
        office["hours"] = "always"
    town["allowed_hours"] = {"texts": ["00:00-24:00"], "calls": ["00:00-24:00"]}
    town["follow_up"]["after_minutes"] = 0
    file = tmp_path_factory.mktemp("town") / "town.yml"
    file.write_text(yaml.safe_dump(town, allow_unicode=True), encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BANGBAN_TOWN_FILE", str(file))
        with serving(data_folder("loop")) as live:
            yield live


def asks_for_a_person(live: Live, page: Page, resident: str) -> str:
    """A resident asks something, then for a person; returns the number of the case."""
    page.goto(f"{live.url}/simulator")
    page.get_by_label(resident).check()
    send(page, "八十岁那个钱咋领")
    found = CASE_NUMBER.search(send(page, "人工"))
    assert found
    return found.group()


def signs_in(live: Live, page: Page, name: str) -> None:
    """A member of the staff who has a password already."""
    with live.parts.database.begin() as session:
        staff.create(session, name, PASSWORD, live.parts.clock.now(), role=Role.SUPERVISOR)
    sign_in(page, live.url, name, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text("等候中的个案")


def signs_in_with_the_keyboard(live: Live, desk: Page, name: str) -> None:
    """A new member of the staff signs in and chooses a password."""
    live.hire(name, ONE_TIME)
    desk.goto(f"{live.url}/staff/")
    tab_to(desk, desk.get_by_label("用户名"))
    desk.keyboard.type(name)
    tab_to(desk, desk.get_by_label("密码"))
    desk.keyboard.type(ONE_TIME)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text("改密码")
    for label, typed in (
        ("现在的密码", ONE_TIME),
        ("新密码 New password", PASSWORD),
        ("再输一遍新密码", PASSWORD),
    ):
        tab_to(desk, desk.get_by_role("textbox", name=label).first)
        desk.keyboard.type(typed)
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("密码改好了。")).to_be_visible()


def presses(desk: Page, name: str) -> None:
    """Reach a button with the tab key and press it."""
    tab_to(desk, desk.get_by_role("button", name=name))
    desk.keyboard.press("Enter")


def opens(desk: Page, group: str) -> None:
    """Open a group of further actions with the keyboard."""
    tab_to(desk, desk.locator(f"#group-{group} summary"))
    desk.keyboard.press("Enter")


def look(desk: Page) -> None:
    """The page has no barriers and fits, however wide the window."""
    assert barriers(desk) == []
    for width in (640, 320):
        desk.set_viewport_size({"width": width, "height": 800})
        assert not scrolls_sideways(desk), desk.url
        assert barriers(desk) == []
    desk.set_viewport_size({"width": 1280, "height": 1000})


def asks_whether_it_helped(live: Live) -> None:
    """What the worker does after a case was settled."""
    with live.parts.database.begin() as session:
        assert follow_up.ask_next(live.parts.casework.on(session))
    live.deliver()


def test_from_the_residents_words_to_somebody_else_when_it_did_not_help(live, new_page) -> None:
    phone, desk, other = new_page(), new_page(), new_page()
    signs_in_with_the_keyboard(live, desk, "chen")
    expect(desk.get_by_text("现在没有人在等。")).to_be_visible()
    look(desk)

    # The list is open when the resident asks, and is not loaded again.
    number = asks_for_a_person(live, phone, "陈阿婆")
    expect(desk.get_by_role("link", name=number)).to_be_visible()
    expect(desk.locator("#news")).to_contain_text("有新的个案")
    look(desk)
    tab_to(desk, desk.get_by_role("link", name=number))
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("heading", level=1)).to_contain_text(number)
    expect(desk.locator(".transcript")).to_contain_text("八十岁那个钱咋领")
    look(desk)
    presses(desk, "我来办")
    expect(desk.get_by_text("个案归您了。")).to_be_visible()
    opens(desk, "reveal")
    tab_to(desk, desk.get_by_label("为什么要看"))
    desk.keyboard.press("ArrowDown")
    presses(desk, "看手机号")
    expect(desk.locator("#number")).to_have_text("+86 12000000081")
    look(desk)
    desk.goto(f"{live.url}/staff/cases/{number}")

    tab_to(desk, desk.get_by_label("要说的话"))
    desk.keyboard.type(ANSWER)
    expect(desk.locator("#count")).to_contain_text("还可以写117个字")
    presses(desk, "发送")
    expect(desk.get_by_text("短信已交给系统发送。")).to_be_visible()
    live.deliver()
    expect(phone.locator(".message.pushed .words", has_text=ANSWER)).to_have_text(f"【帮办】{ANSWER}")
    expect(desk.locator(".transcript")).to_contain_text("短信已送到手机")
    look(desk)

    assert number in send(phone, "查进度")
    opens(desk, "end")
    tab_to(desk, desk.get_by_label("办的结果"))
    desk.keyboard.type("钱下月到账")
    presses(desk, "办结 Settled")
    expect(desk.get_by_text("办结了，过后问居民满意不满意。")).to_be_visible()
    look(desk)

    asks_whether_it_helped(live)
    expect(phone.locator(".message.pushed .words").last).to_contain_text("您满意吗")
    assert "换个人" in send(phone, "3")
    expect(desk.locator(".transcript")).to_contain_text("居民评价：不满意")
    desk.goto(f"{live.url}/staff/cases")
    row = desk.locator(f"[data-number='{number}']")
    expect(row).to_be_visible()
    expect(row.get_by_role("button", name="我来办")).to_have_count(0)
    signs_in(live, other, "lin")
    other.locator(f"[data-number='{number}']").get_by_role("button", name="我来办").click()
    expect(other.get_by_text("个案归您了。")).to_be_visible()
    presses(desk, "退出")
    expect(desk.get_by_text("已经退出。")).to_be_visible()


def test_two_who_write_at_once_see_each_other_and_only_one_answer_goes_out(live, new_page) -> None:
    phone, first, second = new_page(), new_page(), new_page()
    number = asks_for_a_person(live, phone, "林大爷")
    for page, name in ((first, "wang"), (second, "zhou")):
        signs_in(live, page, name)
        page.goto(f"{live.url}/staff/cases/{number}")
    expect(first.locator("#present")).to_contain_text("zhou也在看。")

    second.get_by_label("要说的话").press_sequentially("我来回。")
    expect(first.locator("#present")).to_contain_text("zhou正在写回复。")
    first.get_by_label("要说的话").fill("请带身份证来。")
    first.get_by_role("button", name="发送").click()

    expect(first.get_by_role("alert")).to_contain_text("zhou正在写回复。您的话还没有发。")
    expect(first.get_by_label("要说的话")).to_have_value("请带身份证来。")
    look(first)
    first.get_by_role("button", name="还是发送").click()
    expect(first.get_by_text("短信已交给系统发送。")).to_be_visible()
    expect(second.locator(".transcript")).to_contain_text("请带身份证来。")
    expect(second.get_by_label("要说的话")).to_have_value("我来回。")


def test_the_console_works_without_scripts(live, new_page) -> None:
    phone, desk = new_page(), new_page(java_script_enabled=False)
    number = asks_for_a_person(live, phone, "陈阿婆")
    signs_in(live, desk, "gao")

    desk.goto(f"{live.url}/staff/cases/{number}")
    desk.get_by_label("要说的话").fill("好" * 140)
    desk.get_by_role("button", name="发送").click()
    expect(desk.get_by_role("alert")).to_contain_text("写长了，请减少10个字。")
    expect(desk.get_by_label("要说的话")).to_have_value("好" * 140)

    desk.get_by_label("要说的话").fill("明天来电话。")
    desk.get_by_role("button", name="发送").click()
    live.deliver()

    expect(phone.locator(".message.pushed .words", has_text="明天来电话")).to_have_text(
        "【帮办】明天来电话。"
    )


def test_no_page_of_the_console_has_barriers(live, new_page) -> None:
    number = asks_for_a_person(live, new_page(), "说英语的居民")
    desk = new_page()
    live.hire("wu", ONE_TIME)
    pages: list[str] = []

    def see() -> None:
        pages.append(desk.title())
        look(desk)

    desk.goto(f"{live.url}/staff/sign-in")
    see()
    desk.get_by_role("button", name="登录").click()
    see()
    desk.get_by_label("用户名").fill("wu")
    desk.get_by_label("密码").fill(ONE_TIME)
    desk.get_by_role("button", name="登录").click()
    see()
    desk.get_by_role("button", name="保存").click()
    see()
    desk.get_by_label("现在的密码").fill(ONE_TIME)
    desk.get_by_role("textbox", name="新密码 New password").first.fill(PASSWORD)
    desk.get_by_label("再输一遍新密码").fill(PASSWORD)
    desk.get_by_role("button", name="保存").click()
    see()
    for view in ("mine", "overdue", "open", "department", "supervisor", "done"):
        desk.goto(f"{live.url}/staff/cases?view={view}")
        see()
    desk.goto(f"{live.url}/staff/cases/{number}")
    for group in desk.locator("details > summary").all():
        group.click()
    see()
    desk.get_by_role("button", name="发送").click()
    see()
    desk.goto(f"{live.url}/staff/reveals")
    see()
    desk.goto(f"{live.url}/staff/cases/1000-1")
    see()

    assert len(set(pages)) == 15
    assert all(title.endswith("帮办 Bangban") for title in pages)
