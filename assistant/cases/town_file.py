"""The form of the town's file."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.cases.kinds import CaseKind
from assistant.cases.service_levels import Unit
from knowledge.article import Bilingual

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Region = Annotated[str, Field(pattern=r"^\d{6}$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SpanText(_Strict):
    """From when to when, as 08:30-12:00; 24:00 is the end of the day."""

    opens: time
    closes: time

    @property
    def span(self) -> tuple[time, time]:
        return self.opens, self.closes

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, given: Any) -> Any:
        found = _SPAN.fullmatch(given.strip()) if isinstance(given, str) else None
        if found is None:
            raise ValueError("hours are written as 08:30-12:00")
        opens, closes = time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4]))
        if int(found[3]) == 24 and closes != time(0):
            raise ValueError("a day ends at 24:00")
        if closes != time(0) and closes <= opens:
            raise ValueError("hours end after they begin; past midnight belongs to the next day")
        return {"opens": opens, "closes": closes}


Hours = Literal["always"] | dict[Weekday, list[SpanText]]


class OfficeText(_Strict):
    id: Id
    name: Bilingual
    phone: str = Field(pattern=r"^[0-9+ -]{3,24}$")
    hours: Hours
    districts: list[Region] = []
    counters: list[Annotated[str, Field(min_length=1, max_length=16)]] = []

    @field_validator("hours", mode="before")
    @classmethod
    def _either(cls, hours: Any) -> Any:
        if hours != "always" and not isinstance(hours, dict):
            raise ValueError("hours are `always`, or spans by weekday")
        return hours

    @field_validator("hours")
    @classmethod
    def _in_order(cls, hours: Hours) -> Hours:
        for day, spans in hours.items() if isinstance(hours, dict) else ():
            ends = [span.closes for span in spans[:-1]]
            starts = [span.opens for span in spans[1:]]
            if any(end == time(0) or start < end for end, start in zip(ends, starts, strict=True)):
                raise ValueError(f"the hours of {day} overlap or are out of order")
        if hours != "always" and not any(hours.values()):
            raise ValueError("an office has hours on at least one day")
        return hours


class DepartmentText(_Strict):
    id: Id
    name: Bilingual
    office: Id
    services: list[Id] = []


class LimitText(_Strict):
    """As `15 minutes`, `30 working minutes` or `5 working days`."""

    amount: int = Field(ge=1, le=10_000)
    unit: Unit

    @model_validator(mode="before")
    @classmethod
    def _parse(cls, given: Any) -> Any:
        amount, _, unit = str(given).partition(" ")
        known = {"minutes", "working minutes", "working days"}
        if not amount.isdecimal() or unit not in known:
            raise ValueError("a limit is so many minutes, working minutes or working days")
        return {"amount": int(amount), "unit": unit.replace(" ", "_")}


class LevelsText(_Strict):
    take: LimitText
    reply: LimitText
    resolve: LimitText


class AllowedHours(_Strict):
    texts: list[SpanText] = Field(min_length=1)
    calls: list[SpanText] = Field(min_length=1)


class Rung(_Strict):
    """One try to reach a resident, so many hours after the one before it."""

    medium: Literal["text", "call"]
    after_hours: float = Field(ge=0, le=240)


class FollowUp(_Strict):
    after_minutes: int = Field(ge=0, le=10_080)
    ladder: list[Rung] = Field(min_length=1, max_length=6)
    closed_after_days: int = Field(ge=1, le=60)


class Ownership(_Strict):
    """Minutes of working time after which an untouched case goes back to the queue: taken, or in progress."""

    lapse_minutes: int = Field(ge=1)
    stalled_minutes: int = Field(ge=1)
    most_open: int = Field(ge=1, le=200)


class DialectText(_Strict):
    id: Id
    name: Bilingual


class TownFile(_Strict):
    offices: list[OfficeText] = Field(min_length=1)
    default_office: Id
    departments: list[DepartmentText]
    service_levels: dict[CaseKind, LevelsText]
    allowed_hours: AllowedHours
    follow_up: FollowUp
    ownership: Ownership
    dialects: list[DialectText] = []
    holidays: list[date] = []
    make_up_days: list[date] = []

    @model_validator(mode="after")
    def _whole(self) -> Self:
        offices = [one.id for one in self.offices]
        departments = [one.id for one in self.departments]
        services = [service for one in self.departments for service in one.services]
        districts = [code for one in self.offices for code in one.districts]
        dialects = [one.id for one in self.dialects]
        for what, ids in (
            ("office", offices),
            ("department", departments),
            ("service", services),
            ("district", districts),
            ("dialect", dialects),
        ):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            if twice:
                raise ValueError(f"{what} {', '.join(twice)} is named twice")
        unknown = sorted({self.default_office, *(one.office for one in self.departments)} - {*offices})
        if unknown:
            raise ValueError(f"there is no office {', '.join(unknown)}")
        missing = sorted(kind.value for kind in set(CaseKind) - set(self.service_levels))
        if missing:
            raise ValueError(f"service_levels lacks {', '.join(missing)}")
        both = sorted(str(day) for day in {*self.holidays} & {*self.make_up_days})
        if both:
            raise ValueError(f"{', '.join(both)} cannot be a holiday and worked")
        return self
