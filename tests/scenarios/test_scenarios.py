"""Conversations as data, replayed by text message: the state is stored and read again between turns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.app import Parts
from assistant.messages import Engine, TurnResult
from assistant.rendering import sms

CONVERSATIONS = sorted((Path(__file__).parent / "conversations").glob("*.yml"))
MOST_CHARACTERS = 134


def conversations(engine: str) -> list[Any]:
    chosen = []
    for file in CONVERSATIONS:
        script = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert set(script) == {"title", "engines", "turns"}, file.name
        if engine in script["engines"]:
            chosen.append(pytest.param(script["turns"], id=file.stem))
    return chosen


def replay(parts: Parts, inbound: Any, turns: list[dict[str, Any]], address: str, engine: Engine) -> None:
    for number, expected in enumerate(turns, start=1):
        result = parts.turn.take(inbound(expected["say"], address=address, provider_id=f"{address}-{number}"))
        text = sms.render(result.replies, parts.signatures).text
        where = f"turn {number} “{expected['say']}” was answered “{text}” ({summary(result)})"
        for name in ("outcome", "service", "aspect"):
            if name in expected:
                assert getattr(result, name) == expected[name], where
        for words in expected.get("has", ()):
            assert words in text, where
        for words in expected.get("lacks", ()):
            assert words not in text, where
        assert len(text) <= MOST_CHARACTERS or text.startswith("[Bangban]"), where
        assert engine is Engine.KEYPAD or not result.degraded, where


def summary(result: TurnResult) -> str:
    return f"{result.outcome} {result.service} {result.aspect} by {result.engine}"


@pytest.mark.slow
@pytest.mark.parametrize("turns", conversations("rasa"))
def test_a_conversation_with_rasa(with_rasa, inbound, turns, request):
    replay(with_rasa, inbound, turns, request.node.callspec.id, Engine.RASA)


@pytest.mark.slow
@pytest.mark.parametrize("turns", conversations("keypad"))
def test_a_conversation_with_the_keypad_engine_alone(without_rasa, inbound, turns, request):
    replay(without_rasa, inbound, turns, request.node.callspec.id, Engine.KEYPAD)
