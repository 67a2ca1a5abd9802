"""One Chromium and one running application for all browser tests; a fresh profile for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.live import ARGUMENTS, MISSING, Live, find_browser, serving
from tests.conftest import DataFolder

WAIT_MS = 15_000

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_browser()
    if executable is None:
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live(data_folder: DataFolder) -> Iterator[Live]:
    with serving(data_folder("live")) as live:
        yield live


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Makes pages, each in a profile of its own; a page that reports an error of its own fails the test."""
    contexts, errors = [], []

    def make(**options: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 1000}} | options))
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Content Security" in said.text else None)
        return page

    yield make
    for context in contexts:
        context.close()
    assert errors == []
