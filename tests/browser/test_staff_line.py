"""The page of the telephone line in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from assistant.store import calls
from assistant.store.calls import TurnTimes
from tests.browser.live import barriers, scrolls_sideways, sign_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]

FIRST, OWN = "first-words-once", "bamboo river lantern"


def test_the_page_of_the_line_has_no_barriers_and_fits_a_phone(live, new_page) -> None:
    parts = live.parts
    live.hire("zhou", FIRST)
    with parts.database.begin() as session:
        for sid in ("CA1", "CA2"):
            call = calls.begin(
                session, parts.casework.vault, sid, "+8612000000072", "a" * 64, parts.clock.now()
            )
        calls.note_turn(
            session, call.id, TurnTimes(1, 600, 700, 900, 980, 1000, "vosk", True), parts.clock.now()
        )
        calls.end(session, "CA2", "hung_up", parts.clock.now())
    page = new_page()
    sign_in(page, live.url, "zhou", FIRST)
    page.get_by_label("现在的密码").fill(FIRST)
    page.get_by_label("新密码 New password", exact=True).fill(OWN)
    page.get_by_label("再输一遍新密码").fill(OWN)
    page.get_by_role("button", name="保存").click()
    page.goto(f"{live.url}/staff/line")
    expect(page.get_by_role("heading", level=1)).to_contain_text("电话")
    expect(page.get_by_role("navigation").locator("[aria-current=page]")).to_contain_text("电话")
    expect(page.locator("body")).not_to_contain_text("12000000072")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        assert not scrolls_sideways(page)
        assert barriers(page) == []
