"""A clerk writes the page of a place: from nothing to checked."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import cli

pytestmark = pytest.mark.slow

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(tmp_path / "var"))

    def run_command(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["bangban", "knowledge", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return int(end.value.code or 0)

    return run_command


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The page of Gulou in Fuzhou."""
    return tmp_path / "var" / "places" / "350102.yml"


def laid_open(text: str, *blocks: str) -> str:
    """`text` without the # before each line of `blocks`, regular expressions."""
    for block in blocks:
        match = re.search(rf"(?m)^{block}$", text)
        assert match, block
        text = text[: match.start()] + re.sub("(?m)^#", "", match.group()) + text[match.end() :]
    return text


def filled(text: str, words: dict[str, str]) -> str:
    """`text` with the words put after the colon of the line that holds each key."""
    for line, said in words.items():
        assert text.count(line) == 1, line
        text = text.replace(line, line.replace(":", f": {said}", 1))
    return text


SOURCE = {
    "zh:        # 文件的全名": "区高龄补贴通知",
    "en:        # 全名的英文": "District notice on the old-age allowance",
    "zh:        # 简称，": "区通知",
    "en:        # 简称的": "District notice",
    "issuer:    ": "鼓楼区民政局",
    "date:      ": "2026-10-01",
    "grade:     ": "A",
    "checked:   ": "2026-11-20",
}
ENTRY = "\n".join(
    (
        "#      materials:    # 高龄津贴：要带什么？",
        "#        zh:",
        "#        en:",
    )
)


def fill_in(path: Path) -> None:
    """What a clerk does who has one document that says what to bring for the old-age allowance."""
    text = filled(path.read_text(encoding="utf-8"), SOURCE)
    text = laid_open(text, r"#  notice:\n(#    .*\n)+#    checked: .*")
    head, block = text.split("# ── 高龄津贴 ──\n")
    written = ENTRY.replace("zh:", "zh: 带身份证和两张照片。").replace(
        "en:", "en: Bring the identity card and two photos."
    )
    assert block.count(ENTRY) == 1
    block = laid_open(
        block.replace(ENTRY, written),
        "#  old_age_allowance:\n#    aspects:",
        r"#      materials: \{sources: \[notice\]\}",
        "#    texts:",
        "#      materials:    # 高龄津贴.*\n.*\n.*",
    )
    path.write_text(f"{head}# ── 高龄津贴 ──\n{block}", encoding="utf-8")


def test_a_page_to_start_from_passes_the_check_once_it_is_filled_in(run, path, capsys):
    assert run("page", "350102") == 0
    assert f"写好了：{path}" in capsys.readouterr().out
    assert run("check") == 1
    assert "places/350102.yml:" in capsys.readouterr().out

    fill_in(path)

    assert run("check") == 0, capsys.readouterr().out
    assert "1 张本地的纸，没有错误" in capsys.readouterr().out


def test_a_page_that_is_there_is_not_overwritten(run, path, capsys):
    path.parent.mkdir(parents=True)
    path.write_text("region: mine\n", encoding="utf-8")

    assert run("page", "350102") == 2

    assert path.read_text(encoding="utf-8") == "region: mine\n"
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path} 已经有了，没有动它。")
    assert "was left as it is" in said.err


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("350199", "knowledge/regions.yml lists the codes."),
        ("鼓楼区", "是不是 350102（鼓楼区）？"),
        ("../etc", "knowledge/regions.yml lists the codes."),
    ],
)
def test_a_code_that_is_not_known_is_one_sentence_and_writes_nothing(run, path, capsys, code, words):
    assert run("page", code) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"不认识“{code}”这个地方代码")
    assert words in said.err
    assert not path.parent.exists()


def test_a_folder_that_cannot_be_written_is_named(run, monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("BANGBAN_PLACES_DIR", str(tmp_path / "file"))

    assert run("page", "350102") == 2

    assert "BANGBAN_PLACES_DIR" in capsys.readouterr().err


def test_what_is_missing_is_listed_and_nothing_is_written(run, path, capsys):
    assert run("page", "350102", "--missing") == 0

    said = capsys.readouterr().out
    (line,) = [line for line in said.splitlines() if "（old_age_allowance）" in line]
    assert "要带什么（materials）" in line
    assert "（amount）" not in line
    assert re.search(r"\d+ 项服务，\d+ 处没写。", said.splitlines()[-1])
    assert not path.exists()


def test_what_a_page_says_is_no_longer_missing_unless_it_is_wrong(run, path, capsys):
    run("page", "350102")
    fill_in(path)
    capsys.readouterr()

    run("page", "350102", "--missing")
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "（old_age_allowance）" in line]
    assert "materials" not in line

    path.write_text(path.read_text(encoding="utf-8").replace("两张照片。", "两张照片"), encoding="utf-8")
    run("page", "350102", "--missing")
    said = capsys.readouterr()
    (line,) = [line for line in said.out.splitlines() if "（old_age_allowance）" in line]
    assert "materials" in line
    assert "350102.yml 有错，没有算进去。" in said.err


def test_the_check_looks_at_the_pages_of_another_folder_when_it_is_named(run, tmp_path, capsys):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "350103.yml").write_text('region: "350102"\n', encoding="utf-8")

    assert run("check", "--places", str(folder)) == 1

    assert "places/350103.yml:1: 文件名和 region“350102”不一样。" in capsys.readouterr().out
