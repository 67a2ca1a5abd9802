"""The town: offices and their hours, departments, limits, and when residents may be disturbed.

All of it is one YAML file, which a town edits; `docs/town.md` explains it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.cases.allowed_hours import Window
from assistant.cases.holidays import Holidays
from assistant.cases.kinds import CaseKind
from assistant.cases.service_levels import Levels, Limit
from assistant.cases.town_file import Ownership, Rung, TownFile
from assistant.cases.working_time import Hours, WorkingTime
from assistant.errors import AssistantError
from knowledge.article import Bilingual
from knowledge.regions import outside

EXAMPLE = Path(__file__).with_name("town.yml")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class TownError(AssistantError, ValueError):
    """The town's file is wrong; the message says where, one mistake a line."""

    code = "town_file_wrong"


@dataclass(frozen=True, slots=True)
class Office:
    """`districts` are the GB/T 2260 codes that it serves; none means every other one."""

    id: str
    name: Bilingual
    phone: str
    districts: frozenset[str]
    counters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """`office` is the office whose hours hold for it."""

    id: str
    name: Bilingual
    services: frozenset[str]
    office: str


class Town:
    """What is fixed for one town."""

    def __init__(self, file: TownFile) -> None:
        self._file = file
        self.holidays = Holidays.known(file.holidays, file.make_up_days)
        self.offices: Mapping[str, Office] = {
            one.id: Office(one.id, one.name, one.phone, frozenset(one.districts), tuple(one.counters))
            for one in file.offices
        }
        self.departments: Mapping[str, Department] = {
            one.id: Department(one.id, one.name, frozenset(one.services), one.office)
            for one in file.departments
        }
        self.dialects: Mapping[str, Bilingual] = {one.id: one.name for one in file.dialects}
        self._calendars = {one.id: WorkingTime(_hours(one.hours), self.holidays) for one in file.offices}

    @classmethod
    def load(cls, path: Path | None = None) -> Town:
        """The town of a file, or the example. Raises TownError."""
        file = path or EXAMPLE
        try:
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise TownError(f"{file.name} cannot be read: {error.strerror}.") from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f" in line {mark.line + 1}" if mark else ""
            raise TownError(f"{file.name} is no YAML{where}.") from None
        return cls.of(content, file.name)

    @classmethod
    def of(cls, content: Any, name: str = "town.yml") -> Town:
        """The town of what a file says. Raises TownError."""
        try:
            return cls(TownFile.model_validate(content))
        except ValidationError as error:
            said = [_said(problem["loc"], problem["msg"], content) for problem in error.errors()]
            raise TownError("\n".join(f"{name}: {line}." for line in said if line)) from None

    def calendar(self, office: str) -> WorkingTime:
        """Raises KeyError for an unknown office."""
        return self._calendars[office]

    def office_for(self, region: str | None) -> Office:
        """The office that serves a district, or the whole city or province of it; else the default one."""
        for code in (region, *outside(region)) if region else ():
            for office in self.offices.values():
                if code in office.districts:
                    return office
        return self.offices[self._file.default_office]

    def department_for(self, service: str | None) -> Department | None:
        """Who answers for a service; None when nobody is named."""
        return next((one for one in self.departments.values() if service in one.services), None)

    def levels(self, kind: CaseKind) -> Levels:
        return self._levels[kind]

    @property
    def ownership(self) -> Ownership:
        return self._file.ownership

    @property
    def follow_up_after(self) -> timedelta:
        """How long after a case was resolved its resident is asked about it."""
        return timedelta(minutes=self._file.follow_up.after_minutes)

    @property
    def follow_up_ladder(self) -> tuple[Rung, ...]:
        """How a resident is tried who does not answer, one after another."""
        return tuple(self._file.follow_up.ladder)

    @property
    def closed_after(self) -> timedelta:
        """How long a case stays open to the resident's word after it was followed up."""
        return timedelta(days=self._file.follow_up.closed_after_days)

    def windows(self, medium: str) -> tuple[Window, ...]:
        """The hours of a day in which residents may be written to ("text") or rung ("call") unasked."""
        hours = self._file.allowed_hours
        return tuple(one.span for one in (hours.calls if medium == "call" else hours.texts))

    @cached_property
    def _levels(self) -> Mapping[CaseKind, Levels]:
        return {
            kind: Levels(*(Limit(step.amount, step.unit) for step in (one.take, one.reply, one.resolve)))
            for kind, one in self._file.service_levels.items()
        }


def _hours(given: Any) -> Hours:
    if given == "always":
        return Hours.round_the_clock()
    return Hours({WEEKDAYS.index(day): tuple(one.span for one in spans) for day, spans in given.items()})


def _said(loc: tuple[int | str, ...], message: str, content: Any) -> str | None:
    """A mistake with its place; None for the other form of hours, of which pydantic complains as well."""
    parts: list[str] = []
    here = content
    for part in loc:
        if isinstance(part, str) and part.startswith("literal["):
            return None
        if isinstance(part, str) and part.startswith(("dict[", "[key]")):
            continue
        if isinstance(part, int) and isinstance(here, list):
            here = here[part]
            named = here.get("id") if isinstance(here, dict) else None
            parts.append(str(named or part + 1))
        else:
            here = here.get(part) if isinstance(here, dict) else None
            parts.append(str(part))
    return ": ".join(filter(None, (" › ".join(parts), message.removeprefix("Value error, "))))
