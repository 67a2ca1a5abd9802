from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from assistant.messages import Act, Channel, Cited, Engine, Inbound, Option, Outcome, Reply, TurnResult
from assistant.state import ConversationState
from assistant.store import recovery, residents, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Conversation, Message, Resident
from assistant.store.turns import Recorded
from tests.conftest import RESIDENT, FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)

REPLY = Reply(
    "每月能领100元。",
    "zh",
    notice="我现在只能听简单的问题。",
    question="您住哪个区？",
    options=(
        Option("1", "要带什么", Act("answer", {"service": "old_age_allowance", "aspect": "materials"})),
    ),
    sources=(
        Cited("福州市民政局", "高龄补贴办法", "福州市民政局", "2024-01-01", "A", "榕民〔2024〕1号", None),
    ),
)


def record(database: Database, vault: Vault, message: Inbound, clock: FakeClock) -> Recorded:
    with database.begin() as session:
        return turns.record_inbound(session, vault, message, clock.now(), LEASE)


def result_for(recorded: Recorded) -> TurnResult:
    return TurnResult(
        conversation_id=recorded.conversation_id,
        message_id=recorded.message_id,
        outcome=Outcome.ANSWERED,
        replies=(REPLY,),
        engine=Engine.RASA,
        service="old_age_allowance",
        aspect="amount",
        candidates=("old_age_allowance", "senior_card"),
        latency_ms={"total": 12.5},
    )


def finish(
    database: Database,
    vault: Vault,
    recorded: Recorded,
    clock: FakeClock,
    state: ConversationState | None = None,
) -> bool:
    with database.begin() as session:
        return turns.finish_turn(
            session, vault, recorded, state or recorded.state, result_for(recorded), clock.now()
        )


