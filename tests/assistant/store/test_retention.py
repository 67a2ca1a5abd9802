from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from assistant.cases import answering, resolving, service
from assistant.cases.service import Wanted
from assistant.cases.work import Casework
from assistant.messages import Channel, Engine, Outcome, Reply, TurnResult
from assistant.state import ConversationState
from assistant.store import handovers, outbox, outbox_marks, residents, retention, staff, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case, CaseEvent, Conversation, Delivery, Handover, Message, Resident
from tests.conftest import FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)
KEPT = timedelta(days=180)


def turn(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, address: str
) -> turns.Recorded:
    with database.begin() as session:
        recorded = turns.record_inbound(session, vault, inbound(address=address), clock.now(), LEASE)
        reply = Reply("一个月100块。", "zh")
        result = TurnResult(
            recorded.conversation_id,
            recorded.message_id,
            Outcome.ANSWERED,
            (reply,),
            Engine.RASA,
            service="id_card",
        )
        assert turns.finish_turn(
            session, vault, recorded, recorded.state.with_(last_reply=reply), result, clock.now()
        )
    return recorded


def purge(database: Database, vault: Vault, clock: FakeClock, limit: int = 100) -> int:
    with database.begin() as session:
        return retention.purge(session, vault, clock.now() - KEPT, limit)


def test_old_words_are_erased_and_what_happened_stays(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    old = turn(database, vault, clock, inbound, "+8613800000001")
    clock.advance(days=179)
    young = turn(database, vault, clock, inbound, "+8613800000002")
    assert purge(database, vault, clock) == 0
    clock.advance(days=2)

    assert purge(database, vault, clock) == 2
    assert purge(database, vault, clock) == 0

    with database.read() as session:
        rows = {row.id: row for row in session.scalars(select(Message))}
        states = {row.id: row for row in session.scalars(select(Conversation))}
        assert turns.result_of(session, vault, old.message_id) is None
    erased, kept = rows[old.message_id], rows[young.message_id]
    assert (erased.body, erased.result) == (None, None)
    assert (erased.outcome, erased.service, erased.status) == ("answered", "id_card", "answered")
    assert kept.body is not None
    assert kept.result is not None
    opened = vault.open(states[old.conversation_id].state)
    assert "100块" not in opened
    assert "100块" in vault.open(states[young.conversation_id].state)


def test_a_case_keeps_its_words_until_it_has_been_closed_as_long(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder, casework: Casework
) -> None:
    recorded = turn(database, vault, clock, inbound, "+8613800000001")
    wanted = Wanted(
        conversation_id=recorded.conversation_id,
        resident_id=recorded.resident_id,
        message_id=recorded.message_id,
        reason="requested",
        state=ConversationState(),
    )
    with database.begin() as session:
        member = staff.create(session, "wang", "bamboo river lantern", clock.now())
        case = service.open_case(casework.on(session), wanted)
        answering.reply(casework.on(session), case.number, member.id, "请带身份证来。")
        for claimed in outbox.claim(session, vault, clock.now(), 2, LEASE):
            outbox_marks.mark_sent(session, claimed, "SM1", clock.now())
    with database.begin() as session:
        for claimed in outbox.claim(session, vault, clock.now(), 2, LEASE):
            outbox_marks.mark_sent(session, claimed, "SM2", clock.now())
    clock.advance(days=200)
    assert purge(database, vault, clock) == 2
    with database.begin() as session:
        assert session.scalars(select(Delivery.text)).all() == [None, None]
        resolving.resolve(casework.on(session), case.number, member.id)
        resolving.close(casework.on(session), case.number, member.id)
    clock.advance(days=179)
    assert purge(database, vault, clock) == 0
    clock.advance(days=1)
    assert purge(database, vault, clock) == 4

    with database.read() as session:
        assert session.execute(select(Case.summary)).scalar_one() is None
        assert set(session.scalars(select(CaseEvent.body))) == {None}
        lines = service.transcript(casework.on(session), case.number)
        assert service.get(casework.on(session), case.number).summary is None
    assert [line.text for line in lines] == [None] * len(lines)


def test_messages_that_wait_to_be_sent_keep_their_words(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    recorded = turn(database, vault, clock, inbound, "+8613800000001")
    with database.begin() as session:
        outbox.enqueue(
            session, vault, recorded.resident_id, Channel.SMS, "请带身份证来。", "r", now=clock.now()
        )
    clock.advance(days=400)
    purge(database, vault, clock)
    with database.read() as session:
        assert session.execute(select(Delivery.text)).scalar_one() is not None


def test_much_is_erased_in_small_parts(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    for index in range(5):
        turn(database, vault, clock, inbound, f"+861380000030{index}")
    clock.advance(days=181)
    parts = [purge(database, vault, clock, limit=2) for _ in range(4)]
    assert parts == [4, 4, 2, 0]


def test_kept_answers_are_erased_when_they_have_been_kept_as_long(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    with database.begin() as session:
        old, young = (
            residents.ensure(session, vault, address, clock.now()).id
            for address in ("+8613800000001", "+8613800000002")
        )
        residents.keep_facts(session, vault, old, {"age": "83"}, clock.now())
        clock.advance(days=1)
        residents.keep_facts(session, vault, young, {"age": "71"}, clock.now())
    clock.advance(days=178)
    assert purge(database, vault, clock) == 0
    clock.advance(days=1)

    assert purge(database, vault, clock) == 1
    assert purge(database, vault, clock) == 0

    with database.read() as session:
        rows = {row.id: row for row in session.scalars(select(Resident))}
    assert (rows[old].facts, rows[old].facts_at) == (None, None)
    assert rows[young].facts is not None


def test_answers_given_again_are_kept_as_long_again(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    with database.begin() as session:
        resident = residents.ensure(session, vault, "+8613800000001", clock.now()).id
        for _ in range(2):
            residents.keep_facts(session, vault, resident, {"age": "83"}, clock.now())
            clock.advance(days=100)

    assert purge(database, vault, clock) == 0


def test_what_nobody_can_take_over_any_more_is_removed(
    database: Database, vault: Vault, clock: FakeClock
) -> None:
    with database.begin() as session:
        resident = residents.ensure(session, vault, "+8613800000001", clock.now()).id
        handovers.offer(session, vault, resident, ConversationState(facts={"age": "83"}), clock.now())
    clock.advance(days=180)
    assert purge(database, vault, clock) == 0
    clock.advance(days=1)

    assert purge(database, vault, clock) == 1
    with database.read() as session:
        assert session.query(Handover).count() == 0
