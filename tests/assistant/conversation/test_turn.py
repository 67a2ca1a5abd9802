"""One turn, on both databases: recorded once, decided outside of transactions, answered once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from assistant.conversation.turn import LEASE, Turn
from assistant.errors import TurnUnfinished
from assistant.messages import Act, Channel, Engine, Outcome
from assistant.ports import Decision
from assistant.rendering import plain, sms
from assistant.state import ConversationState
from assistant.store import residents
from assistant.store.models import Case, Message
from knowledge.misheard import Misheard


class ScriptedEngine:
    """Decides as it is told, and remembers what it was asked."""

    def __init__(self, *acts: Act) -> None:
        self.acts = acts or (Act("answer", {"service": "id_card", "aspect": "materials"}),)
        self.asked: list[tuple[str, str, ConversationState]] = []
        self.before: Callable[[], None] = lambda: None

    def decide(self, conversation_id: str, text: str, state: ConversationState) -> Decision:
        self.asked.append((conversation_id, text, state))
        self.before()
        return Decision(acts=self.acts, engine=Engine.RASA)


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def time_passes() -> threading.Event:
    """While it is set, each look for another's answer moves the clock on."""
    return threading.Event()


@pytest.fixture
def turn(
    database, vault, clock, casework, engine: ScriptedEngine, time_passes, commands, composer_of_all
) -> Turn:
    def pause(seconds: float) -> None:
        if time_passes.is_set():
            clock.advance(seconds=seconds)
        threading.Event().wait(0.005)

    return Turn(
        database=database,
        vault=vault,
        commands=commands,
        engine=engine,
        composer=composer_of_all,
        casework=casework,
        clock=clock,
        kept_days=180,
        rest_of={Channel.SMS: sms.rest_of, Channel.PHONE: partial(plain.rest_of, channel=Channel.PHONE)},
        misheard=Misheard(["驾驶证"]),
        pause=pause,
    )


def count(database, model) -> int:
    with database.read() as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_question_is_answered_and_timed(turn, inbound, engine):
    result = turn.take(inbound("办身份证要带啥"))
    assert (result.outcome, result.service, result.engine) == (Outcome.ANSWERED, "id_card", Engine.RASA)
    assert {"record", "dialogue", "search", "compose", "total"} <= result.latency_ms.keys()
    assert engine.asked[0][1] == "办身份证要带啥"


def test_the_engine_never_hears_the_number(turn, inbound, engine):
    turn.take(inbound(address="+8613912345678"))
    conversation_id, _, state = engine.asked[0]
    assert "13912345678" not in conversation_id + str(state.to_json())


def test_no_transaction_is_open_while_the_engine_is_asked(turn, inbound, engine, database):
    seen = []
    engine.before = lambda: seen.append(database.in_transaction)
    turn.take(inbound())
    assert seen == [False]


def test_a_repeated_message_gets_the_earlier_reply_and_changes_nothing(turn, inbound, engine, database):
    message = inbound()
    first, again = turn.take(message), turn.take(message)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.replies == first.replies
    assert len(engine.asked) == 1
    assert count(database, Message) == 1


def test_the_same_message_five_times_at_once_is_answered_once(turn, inbound, engine, database):
    message, together = inbound(), threading.Barrier(5)

    def take() -> object:
        together.wait(5)
        return turn.take(message)

    with ThreadPoolExecutor(5) as pool:
        results = [future.result(30) for future in [pool.submit(take) for _ in range(5)]]
    assert all(result.replies == results[0].replies for result in results)
    assert [result.repeated for result in results].count(False) == 1
    assert len(engine.asked) == 1
    assert count(database, Message) == 1


def test_messages_of_one_resident_at_once_are_taken_one_after_the_other(turn, inbound, engine):
    inside, most = [], []

    def before() -> None:
        inside.append(1)
        most.append(len(inside))
        inside.pop()

    engine.before = before
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(turn.take, [inbound() for _ in range(8)]))
    assert all(result.outcome is Outcome.ANSWERED for result in results)
    assert max(most) == 1


def test_what_is_offered_is_chosen_without_the_engine(turn, inbound, engine):
    turn.take(inbound())
    result = turn.take(inbound("1"))
    assert result.outcome is Outcome.ANSWERED
    assert result.engine is Engine.KEYPAD
    assert len(engine.asked) == 1


def test_asking_for_a_person_opens_one_case_and_tells_its_number(turn, inbound, database):
    first, second = turn.take(inbound("人工")), turn.take(inbound("我要跟人说话"))
    assert first.outcome is Outcome.CASE
    assert first.case_number
    assert first.case_number in first.replies[0].text
    assert second.case_number == first.case_number
    assert count(database, Case) == 1


def test_a_person_is_reached_from_inside_a_question(turn, inbound, engine):
    engine.acts = (Act("answer", {"service": "old_age_allowance", "aspect": "where"}),)
    assert turn.take(inbound()).replies[0].question
    assert turn.take(inbound("0")).outcome is Outcome.CASE


def test_a_turn_that_broke_is_taken_again_once_its_lease_ran_out(turn, inbound, engine, clock):
    message = inbound()

    def break_down() -> None:
        raise RuntimeError("broken")

    engine.before = break_down
    with pytest.raises(RuntimeError):
        turn.take(message)
    engine.before = lambda: None
    clock.advance(LEASE + timedelta(seconds=1))
    assert turn.take(message).outcome is Outcome.ANSWERED


@pytest.mark.slow
def test_a_message_that_another_holds_is_not_answered_twice(turn, inbound, engine, time_passes):
    message = inbound()

    def break_down() -> None:
        raise RuntimeError("broken")

    engine.before = break_down
    with pytest.raises(RuntimeError):
        turn.take(message)
    time_passes.set()
    with pytest.raises(TurnUnfinished):
        turn.take(message)
    assert len(engine.asked) == 1


def test_the_state_is_kept_between_turns(turn, inbound, engine):
    turn.take(inbound("how do I renew my ID card"))
    turn.take(inbound("then?"))
    assert engine.asked[1][2].language == "en"
    assert engine.asked[1][2].service == "id_card"


def test_what_finds_no_room_is_offered_and_then_said(turn, inbound, engine):
    engine.acts = (Act("answer", {"service": "id_card", "aspect": "time"}),)
    first = turn.take(inbound("要多久", channel=Channel.PHONE))
    rest = plain.rest_of(first.replies, Channel.PHONE)
    assert rest
    more = next(option for option in first.replies[0].options if option.act.kind == "more")
    second = turn.take(inbound(more.key, channel=Channel.PHONE))
    assert second.replies[0].text == rest


def test_stopping_messages_is_remembered(turn, inbound, database, vault):
    message = inbound("退订")
    turn.take(message)
    with database.begin() as session:
        assert not residents.ensure(session, vault, message.address, message.received_at).messages_wanted


@pytest.mark.parametrize(
    ("channel", "decided_on"),
    [(Channel.PHONE, "驾驶证到期了"), (Channel.SMS, "家史正到期了")],
)
def test_what_was_heard_on_the_phone_is_decided_as_it_was_meant(turn, engine, inbound, channel, decided_on):
    turn.take(inbound("家史正到期了", channel=channel))

    assert engine.asked[-1][1] == decided_on


def test_an_answer_to_a_step_stays_in_the_words_that_were_heard(turn, engine, inbound):
    turn.take(inbound("我要投诉", channel=Channel.PHONE))
    turn.take(inbound("家史正", channel=Channel.PHONE))

    assert "驾驶证" not in [text for _, text, _ in engine.asked]
