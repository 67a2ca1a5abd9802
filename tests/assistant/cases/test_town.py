from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.cases.kinds import CaseKind
from assistant.cases.town import EXAMPLE, Town, TownError
from knowledge.library import Library

CONTENT = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))


def test_every_service_belongs_to_exactly_one_department_of_the_example(town: Town) -> None:
    named = [service for one in town.departments.values() for service in one.services]
    assert sorted(named) == sorted(Library.load().articles)


def test_every_kind_of_case_has_limits_and_danger_is_taken_in_fifteen_minutes(town: Town) -> None:
    for kind in CaseKind:
        assert town.levels(kind).take.amount > 0
    urgent = town.levels(CaseKind.URGENT).take
    assert (urgent.amount, urgent.unit) == (15, "minutes")


def test_a_district_is_served_by_its_own_office_then_by_that_of_the_city() -> None:
    content = copy.deepcopy(CONTENT)
    content["offices"][0]["districts"] = ["350102"]
    content["offices"][1]["districts"] = ["350100"]
    town = Town.of(content)
    assert town.office_for("350102").id == "hall"
    assert town.office_for("350103").id == "hotline"
    assert town.office_for("350200").id == town.office_for(None).id == "hall"


def test_holidays_of_the_file_are_kept() -> None:
    content = copy.deepcopy(CONTENT)
    content["holidays"] = [date(2027, 2, 5)]
    content["make_up_days"] = [date(2027, 1, 30)]
    calendar = Town.of(content).calendar("hall")
    assert not calendar.is_workday(date(2027, 2, 5))
    assert calendar.is_workday(date(2027, 1, 30))


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        place: Any = content
        for part in path[:-1]:
            place = place[part]
        place[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("default_office", to="nowhere"), "no office nowhere"),
        (_set("departments", 0, "office", to="nowhere"), "no office nowhere"),
        (_set("departments", 1, "id", to="civil_affairs"), "department civil_affairs is named twice"),
        (_set("departments", 1, "services", to=["old_age_allowance"]), "old_age_allowance is named twice"),
        (
            _set("offices", 0, "hours", "mon", to=["8:30-12:00"]),
            "^town.yml: offices › hall › hours › mon › 1: hours are written as 08:30-12:00.$",
        ),
        (_set("offices", 0, "hours", to="allways"), "^town.yml: offices › hall › hours: hours are `always`"),
        (_set("dialects", 1, "id", to="mandarin"), "dialect mandarin is named twice"),
        (_set("offices", 0, "districts", to=["350102", "350102"]), "district 350102 is named twice"),
        (_set("offices", 0, "hours", "mon", to=["12:00-08:30"]), "hours end after they begin"),
        (_set("offices", 0, "hours", "mon", to=["14:30-17:30", "08:30-12:00"]), "out of order"),
        (_set("offices", 0, "hours", to={"mon": []}), "at least one day"),
        (_set("offices", 0, "hours", "monday", to=["08:30-12:00"]), "hall › hours › monday: Input should be"),
        (_set("service_levels", "question", "take", to="soon"), "so many minutes"),
        (_set("service_levels", to={}), "service_levels lacks"),
        (_set("allowed_hours", "texts", to=[]), "at least 1 item"),
        (_set("holidays", to=["2027-02-30"]), "holidays"),
        (_set("unknown", to=1), "unknown"),
    ],
)
def test_a_mistake_in_the_file_is_said_with_its_place(
    change: Callable[[dict[str, Any]], None], said: str
) -> None:
    content = copy.deepcopy(CONTENT)
    change(content)
    with pytest.raises(TownError, match=said):
        Town.of(content)


def test_a_day_cannot_be_off_and_worked() -> None:
    content = copy.deepcopy(CONTENT)
    content["holidays"] = content["make_up_days"] = [date(2027, 1, 30)]
    with pytest.raises(TownError, match="2027-01-30 cannot be"):
        Town.of(content)


@pytest.mark.parametrize("text", ["offices: [", "\xff"])
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, text: str) -> None:
    file = tmp_path / "town.yml"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(TownError, match=r"town.yml"):
        Town.load(file)


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(TownError, match="cannot be read"):
        Town.load(tmp_path / "none.yml")
