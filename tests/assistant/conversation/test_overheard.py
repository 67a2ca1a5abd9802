"""What was heard and said in a call, for the screen of a simulated phone."""

from __future__ import annotations

from datetime import timedelta

from assistant.conversation.overheard import Overheard, overheard
from assistant.messages import Channel, Engine, Outcome, Reply, TurnResult
from assistant.store import calls, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from tests.conftest import RESIDENT, FakeClock, InboundBuilder

SID = "CA" + "1" * 32


def says(
    database: Database,
    vault: Vault,
    clock: FakeClock,
    inbound: InboundBuilder,
    turn: int,
    text: str,
    answer: str,
) -> None:
    """A turn of the call, answered when there is an answer."""
    said = inbound(text, channel=Channel.PHONE, provider_id=f"{SID}:{turn}")
    with database.begin() as session:
        recorded = turns.record_inbound(session, vault, said, clock.now(), timedelta(seconds=10))
        if not answer:
            return
        result = TurnResult(
            conversation_id=recorded.conversation_id,
            message_id=recorded.message_id,
            outcome=Outcome.ANSWERED,
            replies=(Reply(answer, "zh"),),
            engine=Engine.KEYPAD,
        )
        assert turns.finish_turn(session, vault, recorded, recorded.state, result, clock.now())


def test_answered_turns_of_a_call_are_told_in_order_after_those_known(
    sqlite_database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder
) -> None:
    with sqlite_database.begin() as session:
        calls.begin(session, vault, SID, RESIDENT, "a" * 64, clock.now())
    says(sqlite_database, vault, clock, inbound, 1, "办社保卡", "请带身份证。")
    says(sqlite_database, vault, clock, inbound, 2, "人工", "好的。")
    says(sqlite_database, vault, clock, inbound, 3, "喂", "")
    first, second = (Overheard(1, "办社保卡", "请带身份证。"), Overheard(2, "人工", "好的。"))
    assert overheard(sqlite_database, vault, SID, 0) == [first, second]
    assert overheard(sqlite_database, vault, SID, 1) == [second]


def test_of_an_unknown_call_nothing_is_told(sqlite_database: Database, vault: Vault) -> None:
    assert overheard(sqlite_database, vault, SID, 0) == []
