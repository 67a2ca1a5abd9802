"""What became of calls, as their webhooks report it: ours to residents, and theirs that nobody answered."""

from __future__ import annotations

from datetime import timedelta

from assistant.cases import answering, follow_up
from assistant.cases.follow_up import Question
from assistant.cases.work import Casework
from assistant.conversation import callbacks, outbox
from assistant.ports import Clock
from assistant.store import outbox_marks
from assistant.store.database import Database

_LEASE = timedelta(seconds=10)


class Calls:
    """Takes what the webhooks of calls hand over. Everything may be told twice."""

    def __init__(self, database: Database, casework: Casework, clock: Clock) -> None:
        self._database = database
        self._casework = casework
        self._clock = clock

    def number_for(self, reference: str) -> tuple[str, str] | None:
        """The number and the language of the resident of a call; None for an unknown reference."""
        with self._database.read() as session:
            return outbox_marks.addressee(session, self._casework.vault, reference)

    def placed(self, reference: str, call_id: str) -> None:
        """The provider places the call under this id."""
        with self._database.begin() as session:
            outbox.report_delivery(self._casework.on(session), call_id, "sent", reference=reference)

    def rated(self, reference: str, key: str, question: Question) -> bool:
        """A resident answered a question of the follow-up. Whether the next question comes."""
        with self._database.begin() as session:
            work = self._casework.on(session)
            return follow_up.answered(work, reference, key, question) == "ask_solved"

    def ended(self, reference: str, answered: bool) -> None:
        with self._database.begin() as session:
            answering.call_ended(self._casework.on(session), reference, answered=answered)

    def missed(self, call_id: str, number: str) -> None:
        """Somebody called and reached nobody: they are called back (GB/T 33358), and told so by text."""
        with self._database.begin() as session:
            callbacks.note(self._casework.on(session), call_id, number)
