"""Calls at the page of the simulated phone, served with the webhooks of calls alone."""

from __future__ import annotations

import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from assistant.channels import simulator_pages
from assistant.channels.simulator import Network, Screens
from assistant.channels.twilio_caller import TwilioCaller
from assistant.settings import load_settings
from knowledge.phrases import Phrases
from tests.assistant.channels.call_door import REFERENCE, RESIDENT, Memory, app_with_calls
from tests.browser.live import ENHANCED_CONTRAST, barriers, scrolls_sideways, tab_to

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SAYS = Phrases.load()


@pytest.fixture
def memory():
    return Memory()


@pytest.fixture
def settings(tmp_path, unused_port):
    return load_settings(data_dir=tmp_path, host="127.0.0.1", port=unused_port, simulator=True)


@pytest.fixture
def unused_port():
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [])
    port = server.server_port
    server.server_close()
    return port


@pytest.fixture
def network(settings, memory):
    screens = Screens()
    network = Network(settings, screens)
    pages = (
        simulator_pages.page_blueprint(settings, network, screens),
        simulator_pages.provider_blueprint(settings, network),
    )
    server = make_server(
        settings.host, settings.port, app_with_calls(settings, memory, *pages), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield network
    network.close()
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture
def page(new_page, settings, network):
    page = new_page()
    page.goto(f"{settings.local_url}/simulator")
    return page


def look(page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        assert not scrolls_sideways(page)
        assert barriers(page, ENHANCED_CONTRAST) == []
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_a_follow_up_call_is_answered_with_the_keyboard_alone(page, settings, network, memory):
    expect(page.get_by_role("button", name="接听")).to_be_hidden()
    TwilioCaller(settings).ask(RESIDENT, REFERENCE, "zh")
    expect(page.locator("#call-state")).to_have_text("帮办打来电话了。")
    look(page)

    tab_to(page, page.get_by_role("button", name="接听"))
    page.keyboard.press("Enter")
    first = page.get_by_role("button", name="按1")
    expect(first).to_be_focused()
    expect(page.locator(".message.call .words").last).to_contain_text(SAYS.say("call_rating", "zh"))
    look(page)

    page.keyboard.press("Enter")
    expect(page.locator(".message.call .words").last).to_have_text(SAYS.say("call_solved", "zh"))
    tab_to(page, page.get_by_role("button", name="按2"))
    page.keyboard.press("Enter")
    expect(page.locator(".message.call .words").last).to_have_text(SAYS.say("call_thanks", "zh"))
    expect(page.locator("#call")).to_be_hidden()
    expect(page.get_by_label("写短信")).to_be_focused()
    assert memory.rated == [(REFERENCE, "1", "rating"), (REFERENCE, "2", "solved")]


def test_a_call_can_be_declined(page, settings, network, memory):
    TwilioCaller(settings).ring("+8613900000002", REFERENCE, "zh")
    page.get_by_role("button", name="挂断", exact=True).click()
    expect(page.locator("#call")).to_be_hidden()
    network.wait_for_reports()
    assert memory.ended == [(REFERENCE, False)]


def test_a_call_to_the_service_says_that_nobody_took_it(page, network, memory):
    page.get_by_role("button", name="响一声就挂断").click()
    expect(page.locator(".message.unanswered .words")).to_have_text("您打了电话。没有人接。")
    look(page)
    network.wait_for_reports()
    assert [number for _, number in memory.missed] == [RESIDENT]
