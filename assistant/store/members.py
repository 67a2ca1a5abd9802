"""What is known of a member of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from assistant.store import passwords
from assistant.store.models import StaffMember


class Role(StrEnum):
    """What somebody is employed for: 坐席, 窗口, 部门, 班长, 知识编辑, 管理员."""

    AGENT = "agent"
    COUNTER = "counter"
    DEPARTMENT = "department"
    SUPERVISOR = "supervisor"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who signs in, with `name`; colleagues read `shown_name`, which is `name` unless one was given.

    `must_change_password` holds until the one-time password has been replaced. `password_mark` changes with
    the password and tells nothing about it. Empty `services`, `dialects` and `districts` mean all.
    `most_open` is how many cases the member may hold at once, None for the town's number. Since
    `on_duty_since` cases may be assigned to the member by themselves. `subject` is the identity at the town's
    sign-in service. `has_phone` says that there is a number to ring the member first.
    """

    id: str
    name: str
    must_change_password: bool
    password_mark: str
    role: Role
    active: bool
    shown_name: str
    office: str | None
    department: str | None
    services: tuple[str, ...]
    dialects: tuple[str, ...]
    districts: tuple[str, ...]
    most_open: int | None
    on_duty_since: datetime | None
    subject: str | None
    has_phone: bool

    @classmethod
    def of(cls, row: StaffMember) -> Self:
        return cls(
            id=row.id,
            name=row.name,
            must_change_password=row.must_change_password,
            password_mark=passwords.mark(row.password_hash),
            role=Role(row.role),
            active=row.active,
            shown_name=row.shown_name or row.name,
            office=row.office,
            department=row.department,
            services=tuple(row.services or ()),
            dialects=tuple(row.dialects or ()),
            districts=tuple(row.districts or ()),
            most_open=row.most_open,
            on_duty_since=row.on_duty_since,
            subject=row.subject,
            has_phone=row.phone is not None,
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member is called and takes on, as an administrator sets it. The fields are those of `Member`."""

    shown_name: str | None = None
    office: str | None = None
    department: str | None = None
    services: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    most_open: int | None = None

    def columns(self) -> dict[str, Any]:
        return {
            "shown_name": self.shown_name or None,
            "office": self.office or None,
            "department": self.department or None,
            "services": list(self.services) or None,
            "dialects": list(self.dialects) or None,
            "districts": list(self.districts) or None,
            "most_open": self.most_open,
        }
