"""The keypad engine stands in while Rasa fails, and Rasa comes back by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from assistant.dialogue.resilient import ResilientEngine
from assistant.errors import DialogueUnavailable
from assistant.messages import Act, Engine
from assistant.ports import Decision
from assistant.state import ConversationState


class StubEngine:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.down = False
        self.asked = 0

    def decide(self, conversation_id: str, text: str, state: ConversationState) -> Decision:
        self.asked += 1
        if self.down:
            raise DialogueUnavailable("late")
        return Decision(acts=(Act("repeat"),), engine=self.engine)


class ManualClock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def build() -> tuple[ResilientEngine, StubEngine, ManualClock]:
    rasa, clock = StubEngine(Engine.RASA), ManualClock()
    return ResilientEngine(rasa, StubEngine(Engine.KEYPAD), clock), rasa, clock


def decide(engine: ResilientEngine) -> Decision:
    return engine.decide("c1", "你好", ConversationState())


def test_rasa_decides_while_it_answers():
    engine, _, _ = build()
    decision = decide(engine)
    assert decision.engine is Engine.RASA
    assert not decision.degraded


def test_the_keypad_engine_stands_in_and_says_so():
    engine, rasa, _ = build()
    rasa.down = True
    decision = decide(engine)
    assert decision.engine is Engine.KEYPAD
    assert decision.degraded


def test_a_failing_rasa_rests_so_that_residents_do_not_wait_for_it():
    engine, rasa, _ = build()
    rasa.down = True
    for _ in range(10):
        decide(engine)
    assert rasa.asked == 2


def test_rasa_is_asked_again_after_its_rest_and_is_back_at_once():
    engine, rasa, clock = build()
    rasa.down = True
    decide(engine)
    decide(engine)
    rasa.down = False
    clock.advance(3.1)
    assert decide(engine).engine is Engine.RASA
    assert decide(engine).engine is Engine.RASA


def test_one_success_forgives_an_earlier_failure():
    engine, rasa, _ = build()
    for _ in range(4):
        rasa.down = True
        decide(engine)
        rasa.down = False
        assert decide(engine).engine is Engine.RASA
