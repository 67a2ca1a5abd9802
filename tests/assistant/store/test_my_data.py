"""What is kept of a resident is counted and erased, but for what an open case needs until it is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assistant.cases import answering, resolving, service
from assistant.cases.service import Wanted
from assistant.cases.work import Casework
from assistant.messages import Channel, Engine, Outcome, Reply, TurnResult
from assistant.preferences import Preferences
from assistant.state import ConversationState
from assistant.store import (
    erased,
    handovers,
    my_data,
    outbox,
    resident_needs,
    residents,
    staff,
    turns,
)
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case, CaseEvent, Conversation, Delivery, Handover, Message, Resident
from assistant.store.turns import Recorded
from tests.conftest import RESIDENT, FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)
NEIGHBOUR = "+8613800000002"


class Shelf:
    """Everything that can be kept of a resident, and what is left of it."""

    def __init__(
        self, database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
    ) -> None:
        self.database, self.vault, self.clock = database, vault, clock
        self.inbound, self.casework = inbound, casework

    def turn(
        self, text: str = "我住幸福里", channel: Channel = Channel.SMS, address: str = RESIDENT
    ) -> Recorded:
        self.clock.advance(seconds=1)
        message = self.inbound(text, channel=channel, address=address)
        with self.database.begin() as session:
            recorded = turns.record_inbound(session, self.vault, message, self.clock.now(), LEASE)
            reply = Reply("一个月100块。", "zh")
            state = recorded.state.with_(
                region="350102", facts={"age": "83"}, last_reply=reply, task="callback"
            )
            result = TurnResult(
                recorded.conversation_id, recorded.message_id, Outcome.SAID, (reply,), Engine.KEYPAD
            )
            assert turns.finish_turn(session, self.vault, recorded, state, result, self.clock.now())
        return recorded

    def fill(self, address: str = RESIDENT) -> Recorded:
        recorded = self.turn(address=address)
        with self.database.begin() as session:
            now, who = self.clock.now(), recorded.resident_id
            residents.keep_facts(session, self.vault, who, {"age": "83", "hukou": "yes"}, now)
            residents.answer_keeping(session, self.vault, who, Preferences(rate=80), now)
            resident_needs.remember(session, self.vault, who, {"hearing": "yes"})
            residents.take_direct_lane(session, who)
            handovers.offer(session, self.vault, who, ConversationState(facts={"age": "83"}), now)
            outbox.enqueue(session, self.vault, who, Channel.SMS, "幸福里的事", f"r:{who}", now=now)
        return recorded

    def case(self, recorded: Recorded) -> str:
        wanted = Wanted(
            conversation_id=recorded.conversation_id,
            resident_id=recorded.resident_id,
            message_id=recorded.message_id,
            reason="requested",
            state=ConversationState(facts={"age": "83"}),
        )
        with self.database.begin() as session:
            return service.open_case(self.casework.on(session), wanted).number

    def member(self) -> str:
        with self.database.begin() as session:
            return staff.create(session, "wang", "bamboo river lantern", self.clock.now()).id

    def replied(self, number: str, member: str) -> None:
        with self.database.begin() as session:
            answering.reply(self.casework.on(session), number, member, "请带身份证来。")

    def closed(self, number: str, member: str) -> None:
        with self.database.begin() as session:
            resolving.resolve(self.casework.on(session), number, member)
            resolving.close(self.casework.on(session), number, member)

    def erased(self, recorded: Recorded) -> dict[str, int]:
        self.clock.advance(seconds=1)
        with self.database.begin() as session:
            return dict(
                my_data.erase(
                    session,
                    self.vault,
                    recorded.resident_id,
                    recorded.conversation_id,
                    recorded.message_id,
                    self.clock.now(),
                )
            )

    def purged(self, limit: int = 100) -> int:
        with self.database.begin() as session:
            return erased.purge_erased(session, self.vault, self.clock.now(), limit)

    def kept(self, resident_id: str) -> my_data.Kept:
        with self.database.read() as session:
            return my_data.kept(session, self.vault, resident_id)

    def all(self, model, *conditions):  # type: ignore[no-untyped-def]
        with self.database.read() as session:
            return list(session.scalars(select(model).where(*conditions)))

    def resident(self, resident_id: str) -> Resident:
        return self.all(Resident, Resident.id == resident_id)[0]

    def state(self, conversation_id: str) -> str:
        return self.vault.open(self.all(Conversation, Conversation.id == conversation_id)[0].state)


@pytest.fixture
def shelf(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
) -> Shelf:
    return Shelf(database, vault, clock, inbound, casework)


def test_what_is_kept_is_counted_by_kind(shelf: Shelf) -> None:
    recorded = shelf.fill()
    shelf.turn(channel=Channel.PHONE)
    shelf.case(recorded)
    assert shelf.kept(recorded.resident_id) == my_data.Kept(
        number=True, place=True, preferences=True, facts=2, needs=True, messages=2, cases=1
    )


def test_of_a_new_resident_there_is_a_number_and_a_message(shelf: Shelf, clock: FakeClock) -> None:
    with shelf.database.begin() as session:
        recorded = turns.record_inbound(session, shelf.vault, shelf.inbound(), clock.now(), LEASE)
    assert shelf.kept(recorded.resident_id) == my_data.Kept(
        number=True, place=False, preferences=False, facts=0, needs=False, messages=1, cases=0
    )


def test_without_an_open_case_everything_is_erased_at_once(shelf: Shelf) -> None:
    earlier = shelf.fill()
    rung = shelf.turn(channel=Channel.PHONE)
    asking = shelf.turn("删掉我的资料")

    counts = shelf.erased(asking)

    who = earlier.resident_id
    row = shelf.resident(who)
    assert (row.facts, row.facts_at, row.needs, row.preferences) == (None, None, None, None)
    assert (row.language, row.region, row.keeps_preferences, row.direct_lane) == (None, None, None, False)
    left = [message.id for message in shelf.all(Message) if message.body or message.result]
    assert left == [asking.message_id], "the turn under way answers its own message"
    assert "callback" not in shelf.state(rung.conversation_id)
    assert shelf.all(Handover) == []
    (text,) = shelf.all(Delivery)
    assert (text.status, text.text) == ("withdrawn", None)
    assert counts == {"messages": 2, "conversations": 1, "texts": 1, "cases": 0, "handovers": 1}


def test_the_number_leads_to_nobody_any_more(shelf: Shelf) -> None:
    asking = shelf.fill()
    shelf.erased(asking)
    with shelf.database.read() as session:
        assert residents.find(session, shelf.vault, RESIDENT) is None
    again = shelf.turn("您好")
    assert again.resident_id != asking.resident_id
    assert again.state == ConversationState()


def test_nothing_of_a_neighbour_is_touched(shelf: Shelf) -> None:
    other = shelf.fill(NEIGHBOUR)
    before = (shelf.kept(other.resident_id), shelf.state(other.conversation_id))
    shelf.erased(shelf.fill())
    shelf.clock.advance(days=3)
    shelf.purged()
    assert (shelf.kept(other.resident_id), shelf.state(other.conversation_id)) == before


def test_a_turn_under_way_in_another_conversation_begins_again(shelf: Shelf) -> None:
    shelf.turn(channel=Channel.PHONE)
    asking = shelf.turn()
    with shelf.database.begin() as session:
        message = shelf.inbound("接着说", channel=Channel.PHONE)
        under_way = turns.record_inbound(session, shelf.vault, message, shelf.clock.now(), LEASE)
    shelf.erased(asking)
    result = TurnResult(under_way.conversation_id, under_way.message_id, Outcome.SAID, (), Engine.KEYPAD)
    with shelf.database.begin() as session:
        state, now = under_way.state, shelf.clock.now()
        assert not turns.finish_turn(session, shelf.vault, under_way, state, result, now)
        assert turns.reload(session, shelf.vault, under_way).state.task is None


def test_an_open_case_keeps_its_words_and_the_number_until_it_is_closed(shelf: Shelf) -> None:
    asking = shelf.fill()
    number = shelf.case(asking)
    member = shelf.member()
    shelf.replied(number, member)

    counts = shelf.erased(shelf.turn("删掉我的资料"))

    assert counts["texts"] == 1
    with shelf.database.read() as session:
        assert residents.find(session, shelf.vault, RESIDENT) is not None
        assert residents.address_of(session, shelf.vault, asking.resident_id) == RESIDENT
    assert shelf.kept(asking.resident_id).cases == 1
    (case,) = shelf.all(Case)
    assert case.summary is not None
    assert all(one.text is not None for one in shelf.all(Delivery, Delivery.case_id == case.id))
    assert shelf.all(Message, Message.id == asking.message_id)[0].body is not None

    shelf.clock.advance(days=10)
    assert shelf.purged() == 0

    shelf.closed(number, member)
    while shelf.purged():
        pass
    (case,) = shelf.all(Case)
    assert case.summary is None
    assert {event.body for event in shelf.all(CaseEvent)} == {None}
    assert {(one.body, one.result) for one in shelf.all(Message)} == {(None, None)}
    assert "callback" not in shelf.state(asking.conversation_id)


def test_the_number_itself_is_erased_a_day_later(shelf: Shelf) -> None:
    asking = shelf.fill()
    shelf.erased(asking)
    with shelf.database.begin() as session:
        outbox.enqueue(
            session, shelf.vault, asking.resident_id, Channel.SMS, "删掉了。", "last", now=shelf.clock.now()
        )
    shelf.clock.advance(hours=25)
    while shelf.purged():
        pass
    with shelf.database.read() as session:
        assert residents.address_of(session, shelf.vault, asking.resident_id) == RESIDENT, "a reply waits"
    with shelf.database.begin() as session:
        assert outbox.withdraw(session, "last", shelf.clock.now())
    shelf.clock.advance(hours=25)
    while shelf.purged():
        pass
    with shelf.database.read() as session:
        assert residents.address_of(session, shelf.vault, asking.resident_id) == ""
    assert {one.text for one in shelf.all(Delivery)} == {None}
    assert {(one.body, one.result) for one in shelf.all(Message)} == {(None, None)}
    assert shelf.purged() == 0


def test_who_goes_on_talking_while_a_case_is_open_keeps_the_new_conversation(shelf: Shelf) -> None:
    asking = shelf.fill()
    number, member = shelf.case(asking), shelf.member()
    shelf.replied(number, member)
    shelf.erased(asking)
    shelf.clock.advance(hours=30)
    later = shelf.turn("高龄补贴怎么领")
    assert later.resident_id == asking.resident_id
    shelf.closed(number, member)
    shelf.clock.advance(hours=30)
    while shelf.purged():
        pass
    assert shelf.all(Message, Message.id == later.message_id)[0].body is not None
    with shelf.database.read() as session:
        assert residents.find(session, shelf.vault, RESIDENT) is not None


def test_the_words_of_closed_cases_are_erased_at_once(shelf: Shelf) -> None:
    recorded = shelf.fill()
    number, member = shelf.case(recorded), shelf.member()
    shelf.replied(number, member)
    shelf.closed(number, member)
    counts = shelf.erased(shelf.turn("删掉我的资料"))
    assert counts["cases"] > 1
    assert shelf.all(Case)[0].summary is None
    assert {event.body for event in shelf.all(CaseEvent)} == {None}


def test_much_that_was_left_is_erased_in_small_parts(shelf: Shelf) -> None:
    for index in range(3):
        shelf.erased(shelf.fill(f"+861380000030{index}"))
    shelf.clock.advance(hours=25)
    parts = []
    while count := shelf.purged(limit=2):
        parts.append(count)
    assert parts == [6, 3]
    with shelf.database.read() as session:
        assert session.execute(select(func.count()).where(Message.body.is_not(None))).scalar_one() == 0