def test_a_turn_is_recorded_answered_and_answered_the_same_when_repeated(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    message = inbound()
    recorded = record(database, vault, message, clock)
    assert (recorded.status, recorded.version, recorded.result) == ("new", 0, None)
    after = ConversationState(service="old_age_allowance", options=REPLY.options, last_reply=REPLY, misses=1)
    assert finish(database, vault, recorded, clock, after)

    again = record(database, vault, message, clock)

    assert again.status == "answered"
    assert again.message_id == recorded.message_id
    assert again.state == after
    assert again.version == 1
    assert again.result is not None
    assert again.result.repeated
    assert again.result.replies == (REPLY,)
    assert {**again.result.to_json(), "repeated": False} == result_for(recorded).to_json()
    with database.read() as session:
        assert turns.result_of(session, vault, recorded.message_id) == again.result


def test_a_message_in_progress_is_left_to_whoever_holds_it(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    message = inbound()
    recorded = record(database, vault, message, clock)
    clock.advance(seconds=9)
    again = record(database, vault, message, clock)
    assert (again.status, again.result) == ("in_progress", None)
    with database.read() as session:
        assert turns.result_of(session, vault, recorded.message_id) is None


def test_a_lease_that_ran_out_is_given_anew_once(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    message = inbound()
    first = record(database, vault, message, clock)
    clock.advance(seconds=11)
    second = record(database, vault, message, clock)
    assert (second.status, second.message_id) == ("new", first.message_id)
    assert record(database, vault, message, clock).status == "in_progress"
    assert finish(database, vault, second, clock)
    assert not finish(database, vault, first, clock)


def test_the_same_message_at_once_is_stored_once_and_answered_by_one(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    message = inbound()
    repeats = 5
    ready = threading.Barrier(repeats)

    def deliver(_: int) -> Recorded:
        ready.wait(10)
        return record(database, vault, message, clock)

    with ThreadPoolExecutor(repeats) as pool:
        outcomes = list(pool.map(deliver, range(repeats)))

    assert Counter(recorded.status for recorded in outcomes) == {"new": 1, "in_progress": repeats - 1}
    assert len({recorded.message_id for recorded in outcomes}) == 1
    with database.read() as session:
        counted = [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (Message, Conversation, Resident)
        ]
    assert counted == [1, 1, 1]
    assert finish(database, vault, outcomes[0], clock)
    assert record(database, vault, message, clock).status == "answered"


def test_two_first_messages_at_once_share_one_conversation(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    messages = [inbound(f"问题{index}") for index in range(4)]
    ready = threading.Barrier(len(messages))

    def deliver(message: Inbound) -> Recorded:
        ready.wait(10)
        return record(database, vault, message, clock)

    with ThreadPoolExecutor(len(messages)) as pool:
        recorded = list(pool.map(deliver, messages))
    assert [one.status for one in recorded] == ["new"] * 4
    assert len({one.conversation_id for one in recorded}) == 1


def test_of_two_turns_over_the_same_state_the_second_is_refused_and_begins_again(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    first = record(database, vault, inbound("一"), clock)
    second = record(database, vault, inbound("二"), clock)
    assert finish(database, vault, first, clock, first.state.with_(service="id_card"))
    assert not finish(database, vault, second, clock, second.state.with_(service="senior_card"))
    with database.read() as session:
        assert turns.result_of(session, vault, second.message_id) is None
        reloaded = turns.reload(session, vault, second)
    assert (reloaded.status, reloaded.version, reloaded.state.service) == ("new", 1, "id_card")
    assert finish(database, vault, reloaded, clock)
    with database.read() as session:
        done = turns.reload(session, vault, second)
    assert done.status == "answered"
    assert done.result is not None


def test_turns_finished_at_once_are_kept_one_by_one(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    recorded = [record(database, vault, inbound(str(index)), clock) for index in range(4)]
    ready = threading.Barrier(len(recorded))

    def end(one: Recorded) -> bool:
        ready.wait(10)
        return finish(database, vault, one, clock, one.state.with_(language="en"))

    with ThreadPoolExecutor(len(recorded)) as pool:
        kept = list(pool.map(end, recorded))
    assert sorted(kept) == [False, False, False, True]


def test_after_a_day_of_silence_a_new_conversation_keeps_language_and_district_only(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    first = record(database, vault, inbound(), clock)
    assert first.state == ConversationState()
    spoken = first.state.with_(language="en", region="350102", service="id_card", misses=1)
    assert finish(database, vault, first, clock, spoken)

    clock.advance(hours=23, minutes=59)
    same = record(database, vault, inbound(), clock)
    assert same.conversation_id == first.conversation_id
    assert same.state == spoken
    assert finish(database, vault, same, clock)

    clock.advance(hours=24)
    fresh = record(database, vault, inbound(), clock)
    assert fresh.conversation_id != first.conversation_id
    assert fresh.resident_id == first.resident_id
    assert fresh.state == ConversationState(language="en", region="350102")


def test_text_and_voice_are_two_conversations_of_one_resident(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    text = record(database, vault, inbound(channel=Channel.SMS, provider_id="1"), clock)
    voice = record(database, vault, inbound(channel=Channel.PHONE, provider_id="1"), clock)
    assert voice.status == "new"
    assert voice.resident_id == text.resident_id
    assert voice.conversation_id != text.conversation_id


def test_a_shared_terminal_carries_nothing_from_one_resident_to_the_next(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    first = record(database, vault, inbound(channel=Channel.KIOSK, address="hall-1"), clock)
    assert finish(database, vault, first, clock, first.state.with_(language="en", region="350102"))
    clock.advance(hours=25)
    second = record(database, vault, inbound(channel=Channel.KIOSK, address="hall-1"), clock)
    assert second.state == ConversationState(facts_kept=False, preferences_kept=False)


def test_what_the_channel_knows_starts_the_conversation(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    recorded = record(database, vault, inbound(language="en", region="350103"), clock)
    assert recorded.state == ConversationState(language="en", region="350103")


def test_numbers_and_words_are_nowhere_in_the_clear(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    recorded = record(database, vault, inbound("我叫林阿婆"), clock)
    finish(database, vault, recorded, clock, recorded.state.with_(last_reply=REPLY))
    with database.read() as session:
        rows = [
            tuple(row)
            for table in (Resident, Conversation, Message)
            for row in session.execute(select(table.__table__))
        ]
        assert residents.address_of(session, vault, recorded.resident_id) == RESIDENT
    kept = b" ".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
    for secret in (RESIDENT, RESIDENT[3:], "林阿婆", REPLY.text):
        assert secret.encode() not in kept


def test_a_resident_is_found_by_their_number(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    recorded = record(database, vault, inbound(), clock)
    with database.read() as session:
        known = residents.find(session, vault, RESIDENT)
        assert residents.find(session, vault, "+8613800000002") is None
    assert known is not None
    assert (known.id, known.messages_wanted) == (recorded.resident_id, True)


def test_messages_that_nobody_answers_are_found_with_all_that_a_turn_needs(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    message = inbound(language="en", region="350102")
    recorded = record(database, vault, message, clock)
    finish(database, vault, record(database, vault, inbound(), clock), clock)

    def found(now_in: float, before_in: float) -> list[recovery.Unanswered]:
        now, before = clock.now() + timedelta(seconds=now_in), clock.now() + timedelta(seconds=before_in)
        with database.read() as session:
            return recovery.unanswered(session, vault, before=before, now=now, limit=10)

    assert found(9, 0) == []
    assert found(11, -1) == []
    (unanswered,) = found(11, 0)
    assert unanswered.inbound == message
    assert unanswered.takes == 1
    assert unanswered.message_id == recorded.message_id
    assert unanswered.resident_id == recorded.resident_id


def test_a_message_given_up_is_taken_no_more(
    database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    message = inbound()
    recorded = record(database, vault, message, clock)
    with database.begin() as session:
        assert recovery.give_up(session, recorded.message_id)
        assert not recovery.give_up(session, recorded.message_id)
    clock.advance(minutes=5)
    assert not finish(database, vault, recorded, clock)
    again = record(database, vault, message, clock)
    assert (again.status, again.result) == ("answered", None)
