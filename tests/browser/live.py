"""The web application on a port of its own, and a browser to use it with."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from waitress.server import create_server

from assistant.app import web_app
from assistant.composition import Parts, compose, deliverer
from assistant.settings import load_settings
from assistant.store import staff
from assistant.store.members import Role

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MISSING = "Chromium is not installed here, and the browser tests need it: apt-get install chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Nobody listens on the discard port, so that the keypad engine answers.
NO_RASA = "http://127.0.0.1:9"
STOP_LIMIT_S = 10
MOST_TABS = 80

TAGS = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa")
# axe leaves it out unless it is asked for.
TARGET_SIZE = "target-size"
ENHANCED_CONTRAST = "color-contrast-enhanced"


@dataclass(frozen=True, slots=True)
class Live:
    """A running application and what it is made of."""

    url: str
    parts: Parts

    def hire(self, name: str, password: str) -> None:
        """Someone of the staff with a one-time password."""
        with self.parts.database.begin() as session:
            staff.create(
                session,
                name,
                password,
                self.parts.clock.now(),
                must_change_password=True,
                role=Role.SUPERVISOR,
            )

    def deliver(self) -> None:
        """What the worker does with the messages that wait; all of them."""
        outgoing = deliverer(self.parts)
        while outgoing.deliver_next():
            pass


@contextmanager
def serving(data_dir: Path) -> Iterator[Live]:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        settings = load_settings(
            data_dir=data_dir, host="127.0.0.1", port=port, simulator=True, rasa_url=NO_RASA
        )
        with compose(settings) as parts:
            parts.database.migrate()
            app = web_app(parts)
            server = create_server(app, sockets=[door], threads=24, clear_untrusted_proxy_headers=False)
            thread = threading.Thread(target=server.run)
            thread.start()
            try:
                yield Live(settings.local_url, parts)
            finally:
                _stop(server, thread)
                app.extensions["simulator"].close()


def _stop(server: Any, thread: threading.Thread) -> None:
    def close() -> None:
        for channel in list(server.active_channels.values()):
            channel.handle_close()
        server.close()

    server.trigger.pull_trigger(close)
    thread.join(STOP_LIMIT_S)
    server.task_dispatcher.shutdown()
    assert not thread.is_alive()


def send(page: Page, text: str) -> str:
    """Send `text` from the phone in the browser; returns the reply, once it is on the screen."""
    page.get_by_role("textbox").fill(text)
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.locator(".send").click()
    number = page.locator("input[name=number]:checked").input_value()
    shown = page.request.get(answered.value.url, params={"number": number}).json()["messages"]
    reply = next(message["text"] for message in reversed(shown) if message["direction"] == "reply")
    expect(page.locator(".message.reply .words").last).to_have_text(reply)
    return reply


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    """Give name and password at the console's door."""
    page.goto(f"{url}/staff/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def barriers(page: Page, *further: str) -> list[str]:
    """What axe finds on `page` by the rules of WCAG 2.2 AA and `further` ones, undecided cases too.

    What is undecided because it is scrolled out of sight is looked at again in sight.
    """
    rules = {rule: {"enabled": True} for rule in (TARGET_SIZE, *further)}
    found = _axe(page, {"runOnly": {"type": "tag", "values": [*TAGS]}, "rules": rules})
    ran = {result["id"] for kind in ("passes", "violations", "incomplete") for result in found[kind]}
    assert {"color-contrast", *further} <= ran
    undecided = [(result["id"], node) for result in found["incomplete"] for node in result["nodes"]]
    return _described(page, found["violations"]) + [
        barrier for rule, node in undecided for barrier in _in_sight(page, rule, node["target"][0])
    ]


def _in_sight(page: Page, rule: str, target: str) -> list[str]:
    page.locator(target).scroll_into_view_if_needed()
    found = _axe(page, {"runOnly": {"type": "rule", "values": [rule]}}, target)
    return _described(page, found["violations"] + found["incomplete"])


def _axe(page: Page, options: dict[str, Any], target: str | None = None) -> dict[str, Any]:
    response: dict[str, Any] = Axe().run(page, context=target, options=options).response
    return response


def _described(page: Page, results: list[dict[str, Any]]) -> list[str]:
    return [
        f"{page.url} {result['id']}: {node['target']} {node['html'][:200]}"
        for result in results
        for node in result["nodes"]
    ]


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with the tab key until `wanted` has the focus, and see to it that the focus can be seen."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            assert wanted.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
            return
    raise AssertionError(f"{wanted} is not reached with the tab key")


def scrolls_sideways(page: Page) -> bool:
    return bool(
        page.evaluate("document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth")
    )
