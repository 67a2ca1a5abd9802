import pytest
from playwright.sync_api import expect

from tests.browser.live import ENHANCED_CONTRAST, barriers, scrolls_sideways, send, tab_to

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_question_sent_from_the_phone_is_answered_on_its_screen(live, new_page) -> None:
    page = new_page()
    page.goto(f"{live.url}/simulator")

    reply = send(page, "八十岁那个钱咋领")

    assert reply.startswith("【帮办】")
    allowance = live.parts.content.library.get("old_age_allowance").texts.zh
    first_sentences = {text.split("。")[0] for name, text in allowance if name != "title"}
    assert any(sentence in reply for sentence in first_sentences)


def test_an_english_question_is_answered_in_english(live, new_page) -> None:
    page = new_page()
    page.goto(f"{live.url}/simulator?lang=en")
    page.get_by_label("An English speaker").check()

    reply = send(page, "how do I renew my ID card")

    assert reply.startswith("[Bangban] ")
    assert "ID card" in reply


def test_the_phone_is_used_with_the_keyboard_alone(live, new_page) -> None:
    page = new_page()
    page.goto(f"{live.url}/simulator")
    page.get_by_label("林大爷").check()

    tab_to(page, page.get_by_label("写短信"))
    page.keyboard.type("办身份证要带啥")
    page.keyboard.press("Enter")

    expect(page.locator(".message.reply .words").last).to_contain_text("身份证")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_phone_has_no_barriers_before_and_after_a_message(live, new_page, language: str) -> None:
    page = new_page()
    page.goto(f"{live.url}/simulator?lang={language}")
    assert barriers(page, ENHANCED_CONTRAST) == []

    send(page, "重复" if language == "zh" else "repeat")

    assert barriers(page, ENHANCED_CONTRAST) == []


def test_the_start_page_has_no_barriers(live, new_page) -> None:
    page = new_page()
    page.goto(live.url)

    assert barriers(page) == []


@pytest.mark.parametrize("width", [640, 320])
def test_the_phone_fits_into_a_narrow_window(live, new_page, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(f"{live.url}/simulator")

    assert not scrolls_sideways(page)
