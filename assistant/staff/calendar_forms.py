"""What is typed about slots, bookings and tickets. An error is the name of a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, time
from typing import Any

from wtforms import Field, StringField, TextAreaField  # type: ignore[import-untyped]
from wtforms.fields import SelectChoice  # type: ignore[import-untyped]
from wtforms.validators import InputRequired, Length, StopValidation  # type: ignore[import-untyped]

from assistant.cases.booking_details import Details
from assistant.cases.kinds import CaseKind
from assistant.cases.timetable import LONGEST_MINUTES, MOST_DAYS, MOST_PLACES, SHORTEST_MINUTES, Opening
from assistant.staff.calendar_sentences import SLOT_KINDS
from assistant.staff.forms import ConsoleForm
from assistant.staff.member_forms import NOTHING, OneOf
from knowledge.article import Bilingual

LONGEST_LINE, LONGEST_WORDS, LONGEST_WHY = 120, 400, 200


class OpenSlotsForm(ConsoleForm):
    """Which times an office offers."""

    office = OneOf(validators=[InputRequired("office_missing")])
    kind = OneOf(validators=[InputRequired("slot_kind_missing")])
    first = StringField()
    days = StringField()
    start = StringField()
    end = StringField()
    minutes = StringField()
    capacity = StringField()

    def __init__(self, *args: Any, offices: Mapping[str, Bilingual], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office.choices = choices(offices)
        self.kind.choices = choices({kind.value: name for kind, name in SLOT_KINDS.items()})

    def validate_first(self, field: Field) -> None:
        day_of(field)

    def validate_days(self, field: Field) -> None:
        _within(field, 1, MOST_DAYS, "slot_days_wrong")

    def validate_start(self, field: Field) -> None:
        _time_of(field)

    def validate_end(self, field: Field) -> None:
        end = _time_of(field)
        try:
            start = _time_of(self.start)
        except StopValidation:
            return
        if end <= start:
            raise StopValidation("times_wrong")

    def validate_minutes(self, field: Field) -> None:
        _within(field, SHORTEST_MINUTES, LONGEST_MINUTES, "minutes_wrong")

    def validate_capacity(self, field: Field) -> None:
        _within(field, 1, MOST_PLACES, "places_wrong")

    def opening(self) -> Opening:
        """What was typed, once it is valid."""
        return Opening(
            office=self.office.data,
            kind=CaseKind(self.kind.data),
            first=day_of(self.first),
            days=int(self.days.data),
            start=_time_of(self.start),
            end=_time_of(self.end),
            minutes=int(self.minutes.data),
            capacity=int(self.capacity.data),
        )


class DetailsForm(ConsoleForm):
    """What must be known before a resident comes or is visited."""

    address = StringField(validators=[Length(max=LONGEST_LINE, message="too_long")])
    mobility = StringField(validators=[Length(max=LONGEST_LINE, message="too_long")])
    hearing = StringField(validators=[Length(max=LONGEST_LINE, message="too_long")])
    proxy = StringField(validators=[Length(max=LONGEST_LINE, message="too_long")])
    bring = TextAreaField(validators=[Length(max=LONGEST_WORDS, message="too_long")])
    documents = TextAreaField(validators=[Length(max=LONGEST_WORDS, message="too_long")])

    def __init__(self, *args: Any, at_home: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at_home = at_home

    def validate_address(self, field: Field) -> None:
        if self.at_home and not (field.data or "").strip():
            raise StopValidation("address_missing")

    def details(self) -> Details:
        """What was typed, once it is valid."""
        typed = {one.name: (self[one.name].data or "").strip() for one in fields(Details)}
        return Details.from_json(typed)


class WhyForm(ConsoleForm):
    """Why somebody looks at what is masked."""

    why = StringField(validators=[Length(max=LONGEST_WHY, message="too_long")])

    def validate_why(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if not field.data:
            raise StopValidation("why_missing")


class TicketForm(ConsoleForm):
    """Somebody who comes without a booking."""

    lane = OneOf()
    service = OneOf()
    number = StringField(validators=[Length(max=LONGEST_LINE, message="too_long")])

    def __init__(
        self,
        *args: Any,
        lanes: Mapping[str, Bilingual],
        services: Mapping[str, Bilingual],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lane.choices = choices(lanes)
        self.service.choices = (NOTHING, *choices(services))


class CheckInForm(ConsoleForm):
    """Somebody who comes to what is booked."""

    booked = StringField(validators=[Length(max=LONGEST_LINE, message="too_long")])

    def validate_booked(self, field: Field) -> None:
        if not (field.data or "").strip():
            raise StopValidation("number_missing")


def choices(named: Mapping[str, Bilingual]) -> tuple[SelectChoice, ...]:
    return tuple(
        SelectChoice(value, name.zh if name.zh == name.en else f"{name.zh} {name.en}")
        for value, name in named.items()
    )


def day_of(field: Field) -> date:
    """Raises StopValidation."""
    try:
        return date.fromisoformat((field.data or "").strip())
    except ValueError:
        raise StopValidation("date_wrong") from None


def _time_of(field: Field) -> time:
    hour, _, minute = (field.data or "").strip().partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise StopValidation("time_wrong") from None


def _within(field: Field, least: int, most: int, wrong: str) -> None:
    field.data = (field.data or "").strip()
    if not (field.data.isdecimal() and least <= int(field.data) <= most):
        raise StopValidation(wrong)
