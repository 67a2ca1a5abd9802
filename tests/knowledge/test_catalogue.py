"""Every service of the catalogue has a file, and every file stands in the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import catalogue, check

CATALOGUE = """\
# What must be answered.
services:
  winter_fuel: {zh: 取暖补贴, en: Winter fuel}
  warm_room: {zh: 暖屋, en: Warm room}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.yml"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def services(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "services"
    folder.mkdir()
    for name in names:
        (folder / f"{name}.yml").write_text(f"# 注释\nid: {name}\n", encoding="utf-8")
    return folder


def test_a_service_without_a_file_is_reported_at_its_entry(tmp_path: Path, file: Path) -> None:
    (problem,) = catalogue.uncovered(services(tmp_path, "winter_fuel"), file)

    assert (problem.file, problem.line) == ("catalogue.yml", 4)
    assert problem.sentence == "“warm_room” (Warm room) has no service file: write warm_room.yml."
    assert problem.sentence_zh == "“warm_room”（暖屋）没有服务文件。请补上 warm_room.yml。"


def test_a_file_that_is_not_in_the_catalogue_is_reported(tmp_path: Path, file: Path) -> None:
    (problem,) = catalogue.uncovered(services(tmp_path, "winter_fuel", "warm_room", "cold_room"), file)

    assert (problem.file, problem.line) == ("cold_room.yml", 1)
    assert "does not stand in catalogue.yml" in problem.sentence


def test_a_wrong_catalogue_is_reported_with_its_line(tmp_path: Path, file: Path) -> None:
    file.write_text(CATALOGUE.replace("zh: 暖屋, ", ""), encoding="utf-8")

    (problem,) = catalogue.uncovered(services(tmp_path), file)

    assert (problem.file, problem.line) == ("catalogue.yml", 4)
    with pytest.raises(ValueError, match=r"catalogue\.yml:4: “zh” is missing"):
        catalogue.load(file)


def test_all_services_are_right_when_each_has_its_file(tmp_path: Path, file: Path) -> None:
    assert catalogue.uncovered(services(tmp_path, "winter_fuel", "warm_room"), file) == []


def test_the_product_covers_its_59_services() -> None:
    assert len(catalogue.load().services) == 59
    assert catalogue.uncovered(check.SERVICES) == []
