"""A resident who talks with the assistant over a real store, without a model, and staff who see to cases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

import pytest
from sqlalchemy import select

from assistant.cases import answering, follow_up, ownership, resolving
from assistant.cases.kinds import Kind
from assistant.cases.work import Casework
from assistant.conversation.answers import Content
from assistant.conversation.commands import Commands
from assistant.conversation.composer import Composer
from assistant.conversation.here import Here
from assistant.conversation.turn import Turn
from assistant.dialogue.keypad import KeypadEngine
from assistant.messages import Channel, TurnResult
from assistant.rendering import plain, sms
from assistant.rendering.moments import LOCAL_TIME
from assistant.store import cases, residents, staff
from assistant.store.database import Database
from assistant.store.models import Case, CaseEvent, Delivery
from tests.conftest import RESIDENT, FakeClock, InboundBuilder

OTHER_PHONE = "+8613900000009"
TERMINAL = "hall-1"


@dataclass
class Town:
    """What happens between residents, the assistant and the staff."""

    database: Database
    casework: Casework
    clock: FakeClock
    inbound: InboundBuilder
    turn: Turn

    def say(self, text: str, channel: Channel = Channel.SMS, address: str = RESIDENT) -> TurnResult:
        return self.turn.take(self.inbound(text, channel=channel, address=address))

    def told(self, text: str, channel: Channel = Channel.SMS, address: str = RESIDENT) -> str:
        return words(self.say(text, channel, address))

    def at_terminal(self, text: str) -> str:
        return self.told(text, Channel.KIOSK, TERMINAL)

    def opened(self, text: str = "人工", **where: object) -> tuple[str, str]:
        """Number and code of a case that a message opened."""
        answer = words(self.say(text, **where))  # type: ignore[arg-type]
        number, code = re.search(r"\d{4}-\d", answer), re.search(r"码是(\d{4})", answer)
        assert number, answer
        assert code, answer
        return number.group(), code[1]

    def member(self, name: str = "wang") -> str:
        with self.database.begin() as session:
            return staff.create(session, name, "bamboo river lantern", self.clock.now()).id

    def does(self, what, *args, **named):  # type: ignore[no-untyped-def]
        with self.database.begin() as session:
            return what(self.casework.on(session), *args, **named)

    def resolved(self, number: str, by: str = "wang") -> None:
        member = self.member(by)
        self.does(ownership.claim, number, member)
        self.does(answering.reply, number, member, "请带身份证来。")
        self.does(resolving.resolve, number, member)

    def asked_about(self, number: str, by: str = "wang") -> None:
        """Resolved, and the resident asked by text whether it helped."""
        self.resolved(number, by)
        self.clock.advance(self.casework.town.follow_up_after)
        assert self.does(follow_up.ask_next)

    def row(self, number: str) -> Case:
        with self.database.read() as session:
            found = cases.find(session, number)
        assert found is not None
        return found

    def only_case(self) -> Case:
        with self.database.read() as session:
            return session.scalars(select(Case)).one()

    def events(self, number: str) -> list[CaseEvent]:
        case_id = self.row(number).id
        with self.database.read() as session:
            return list(cases.events(session, case_id))

    def kinds(self, number: str) -> list[Kind]:
        return [Kind(event.kind) for event in self.events(number)]

    def outgoing(self, purpose: str) -> list[str]:
        with self.database.read() as session:
            rows = session.scalars(select(Delivery).where(Delivery.purpose == purpose)).all()
        return [self.casework.vault.open(row.text) for row in rows if row.text]

    def has_lane(self, address: str = RESIDENT) -> bool:
        with self.database.read() as session:
            known = residents.find(session, self.casework.vault, address)
            assert known is not None
            return residents.direct_lane(session, known.id)


def on(day: date) -> Here:
    """By text message, at ten in the morning."""
    return Here(datetime.combine(day, time(10), LOCAL_TIME))


def words(result: TurnResult) -> str:
    return " ".join(f"{reply.notice}{reply.text}{reply.question}" for reply in result.replies)


def keys(result: TurnResult) -> Sequence[str]:
    return [option.key for reply in result.replies for option in reply.options]


@pytest.fixture
def town_hall(
    database: Database,
    clock: FakeClock,
    inbound: InboundBuilder,
    casework: Casework,
    content: Content,
    composer_of_all: Composer,
    commands: Commands,
) -> Town:
    turn = Turn(
        database=database,
        vault=casework.vault,
        commands=commands,
        engine=KeypadEngine(content.aspects, content.regions),
        composer=composer_of_all,
        casework=casework,
        clock=clock,
        kept_days=180,
        rest_of={
            Channel.SMS: sms.rest_of,
            Channel.PHONE: partial(plain.rest_of, channel=Channel.PHONE),
            Channel.KIOSK: partial(plain.rest_of, channel=Channel.KIOSK),
        },
    )
    return Town(database, casework, clock, inbound, turn)
