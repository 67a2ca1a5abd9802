import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# In pieces, so that this file does not hold what it looks for.
MODELS = "voice/models/manifest.yml"
MODEL_HUB = ("hugging", "face.co")
REGISTRIES = re.compile(
    r"|".join(
        re.escape("".join(host))
        for host in (
            ("pypi", ".org"),
            ("pythonhosted", ".org"),
            ("npmjs", ".org"),
            ("registry.", "npmjs"),
            ("docker", ".io"),
            ("gh", "cr.io"),
            ("quay", ".io"),
            MODEL_HUB,
            ("extra-", "index-url ="),
        )
    )
)
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.~-])/(?:root|Users/\w+|home/\w+|work/\w+)/")


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
    )
    if done.returncode != 0:
        pytest.skip("this is not a clone")
    paths = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}")
    return found


def test_no_file_names_a_registry_but_the_list_that_says_where_models_are_got():
    assert [line for line in lines_with(REGISTRIES) if not line.startswith(f"{MODELS}:")] == []


def test_the_list_of_models_names_no_registry_of_packages():
    named = [line for line in lines_with(REGISTRIES) if line.startswith(f"{MODELS}:")]

    assert named
    assert all("".join(MODEL_HUB) in line for line in named)


def test_no_file_names_a_folder_of_somebodys_machine():
    assert lines_with(SOMEBODYS_FOLDER) == []


def test_nothing_that_is_built_or_kept_is_in_the_repository():
    kept = re.compile(
        r"(^|/)(\.venv|var|node_modules|__pycache__)/|\.(db|sqlite3|tar\.gz|pyc|pem)$|(^|/)(\.env|keys\.json)$"
        r"|^nlu/(models|data/generated|actions/generated)/"
    )

    assert [str(path) for path in tracked() if kept.search(path.relative_to(ROOT).as_posix())] == []
