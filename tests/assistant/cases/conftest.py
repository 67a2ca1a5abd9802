"""A conversation with one answered message, from which cases are opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from assistant.cases import service
from assistant.cases.service import CaseView
from assistant.messages import Channel, Engine, Inbound, Outcome, Reply, TurnResult
from assistant.store import staff, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.turns import Recorded
from tests.conftest import FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)


@dataclass
class Counterside:
    """What the tests of cases do: a resident speaks, is answered, wants a person."""

    database: Database
    vault: Vault
    clock: FakeClock
    inbound: InboundBuilder

    def record(self, message: Inbound) -> Recorded:
        with self.database.begin() as session:
            return turns.record_inbound(session, self.vault, message, self.clock.now(), LEASE)

    def answered(self, text: str, answer: str, *, service: str, channel: Channel = Channel.SMS) -> Recorded:
        recorded = self.record(self.inbound(text, channel=channel))
        result = TurnResult(
            recorded.conversation_id,
            recorded.message_id,
            Outcome.ANSWERED,
            (Reply(answer, "zh", question="要我再说一遍吗？"),),
            Engine.RASA,
            service=service,
            aspect="amount",
        )
        state = recorded.state.with_(service=service, region="350102")
        with self.database.begin() as session:
            assert turns.finish_turn(session, self.vault, recorded, state, result, self.clock.now())
        return recorded

    def wants_person(self, text: str = "人工", reason: str = "requested", **fields: object) -> CaseView:
        return self.open(self.record(self.inbound(text, **fields)), reason)

    def open(self, recorded: Recorded, reason: str = "requested") -> CaseView:
        with self.database.begin() as session:
            return service.open_case(
                session,
                self.vault,
                conversation_id=recorded.conversation_id,
                resident_id=recorded.resident_id,
                message_id=recorded.message_id,
                reason=reason,
                state=recorded.state,
                now=self.clock.now(),
            )

    def staff(self, name: str = "wang") -> str:
        with self.database.begin() as session:
            return staff.create(session, name, "bamboo river lantern", self.clock.now()).id


@pytest.fixture
def counterside(database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder) -> Counterside:
    return Counterside(database, vault, clock, inbound)
