"""What is typed about members of the staff. An error is the name of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import phonenumbers
from wtforms import (  # type: ignore[import-untyped]
    BooleanField,
    Field,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice  # type: ignore[import-untyped]
from wtforms.validators import InputRequired, Length, StopValidation  # type: ignore[import-untyped]
from wtforms.widgets import CheckboxInput  # type: ignore[import-untyped]

from assistant.cases.town import Town
from assistant.staff.forms import LONGEST_NAME, ConsoleForm
from assistant.staff.member_sentences import ROLES
from assistant.staff.shown import Names
from assistant.store.members import Member, Profile, Role
from knowledge.article import Bilingual

LONGEST_SHOWN_NAME = 32
LONGEST_SUBJECT = 255
MOST_OPEN = 99

NOTHING = SelectChoice("", "—")

_NAME = re.compile(r"[\w.@-]+")
_SUBJECT = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the town has to choose from: ids with their names in both languages."""

    offices: tuple[SelectChoice, ...]
    departments: tuple[SelectChoice, ...]
    services: tuple[SelectChoice, ...]
    dialects: tuple[SelectChoice, ...]
    districts: tuple[SelectChoice, ...]

    @classmethod
    def of(cls, town: Town, names: Names) -> Self:
        services = [service for one in town.departments.values() for service in sorted(one.services)]
        districts = {code for office in town.offices.values() for code in office.districts}
        return cls(
            offices=_choices((office.id, office.name) for office in town.offices.values()),
            departments=_choices((one.id, one.name) for one in town.departments.values()),
            services=_choices((service, names.service(service)) for service in services),
            dialects=_choices(town.dialects.items()),
            districts=_choices((code, names.region(code)) for code in sorted(districts)),
        )

    def name_of(self, kind: str, value: str | None) -> str | None:
        """What has left the town's file since keeps its id as its name."""
        found: dict[str, str] = {choice.value: choice.label for choice in getattr(self, kind)}
        return found.get(value, value) if value else None


class OneOf(SelectField):  # type: ignore[misc]
    """One of `choices`, or nothing."""

    def pre_validate(self, _form: object) -> None:
        if self.data and self.data not in _values(self.choices):
            raise StopValidation("not_on_list")


class SomeOf(SelectMultipleField):  # type: ignore[misc]
    """Any of `choices`, each with a box to tick."""

    option_widget = CheckboxInput()

    def pre_validate(self, _form: object) -> None:
        if set(self.data or ()) - _values(self.choices):
            raise StopValidation("not_on_list")


class MemberForm(ConsoleForm):
    """What an administrator says of a member."""

    shown_name = StringField(validators=[Length(max=LONGEST_SHOWN_NAME, message="too_long")])
    role = OneOf(validators=[InputRequired("role_missing")])
    office = OneOf()
    department = OneOf()
    services = SomeOf()
    dialects = SomeOf()
    districts = SomeOf()
    most_open = StringField()
    subject = StringField(validators=[Length(max=LONGEST_SUBJECT, message="too_long")])

    def __init__(self, *args: Any, choices: Choices, member: Member | None = None, **kwargs: Any) -> None:
        super().__init__(*args, data=_typed(member) if member is not None else None, **kwargs)
        self.role.choices = _choices((role.value, name) for role, name in ROLES.items())
        self.office.choices = (NOTHING, *choices.offices)
        self.department.choices = (NOTHING, *choices.departments)
        self.services.choices = choices.services
        self.dialects.choices = choices.dialects
        self.districts.choices = choices.districts

    def validate_department(self, field: Field) -> None:
        if self.role.data == Role.DEPARTMENT.value and not field.data:
            raise StopValidation("department_missing")

    def validate_most_open(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if field.data and not (field.data.isdecimal() and 1 <= int(field.data) <= MOST_OPEN):
            raise StopValidation("most_open_wrong")

    def validate_subject(self, field: Field) -> None:
        """OpenID Connect Core 1.0, section 2: at most 255 ASCII characters."""
        field.data = (field.data or "").strip()
        if field.data and not _SUBJECT.fullmatch(field.data):
            raise StopValidation("subject_wrong")

    def profile(self) -> Profile:
        """What was typed, once it is valid."""
        return Profile(
            shown_name=(self.shown_name.data or "").strip() or None,
            office=self.office.data or None,
            department=self.department.data or None,
            services=tuple(self.services.data or ()),
            dialects=tuple(self.dialects.data or ()),
            districts=tuple(self.districts.data or ()),
            most_open=int(self.most_open.data) if self.most_open.data else None,
        )


class NewMemberForm(MemberForm):
    """A member with the name to sign in with, which stays."""

    name = StringField(
        validators=[InputRequired("name_missing"), Length(max=LONGEST_NAME, message="too_long")]
    )

    def validate_name(self, field: Field) -> None:
        field.data = field.data.strip()
        if not _NAME.fullmatch(field.data):
            raise StopValidation("name_wrong")


class ProfileForm(ConsoleForm):
    """What members say of themselves. An empty phone stays as it was."""

    shown_name = StringField(validators=[Length(max=LONGEST_SHOWN_NAME, message="too_long")])
    on_duty = BooleanField()
    phone = StringField(validators=[Length(max=40, message="too_long")])
    forget_phone = BooleanField()

    def validate_phone(self, field: Field) -> None:
        field.data = (field.data or "").strip()
        if field.data:
            field.data = e164(field.data)


def e164(text: str) -> str:
    """A number as typed in this country. Raises StopValidation when it cannot be one."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException:
        raise StopValidation("phone_wrong") from None
    if not phonenumbers.is_valid_number(number):
        raise StopValidation("phone_wrong")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _typed(member: Member) -> dict[str, Any]:
    return {
        "shown_name": member.shown_name if member.shown_name != member.name else "",
        "role": member.role.value,
        "office": member.office or "",
        "department": member.department or "",
        "services": list(member.services),
        "dialects": list(member.dialects),
        "districts": list(member.districts),
        "most_open": str(member.most_open or ""),
        "subject": member.subject or "",
    }


def _choices(pairs: Iterable[tuple[str, Bilingual]]) -> tuple[SelectChoice, ...]:
    return tuple(SelectChoice(str(value), _one_line(name)) for value, name in pairs)


def _values(choices: Iterable[SelectChoice]) -> set[str]:
    return {choice.value for choice in choices}


def _one_line(name: Bilingual) -> str:
    return name.zh if name.zh == name.en else f"{name.zh} {name.en}"
