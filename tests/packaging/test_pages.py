import re
from pathlib import Path

import pytest

from scripts import settings_docs

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


def test_the_page_of_settings_is_that_of_the_code():
    assert settings_docs.PAGE.read_text(encoding="utf-8") == settings_docs.page(), "run make docs"


def test_every_setting_says_what_it_means():
    rows = [line for line in settings_docs.page().splitlines() if line.startswith("| `BANGBAN_")]

    assert len(rows) > 20
    assert [row for row in rows if not re.search(r"\| [^|]{15,} \|$", row)] == []


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_shows_it_working_and_the_two_commands_before_anything_else(readme):
    opening = (ROOT / readme).read_text(encoding="utf-8").split("\n## ")[0]

    assert (
        opening.index("](docs/images/simulator.png)") < opening.index("make run") < opening.index("make test")
    )


@pytest.mark.parametrize(
    "page", [*READMES, "docs/architecture.md", "docs/dependencies.md", "docs/settings.md"]
)
def test_what_a_page_points_to_exists(page):
    folder = (ROOT / page).parent
    targets = re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8"))

    assert [target for target in targets if not (folder / target).exists()] == []


def test_both_readmes_have_the_same_sections_and_commands():
    shapes = []
    for readme in READMES:
        text = (ROOT / readme).read_text(encoding="utf-8")
        shapes.append(
            (
                len(re.findall("^## ", text, re.MULTILINE)),
                re.findall(r"^\| `bangban (\w+)", text, re.MULTILINE),
            )
        )

    assert shapes[0] == shapes[1]


def test_the_licence_is_the_whole_of_apache_2():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert "Version 2.0, January 2004" in text
    assert "9. Accepting Warranty or Additional Liability." in text
    assert "APPENDIX: How to apply the Apache License to your work." in text
