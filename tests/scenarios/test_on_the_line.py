"""Every conversation that can be had on the phone, had in calls: heard, answered and spoken."""

from __future__ import annotations

from contextlib import closing

import pytest

from assistant.messages import Channel, Engine
from tests.scenarios.on_the_phone import OnThePhone
from tests.scenarios.replaying import Replay, Script, scripts


def _called(script: Script) -> bool:
    """Whether any of it is said on the phone."""
    channels = {turn.get("channel", script.channel.value) for turn in script.turns if "say" in turn}
    return Channel.PHONE.value in channels


CALLED = [script for script in scripts() if "keypad" in script.engines and _called(script)]
_LEAST = 25


def test_there_are_enough_conversations() -> None:
    assert len(CALLED) >= _LEAST


@pytest.mark.slow
@pytest.mark.parametrize("script", [pytest.param(script, id=script.id) for script in CALLED])
def test_a_conversation_on_the_line(without_rasa, inbound, script: Script) -> None:  # type: ignore[no-untyped-def]
    """What is heard is what the phone's text has, and that is what the conversation expects."""
    parts = OnThePhone(without_rasa)
    with closing(parts.turn):
        replay = Replay(parts, inbound, script, f"line {script.id}", Engine.KEYPAD)  # type: ignore[arg-type]
        assert list(replay.turns())
