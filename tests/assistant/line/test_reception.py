"""Calls are known by their token, led, and written down: over the store, without sound."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from assistant.call_transport import CallBegan
from assistant.conversation.phone_calls import Opened, PhoneCalls
from assistant.line.reception import Reception
from assistant.messages import Engine, Inbound, Outcome, Reply, TurnResult
from assistant.metrics import Metrics
from assistant.store import calls as rows
from assistant.store import turns
from assistant.store.models import Call, CallTurn
from knowledge.phrases import Phrases
from tests.assistant.line.on_the_line import Ears, Mouth, remembered
from tests.assistant.line.talking import phrase
from tests.assistant.line.telephone import Telephone
from tests.assistant.line.virtual_time import run

SID = "CA" + "1" * 32
RESULT = TurnResult(
    conversation_id="c",
    message_id="m",
    outcome=Outcome.ANSWERED,
    replies=(Reply("要带户口本。", "zh"),),
    engine=Engine.KEYPAD,
)


class AtOnce(Executor):
    """Does everything in the caller's thread, so that no time goes by."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(error)
        return future


class Town:
    """A reception over a database, with one caller."""

    def __init__(self, database: Any, casework: Any, clock: Any) -> None:
        self.database, self.vault = database, casework.vault
        self.calls = PhoneCalls(database, casework, clock, "k" * 32)
        self.telephone, self.ears, self.mouth = Telephone(), Ears(), Mouth()
        self.taken: list[Inbound] = []
        self.silent: list[str] = []
        self.reception = Reception(
            self.calls,
            self,
            clock,
            Metrics(),
            AtOnce(),
            phrases=Phrases.load(),
            memory=remembered(),
            open_hearing=self.open_hearing,
            open_speaking=self.open_speaking,
            silent=self.note_silent,
        )

    def take(self, inbound: Inbound) -> TurnResult:
        self.taken.append(inbound)
        with self.database.begin() as session:
            now = inbound.received_at
            recorded = turns.record_inbound(session, self.vault, inbound, now, timedelta(seconds=10))
        return replace(RESULT, conversation_id=recorded.conversation_id, message_id=recorded.message_id)

    def note_silent(self, opened: Opened) -> None:
        self.silent.append(opened.call_sid)

    async def open_hearing(self, _: Any) -> Ears:
        return self.ears

    async def open_speaking(self) -> Mouth:
        return self.mouth

    def token(self) -> str:
        return self.calls.begin(SID, "+8613800000001", "stream").token

    def row(self) -> Call:
        with self.database.read() as session:
            found = rows.find(session, SID)
            assert found is not None
            session.expunge(found)
            return found


@pytest.fixture
def hall(sqlite_database, casework, clock) -> Town:
    return Town(sqlite_database, casework, clock)


def begin(hall: Town, *, hearing: bool = True) -> asyncio.Task[None]:
    return asyncio.create_task(hall.reception.handle(hall.telephone, CallBegan(SID, {}), hearing))


def test_a_token_opens_a_call_once(hall):
    token = hall.token()
    assert run(hall.reception.redeem(SID, token))
    assert not run(hall.reception.redeem(SID, token))
    assert not run(hall.reception.redeem("CA" + "2" * 32, token))


def test_a_call_is_led_under_the_callers_number_and_its_turns_are_written_down(hall):
    token = hall.token()

    async def scene() -> None:
        await hall.reception.redeem(SID, token)
        led = begin(hall)
        await asyncio.sleep(6)
        hall.ears.starts()
        await asyncio.sleep(1)
        hall.ears.hears("身份证")
        await asyncio.sleep(6)
        hall.telephone.hang_up()
        await led
        await hall.reception.ended(SID, "hung_up")

    run(scene())
    (inbound,) = hall.taken
    assert (inbound.address, inbound.provider_id) == ("+8613800000001", f"{SID}:1")
    with hall.database.read() as session:
        (turn,) = session.scalars(select(CallTurn)).all()
        assert (turn.turn, turn.engine, turn.endpoint_ms) == (1, "vosk", 900)
    row = hall.row()
    assert row.ended_how == "hung_up"
    assert row.patience_ms is not None
    assert 600 <= row.patience_ms < 900


def test_a_call_that_loses_its_voice_goes_on_without_it(hall):
    token = hall.token()

    async def scene() -> None:
        await hall.reception.redeem(SID, token)
        led = begin(hall)
        await asyncio.sleep(6)
        hall.ears.lose()
        await led
        await hall.reception.ended(SID, "left")

    run(scene())
    assert hall.telephone.heard[-1] == phrase("line_lost")
    assert hall.telephone.left
    row = hall.row()
    assert row.ended_at is None
    assert row.next is None


def test_a_silent_caller_is_noted(hall):
    token = hall.token()

    async def scene() -> None:
        await hall.reception.redeem(SID, token)
        led = begin(hall)
        await asyncio.sleep(60)
        hall.telephone.hang_up()
        await led

    run(scene())
    assert hall.silent == [SID]
