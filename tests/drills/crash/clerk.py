"""A member of the staff who answers cases, in a process that nobody kills."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass

from assistant.cases import answering, ownership, service
from assistant.cases.work import Casework
from assistant.store import residents
from assistant.store.database import Database
from assistant.store.models import Case


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply that was committed: to which number, and with which words."""

    number: str
    words: str


class Clerk:
    """Claims each case that a resident was told of, and answers it twice, pressing the button twice."""

    def __init__(self, database: Database, casework: Casework, member_id: str) -> None:
        self._database, self._casework, self._member_id = database, casework, member_id
        self._cases: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._seen: set[str] = set()
        self._broke: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="clerk")
        self.answered: list[Answered] = []

    def start(self) -> None:
        self._thread.start()

    def told(self, number: str) -> None:
        """A resident was told of this case."""
        self._cases.put(number)

    def stop(self) -> None:
        """Returns when all that residents were told of is answered. Raises what broke the clerk."""
        self._cases.put(None)
        self._thread.join()
        if self._broke is not None:
            raise self._broke

    def _work(self) -> None:
        try:
            while (number := self._cases.get()) is not None:
                if number not in self._seen:
                    self._seen.add(number)
                    self._see_to(number)
        except BaseException as error:  # noqa: BLE001 - raised again by `stop`
            self._broke = error

    def _see_to(self, number: str) -> None:
        with self._database.begin() as session:
            ownership.claim(self._casework.on(session), number, self._member_id)
        for place in (1, 2):
            words = f"编号{number}的第{place}次答复"
            for _ in range(2):
                with self._database.begin() as session:
                    work = self._casework.on(session)
                    answering.reply(work, number, self._member_id, words, key=str(place))
            with self._database.read() as session:
                work = self._casework.on(session)
                case: Case = service.find(work, number, lock=False)
                address = residents.address_of(session, work.vault, case.resident_id)
                self.answered.append(Answered(address, work.notices.signed(words, case.language)))
