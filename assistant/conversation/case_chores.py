"""What happens to cases by itself: limits, silence, assignment, the follow-up, the closing."""

from __future__ import annotations

import logging
from datetime import timedelta

from assistant.cases import alarms, follow_up, ownership, resolving
from assistant.cases.work import Casework
from assistant.conversation import left_tasks
from assistant.conversation.jobs import Job
from assistant.store import staff
from assistant.store.database import Database

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(seconds=15)
ASSIGN_EVERY = timedelta(seconds=5)
FOLLOW_UP_EVERY = timedelta(seconds=20)
LEFT_EVERY = timedelta(seconds=30)
CLOSE_EVERY = timedelta(hours=1)
_BATCH = 20


def jobs(database: Database, casework: Casework) -> list[Job]:
    chores = _Chores(database, casework)
    return [
        Job("limits", chores.sound, LOOK_EVERY),
        Job("silence", chores.lapse, LOOK_EVERY),
        Job("assignment", chores.assign, ASSIGN_EVERY),
        Job("left_tasks", chores.take_up_left, LEFT_EVERY),
        Job("follow_up", chores.follow_up, FOLLOW_UP_EVERY),
        Job("closing", chores.close, CLOSE_EVERY),
    ]


class _Chores:
    def __init__(self, database: Database, casework: Casework) -> None:
        self._database = database
        self._casework = casework

    def sound(self) -> bool:
        """Note which limits of cases are near their end, or over."""
        with self._database.begin() as session:
            return alarms.sound(self._casework.on(session)) > 0

    def lapse(self) -> bool:
        """Put cases back in the queue whose owner has fallen silent."""
        with self._database.begin() as session:
            lapsed = ownership.lapse(self._casework.on(session))
        if lapsed:
            log.info("cases back in the queue", extra={"rows": lapsed})
        return False

    def assign(self) -> bool:
        """Give what waits to those on duty who have room, without keeping writers waiting when nobody is."""
        with self._database.read() as session:
            if not staff.on_duty(session):
                return False
        with self._database.begin() as session:
            ownership.assign_waiting(self._casework.on(session))
        return False

    def take_up_left(self) -> bool:
        """Open cases for tasks that residents left in the middle, each in a transaction of its own."""
        for _ in range(_BATCH):
            with self._database.begin() as session:
                if not left_tasks.take_up_next(self._casework.on(session)):
                    break
        return False

    def follow_up(self) -> bool:
        """Ask residents whether it helped, each in a transaction of its own."""
        for _ in range(_BATCH):
            with self._database.begin() as session:
                if not follow_up.ask_next(self._casework.on(session)):
                    break
        return False

    def close(self) -> bool:
        """Close cases whose resident had time enough to object."""
        with self._database.begin() as session:
            closed = resolving.close_rated(self._casework.on(session), self._casework.town.closed_after)
        if closed:
            log.info("cases closed", extra={"rows": closed})
        return False
