"""Another system that is told of cases, and a town in which they happen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from assistant.cases import answering
from assistant.cases.service import Wanted, open_case
from assistant.cases.work import Casework
from assistant.conversation.webhooks import WebhookDeliverer
from assistant.store import api_keys, turns, webhook_deliveries, webhooks
from assistant.store.api_keys import Scope
from assistant.store.database import Database
from tests.conftest import FakeClock, InboundBuilder

LEASE = timedelta(seconds=60)


class Receiver:
    """Another system: answers with what is next in `answers`, else with 204."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.answers: list[int | Exception] = []
        self.posts: list[tuple[str, bytes, Mapping[str, str]]] = []

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        assert not self.database.in_transaction, "no transaction is open while somebody else is called"
        self.posts.append((url, body, headers))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def told(self) -> list[Any]:
        return [json.loads(body) for _, body, _ in self.posts]


class Town:
    def __init__(
        self, database: Database, casework: Casework, clock: FakeClock, inbound: InboundBuilder
    ) -> None:
        self.database, self.casework, self.clock, self.inbound = database, casework, clock, inbound
        self.receiver = Receiver(database)
        self.deliverer = WebhookDeliverer(database, casework.vault, self.receiver, clock)
        self.secret = ""

    def hook(self, name: str = "12345", events: tuple[str, ...] | None = None) -> str:
        with self.database.begin() as session:
            hook, self.secret = webhooks.create(
                session, self.casework.vault, name, f"https://{name}.example/told", events, self.clock.now()
            )
        return hook.id

    def key(self) -> str:
        with self.database.begin() as session:
            return api_keys.create(session, "12345", [Scope.WRITE], self.clock.now())[0].id

    def case(self, text: str = "八十岁那个钱咋领", **fields: Any) -> str:
        """The number of a case that was just opened."""
        self.clock.advance(seconds=1)
        with self.database.begin() as session:
            work = self.casework.on(session)
            said = turns.record_inbound(session, work.vault, self.inbound(text, **fields), work.now, LEASE)
            wanted = Wanted(said.conversation_id, said.resident_id, said.message_id, "requested", said.state)
            return open_case(work, wanted).number

    def note(self, number: str, member_id: str, text: str = "住三楼") -> None:
        with self.database.begin() as session:
            answering.note(self.casework.on(session), number, member_id, text)

    def run(self) -> int:
        """Make out and post until nothing is due; how many were posted."""
        before = len(self.receiver.posts)
        while self.deliverer.make_out():
            pass
        while self.deliverer.deliver_next():
            pass
        return len(self.receiver.posts) - before

    def dead(self) -> list[webhook_deliveries.Dead]:
        with self.database.read() as session:
            return webhook_deliveries.dead(session)
