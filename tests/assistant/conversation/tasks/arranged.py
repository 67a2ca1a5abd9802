"""What the store has of what was arranged."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from assistant.cases import calendar, service
from assistant.cases.appointments import Appointment
from assistant.cases.moves import find
from assistant.cases.summary import Summary
from assistant.messages import Channel
from assistant.rendering.moments import LOCAL_TIME
from assistant.state import ConversationState
from assistant.store import slots
from assistant.store.models import Booking, Case, Conversation, Delivery, Slot
from tests.conftest import RESIDENT

NINE = datetime(2026, 3, 3, 9, 0, tzinfo=LOCAL_TIME)
"""Tomorrow at nine."""
APPOINTMENT = ("我要预约到窗口", "办身份证", "我自己", "明天上午")
VISIT = ("请派人上门，明天上午到鼓楼区五一路12号给我妈办高龄津贴",)


def open_slots(town_hall: Any, *times: datetime, kind: str = "appointment", capacity: int = 1) -> list[str]:
    """The slots by id, of half an hour each."""
    ids = []
    with town_hall.database.begin() as session:
        for at in times:
            slots.add(session, "hall", kind, at, at + timedelta(minutes=30), capacity)
            ids.append(slots.between(session, "hall", at, at + timedelta(minutes=1), kind)[0].id)
    return ids


def say(town_hall: Any, *texts: str, channel: Channel = Channel.SMS, address: str = RESIDENT) -> Any:
    """Every text a few seconds after the one before; what came of the last one."""
    result = None
    for text in texts:
        result = town_hall.say(text, channel, address)
        town_hall.clock.advance(seconds=5)
    return result


def taken(town_hall: Any, slot_id: str) -> int:
    with town_hall.database.read() as session:
        found: Slot | None = slots.find(session, slot_id)
    assert found is not None
    return found.taken


def count(town_hall: Any, model: type) -> int:
    with town_hall.database.read() as session:
        return int(session.execute(select(func.count()).select_from(model)).scalar_one())


def bookings_and_cases(town_hall: Any) -> tuple[int, int]:
    return count(town_hall, Booking), count(town_hall, Case)


def place(town_hall: Any, number: str) -> Appointment | None:
    with town_hall.database.read() as session:
        work = town_hall.casework.on(session)
        return calendar.of_case(work, find(work, number, lock=False))


def summary(town_hall: Any, number: str) -> Summary:
    with town_hall.database.read() as session:
        found = service.get(town_hall.casework.on(session), number).summary
    assert found is not None
    return found


def texts(town_hall: Any) -> list[tuple[str, str]]:
    """What is in line for residents: its purpose and its words."""
    with town_hall.database.read() as session:
        rows = session.scalars(select(Delivery).order_by(Delivery.position)).all()
        return [(row.purpose, town_hall.casework.vault.open(row.text)) for row in rows if row.text]


def states(town_hall: Any) -> list[ConversationState]:
    with town_hall.database.read() as session:
        rows = session.scalars(select(Conversation.state)).all()
    return [ConversationState.from_json(json.loads(town_hall.casework.vault.open(row))) for row in rows]
