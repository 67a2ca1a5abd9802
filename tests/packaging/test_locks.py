import re
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {
    "requirements.in": "requirements.lock",
    "requirements-dev.in": "requirements-dev.lock",
    "nlu/requirements.in": "nlu/requirements.lock",
}
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def direct(source: str) -> set[str]:
    lines = (ROOT / source).read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if line and not line.startswith(("#", "-"))]
    return {re.split(r"[\[=<>; ]", line)[0].lower() for line in named}


def entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    starts = [match.start() for match in REQUIREMENT.finditer(text)] + [len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def versions(lock: str) -> set[tuple[str, str]]:
    return set(REQUIREMENT.findall((ROOT / lock).read_text(encoding="utf-8")))


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_locked_package_has_a_hash(lock):
    found = entries(lock)

    assert len(found) > 20
    assert [entry.splitlines()[0] for entry in found if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS.values())
def test_no_lock_names_an_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"\S*://\S*|--\S*index\S*|--find-links.*|file:\S*", text) == []


@pytest.mark.parametrize(("source", "lock"), LOCKS.items())
def test_every_direct_dependency_is_locked(source, lock):
    locked = {name.lower() for name, _version in versions(lock)}

    assert direct(source) - locked == set()


def test_the_tests_run_on_the_versions_that_are_installed_for_use():
    assert versions("requirements.lock") - versions("requirements-dev.lock") == set()


@pytest.mark.parametrize("source", LOCKS)
def test_every_direct_dependency_says_why_it_is_here(source):
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    section = page.split(f"(`{source}`")[1].split("\n## ")[0]
    explained = dict(re.findall(r"^\| `([^`]+)` \| (.{20,}) \|$", section, re.MULTILINE))

    assert set(explained) == direct(source)
