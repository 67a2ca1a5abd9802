"""Every conversation on every channel, with Rasa and, where it must manage alone, with the keypad engine."""

from __future__ import annotations

import pytest

from assistant.messages import Engine
from tests.scenarios.replaying import CONVERSATIONS, Replay, Script, scripts

_LEAST = 60


def of(engine: str) -> list[object]:
    return [pytest.param(script, id=script.id) for script in scripts() if engine in script.engines]


def test_there_are_enough_conversations() -> None:
    assert len(CONVERSATIONS) >= _LEAST


@pytest.mark.slow
@pytest.mark.parametrize("script", of("rasa"))
def test_a_conversation_with_rasa(with_rasa, inbound, script: Script) -> None:  # type: ignore[no-untyped-def]
    replay = Replay(with_rasa, inbound, script, f"rasa {script.id}", Engine.RASA)
    assert list(replay.turns())


@pytest.mark.slow
@pytest.mark.parametrize("script", of("keypad"))
def test_a_conversation_with_the_keypad_engine_alone(  # type: ignore[no-untyped-def]
    without_rasa, inbound, script: Script
) -> None:
    replay = Replay(without_rasa, inbound, script, f"keypad {script.id}", Engine.KEYPAD)
    assert list(replay.turns())
