"""A member of the staff who books places for residents, from Monday 2026-03-02 09:30 on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from assistant.cases import calendar
from assistant.cases.appointments import Appointment
from assistant.cases.booking_details import Details
from assistant.cases.moves import find
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import slots
from assistant.store.models import Delivery, Slot
from tests.assistant.cases.conftest import Counterside

THURSDAY = datetime(2026, 3, 5, 9, 0, tzinfo=LOCAL_TIME)
REMINDED = datetime(2026, 3, 4, 16, 0, tzinfo=LOCAL_TIME)
ADDRESS = Details(address="鼓东路1号", mobility="坐轮椅")


@dataclass
class Booker:
    """A member who books places in an office for residents."""

    side: Counterside
    office: str
    member: str

    def slot(self, at: datetime = THURSDAY, capacity: int = 1, kind: str = "appointment") -> str:
        with self.side.database.begin() as session:
            slots.add(session, self.office, kind, at, at + timedelta(minutes=30), capacity)
            return slots.between(session, self.office, at, at + timedelta(minutes=1), kind)[0].id

    def taken(self, slot_id: str) -> int:
        with self.side.database.read() as session:
            found: Slot | None = slots.find(session, slot_id)
        assert found is not None
        return found.taken

    def book(self, number: str, slot_id: str, details: Details = ADDRESS) -> Appointment:
        return self.side.does(calendar.book, number, self.member, slot_id, details)

    def place(self, number: str) -> Appointment | None:
        with self.side.database.read() as session:
            work = self.side.work(session)
            return calendar.of_case(work, find(work, number, lock=False))

    def reminders(self) -> list[tuple[datetime, bool, str]]:
        """What is still to be said on the day before: when, whether unasked, and the words."""
        with self.side.database.read() as session:
            rows = session.scalars(
                select(Delivery)
                .where(Delivery.purpose == "reminder", Delivery.status == "due")
                .order_by(Delivery.position)
            ).all()
        return [(row.next_at, row.unasked, self.side.vault.open(row.text or b"")) for row in rows]

    def told(self) -> list[str]:
        return self.side.outgoing("notice")
