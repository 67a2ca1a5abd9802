"""Calls to the service from the page of a simulated phone: the browser carries the sound itself."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import requests
from flask import Response, request
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from assistant.access import Caller, GuardedBlueprint
from assistant.channels import mulaw, simulator_pages
from assistant.channels.simulator import Network, Screens
from assistant.settings import Settings, load_settings
from tests.assistant.channels.call_door import RESIDENT, Memory, app_with_calls
from tests.assistant.channels.call_stand_ins import Act, Ear, Webhooks, connect, line, tone
from tests.browser.live import ENHANCED_CONTRAST, barriers, scrolls_sideways, tab_to

pytestmark = [pytest.mark.slow, pytest.mark.browser]

MENU = (
    '<Gather input="speech dtmf" action="gather?turn=1" numDigits="1" finishOnKey="" timeout="8">'
    "<Say>请说要办的事。</Say></Gather>"
)
DIAL = '<Dial action="person-ended"><Number url="whisper">+8613900000001</Number></Dial>'


@dataclass(frozen=True, slots=True)
class Understood:
    turn: int
    heard: str
    said: str


@dataclass
class Scene:
    """A service: what its webhooks say, what its line does in each call, and what it heard."""

    webhooks: Webhooks
    url: str = ""
    ears: list[Ear] = field(default_factory=list)
    wrong: list[Exception] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    acts: deque[Act] = field(default_factory=deque)


@pytest.fixture
def scene() -> Iterator[Scene]:
    """The line runs in a thread of its own; a call does the first of `acts` that is left."""
    scene = Scene(Webhooks(after=MENU, gather=MENU, whisper="<Say>请讲。</Say>", person_ended=MENU))
    started, stop = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def act(ear: Ear) -> None:
        await scene.acts.popleft()(ear)

    async def run() -> None:
        async with line(act, limit_s=None) as (url, ears, wrong):
            scene.webhooks.put("incoming", connect(url))
            scene.url, scene.ears, scene.wrong = url, ears, wrong
            started.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    assert started.wait(10)
    yield scene
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()
    assert scene.wrong == []


@pytest.fixture
def settings(tmp_path, scene: Scene) -> Settings:
    with_port = make_server("127.0.0.1", 0, lambda _environ, _start: [])
    port = with_port.server_port
    with_port.server_close()
    return load_settings(
        data_dir=tmp_path,
        host="127.0.0.1",
        port=port,
        simulator=True,
        line_url=scene.url,
        voice_url=f"http://127.0.0.1:{port}/voice",
    )


@pytest.fixture
def page(new_page, settings: Settings, scene: Scene) -> Iterator[Page]:
    screens = Screens()
    network = Network(
        settings, screens, lambda _sid, after: [one for one in scene.understood if one.turn > after]
    )
    others = GuardedBlueprint("others", __name__, caller=Caller.SIGNED, guard=lambda: None)

    @others.post("/twilio/voice/<name>")
    def webhook(name: str) -> Response:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        answer = scene.webhooks(f"/twilio/voice/{name}{query}", request.form.to_dict())
        return Response(answer.content, answer.status_code, content_type="text/xml")

    @others.get("/voice/speech")
    def speech() -> Response:
        assert request.args["format"] == "mulaw8000"
        return Response(tone(0.5), content_type="audio/basic")

    pages = (simulator_pages.page_blueprint(settings, network, screens), others)
    server = make_server(
        settings.host, settings.port, app_with_calls(settings, Memory(), *pages), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    page = new_page()
    page.goto(f"{settings.local_url}/simulator")
    yield page
    page.close()
    network.close()
    server.shutdown()
    thread.join(10)
    server.server_close()


def state(page: Page):
    return page.locator("#line-state")


def call(page: Page) -> None:
    page.get_by_role("button", name="打电话", exact=True).click()


def hang_up(page: Page) -> None:
    page.get_by_role("button", name="挂断电话").click()
    expect(state(page)).to_have_text("电话挂断了。")


async def until_stop(ear: Ear) -> None:
    await ear.next("stop")


def look(page: Page) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        assert not scrolls_sideways(page)
        assert barriers(page, ENHANCED_CONTRAST) == []
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_a_call_carries_keys_words_and_marks_between_browser_and_line(page, scene) -> None:
    done = threading.Event()

    async def act(ear: Ear) -> None:
        assert ear.kinds["start"][0]["start"]["customParameters"] == {"token": "the token"}
        before = len(ear.kinds["media"])
        await ear.play(tone(0.4), mark="greeting")
        await ear.next("mark")
        # What is played takes as long as it lasts: a frame goes out for each that is heard.
        assert len(ear.kinds["media"]) - before >= 18
        assert (await ear.next("dtmf"))["dtmf"]["digit"] == "5"
        await ear.until_loud()
        await ear.until_silent()
        await ear.play(tone(60.0), mark="long")
        await ear.send("clear")
        await ear.next("mark")
        done.set()
        await until_stop(ear)

    scene.acts.append(act)
    call(page)
    expect(state(page)).to_have_text("接通了。说话或按键。")
    look(page)
    page.locator("[data-key='5']").click()
    assert page.get_by_label("写短信").input_value() == ""
    page.get_by_label("说这句话").fill("办社保卡")
    page.get_by_role("button", name="说", exact=True).click()
    assert done.wait(15)
    scene.understood.append(Understood(1, "办社保卡", "请带上身份证。"))
    expect(page.locator(".message.spoken .words")).to_have_text("办社保卡")
    expect(page.locator(".message.call .words")).to_have_text("请带上身份证。")
    hang_up(page)
    assert len(scene.ears) == 1
    assert {len(base64.b64decode(one["media"]["payload"])) for one in scene.ears[0].kinds["media"]} == {160}
    assert mulaw.level(scene.ears[0].said()) > 0
    assert [one["CallStatus"] for one in scene.webhooks.told("call-status")] == ["completed"]
    assert [one["From"] for one in scene.webhooks.told("incoming")] == [RESIDENT]


def test_a_call_is_made_and_ended_with_the_keyboard_alone(page, scene) -> None:
    scene.acts.append(until_stop)
    tab_to(page, page.get_by_role("button", name="打电话", exact=True))
    page.keyboard.press("Enter")
    end = page.get_by_role("button", name="挂断电话")
    expect(state(page)).to_have_text("接通了。说话或按键。")
    expect(end).to_be_focused()
    page.keyboard.press("Enter")
    expect(state(page)).to_have_text("电话挂断了。")
    expect(page.get_by_role("button", name="打电话", exact=True)).to_be_focused()


def test_after_the_line_leaves_the_provider_asks_and_a_person_may_take_the_call(page, scene) -> None:
    async def act(ear: Ear) -> None:
        await ear.socket.close()

    scene.acts.append(act)
    scene.webhooks.put("gather", DIAL)
    call(page)
    expect(state(page)).to_have_text("请按键，或写一句话。")
    expect(page.locator(".message.call .words").last).to_have_text("请说要办的事。")
    look(page)
    page.get_by_label("说这句话").fill("人工")
    page.keyboard.press("Enter")
    expect(state(page)).to_have_text("工作人员接了电话。")
    assert [one["SpeechResult"] for one in scene.webhooks.told("gather")] == ["人工"]
    hang_up(page)
    assert [one["DialCallStatus"] for one in scene.webhooks.told("person-ended")] == ["completed"]


def test_without_a_line_the_call_goes_on_with_keys(page, scene) -> None:
    scene.webhooks.put("incoming", MENU)
    call(page)
    expect(state(page)).to_have_text("请按键，或写一句话。")
    page.locator("[data-key='2']").click()
    expect(page.locator(".message.call .words")).to_have_count(2)
    assert [one["Digits"] for one in scene.webhooks.told("gather")] == ["2"]


def test_a_page_that_is_closed_hangs_up(page, scene) -> None:
    scene.acts.append(until_stop)
    call(page)
    expect(state(page)).to_have_text("接通了。说话或按键。")
    page.goto("about:blank")
    assert scene.webhooks.came("call-status").wait(10)
    assert [one["CallStatus"] for one in scene.webhooks.told("call-status")] == ["completed"]


def test_without_a_voice_the_words_are_not_lost_in_silence(page, scene, settings) -> None:
    scene.acts.append(until_stop)
    page.route("**/simulator/speech", lambda route: route.fulfill(status=503, json={"error": "gone"}))
    call(page)
    expect(state(page)).to_have_text("接通了。说话或按键。")
    page.get_by_label("说这句话").fill("办社保卡")
    page.get_by_role("button", name="说", exact=True).click()
    expect(state(page)).to_have_text("没有声音说这句话。请按键。")
    hang_up(page)


def test_without_a_microphone_the_call_goes_on(page, scene) -> None:
    scene.acts.append(until_stop)
    call(page)
    expect(state(page)).to_have_text("接通了。说话或按键。")
    page.get_by_role("button", name="用话筒").click()
    expect(state(page)).to_have_text("话筒用不了。可以写字。")
    expect(page.get_by_role("button", name="用话筒")).to_have_attribute("aria-pressed", "false")
    hang_up(page)


def test_only_this_page_may_reach_the_line_and_hear_its_user(settings, page, scene) -> None:
    headers = requests.get(f"{settings.local_url}/simulator", timeout=10).headers
    address = scene.url.removesuffix("/media")
    assert f"connect-src 'self' {address};" in headers["Content-Security-Policy"]
    assert "microphone=(self)" in headers["Permissions-Policy"]
    elsewhere = requests.get(f"{settings.local_url}/simulator/messages", timeout=10).headers
    assert "connect-src 'self';" in elsewhere["Content-Security-Policy"]
    assert "microphone=()" in elsewhere["Permissions-Policy"]
