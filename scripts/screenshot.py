"""The picture of the README: `python -m scripts.screenshot [URL]`, while Bangban runs with its simulator."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from assistant.settings import load_settings
from tests.browser.live import ARGUMENTS, MISSING, find_browser

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "simulator.png"
CONVERSATION = ("八十岁那个钱咋领",)
SIZE = {"width": 1200, "height": 1130}
LARGEST_BYTES = 200_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", default=load_settings().local_url, help="where Bangban runs")
    parser.add_argument("--out", type=Path, default=PICTURE, help="the file to write")
    arguments = parser.parse_args()
    executable = find_browser()
    if executable is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS])
        page = browser.new_page(viewport=SIZE)
        converse(page, arguments.url)
        page.screenshot(path=arguments.out)
        browser.close()
    size = arguments.out.stat().st_size
    print(f"{arguments.out}: {size // 1000} kB")
    return 0 if size <= LARGEST_BYTES else 1


def converse(page: Page, url: str) -> None:
    """Ask on the phone in the browser, and wait for each answer."""
    page.goto(f"{url}/simulator")
    for text in CONVERSATION:
        answered = page.locator(".message.reply").count()
        page.get_by_label("写短信").fill(text)
        page.get_by_role("button", name="发送").click()
        expect(page.locator(".message.reply")).to_have_count(answered + 1, timeout=20_000)
    page.get_by_label("写短信").blur()


if __name__ == "__main__":
    sys.exit(main())
