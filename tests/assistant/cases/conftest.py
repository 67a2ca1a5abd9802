"""A conversation with one answered message, from which cases are opened, and staff who see to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from assistant.cases import answering, resolving, service
from assistant.cases.kinds import CaseKind, Kind
from assistant.cases.service import CaseView, Wanted
from assistant.cases.work import Casework, Work
from assistant.messages import Channel, Engine, Inbound, Outcome, Reply, TurnResult
from assistant.store import cases, staff, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case, CaseEvent, Delivery
from assistant.store.turns import Recorded
from tests.conftest import FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)
T = TypeVar("T")


@dataclass
class Counterside:
    """What the tests of cases do: a resident speaks, is answered, wants a person; staff see to it."""

    database: Database
    vault: Vault
    clock: FakeClock
    inbound: InboundBuilder
    casework: Casework

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

    def wants_person(
        self,
        text: str = "人工",
        reason: str = "requested",
        kind: CaseKind = CaseKind.QUESTION,
        **fields: Any,
    ) -> CaseView:
        return self.open(self.record(self.inbound(text, **fields)), reason, kind=kind)

    def open(self, recorded: Recorded, reason: str = "requested", **more: Any) -> CaseView:
        wanted = Wanted(
            conversation_id=recorded.conversation_id,
            resident_id=recorded.resident_id,
            message_id=recorded.message_id,
            reason=reason,
            **{"state": recorded.state, **more},
        )
        return self.does(service.open_case, wanted)

    def staff(self, name: str = "wang", **fields: Any) -> str:
        with self.database.begin() as session:
            return staff.create(session, name, "bamboo river lantern", self.clock.now(), **fields).id

    def does(self, what: Callable[..., T], *args: Any, **named: Any) -> T:
        """Something in a transaction of its own."""
        with self.database.begin() as session:
            return what(self.casework.on(session), *args, **named)

    def view(self, number: str) -> CaseView:
        with self.database.read() as session:
            return service.get(self.casework.on(session), number)

    def row(self, number: str) -> Case:
        with self.database.read() as session:
            found = cases.find(session, number)
        assert found is not None
        return found

    def events(self, number: str) -> list[Kind]:
        return [Kind(event.kind) for event in self.event_rows(number)]

    def event_rows(self, number: str) -> list[CaseEvent]:
        with self.database.read() as session:
            found = cases.find(session, number)
            assert found is not None
            return list(cases.events(session, found.id))

    def outgoing(self, purpose: str | None = None) -> list[str]:
        """What is in line for residents, in plain words."""
        with self.database.read() as session:
            rows = session.scalars(select(Delivery).order_by(Delivery.position)).all()
        return [self.vault.open(row.text) for row in rows if row.text and purpose in (None, row.purpose)]

    def resolved(self, member_id: str) -> CaseView:
        """A case that a member took, answered and resolved."""
        case = self.wants_person()
        self.does(answering.reply, case.number, member_id, "请带身份证来。")
        return self.does(resolving.resolve, case.number, member_id)

    def work(self, session: Any) -> Work:
        return self.casework.on(session)


@pytest.fixture
def counterside(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
) -> Counterside:
    return Counterside(database, vault, clock, inbound, casework)
