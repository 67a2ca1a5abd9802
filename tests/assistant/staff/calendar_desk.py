"""Members of the staff at the calendar and in the hall, and residents for whom they book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask

from assistant.cases import calendar
from assistant.cases.booking_details import Details
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import slots
from assistant.store.members import Role
from assistant.store.models import Slot, StaffMember
from tests.assistant.cases.conftest import Counterside
from tests.assistant.staff.installation import PASSWORD, Visitor, hash_of

HALF = timedelta(minutes=30)
# The tests' clock stands at Monday 2026-03-02 09:30.
THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=LOCAL_TIME)
DAY = "2026-03-05"
ADDRESS, PHONE = "鼓东路1号", "139 0000 0001"
SECRET = Details(address=ADDRESS, mobility="坐轮椅", documents="户口本")


@dataclass
class CalendarDesk:
    """The office is the one that serves everybody; times are given as they are stored."""

    app: Flask
    side: Counterside
    office: str

    def hire(self, name: str, role: Role, office: str | None = None) -> str:
        member = StaffMember(
            name=name,
            password_hash=hash_of(PASSWORD),
            must_change_password=False,
            active=True,
            created_at=self.side.clock.now(),
            role=role.value,
            office=office,
        )
        with self.side.database.begin() as session:
            session.add(member)
        return member.id

    def visitor(self, role: Role = Role.SUPERVISOR, name: str = "chen") -> Visitor:
        """A member of that role, signed in."""
        self.hire(name, role)
        visitor = Visitor(self.app.test_client())
        visitor.sign_in(name)
        return visitor

    def slot(self, at: datetime, *, kind: str = "appointment", capacity: int = 2) -> str:
        with self.side.database.begin() as session:
            slots.add(session, self.office, kind, at, at + HALF, capacity)
            return slots.between(session, self.office, at, at + timedelta(minutes=1), kind)[0].id

    def read(self, slot_id: str) -> Slot:
        with self.side.database.read() as session:
            found = slots.find(session, slot_id)
        assert found is not None
        return found

    def case(self, index: int = 1) -> str:
        """The number of a case of some resident."""
        return self.side.wants_person(address=f"+86139{index:08}").number

    def booked(self, at: datetime, member_id: str, details: Details = Details(), index: int = 1) -> str:  # noqa: B008
        """The number of a case that has a place at that time."""
        number = self.case(index)
        self.side.does(calendar.book, number, member_id, self.slot(at), details)
        return number
