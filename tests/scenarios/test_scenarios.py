"""Conversations as data, replayed on every channel: the state is stored and read again between turns.

A turn is said by text message unless it names its `channel`; the phone has the number that texts are sent
from, the screen is a terminal, and what has `from` comes from the telephone of somebody else. `keep`
remembers a pattern's find under a name, for later words in braces.

Between turns, `staff` resolves the case of that number, `hours` pass, and `asked` lets everybody be asked
whether it helped who is to be asked by then.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.cases import follow_up, ownership, resolving, service
from assistant.composition import Parts
from assistant.messages import Channel, Engine, TurnResult
from assistant.rendering import plain, sms
from assistant.store import staff

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
    kept: dict[str, str] = {}
    for number, expected in enumerate(turns, start=1):
        if "say" not in expected:
            happens(parts, expected, kept)
            continue
        channel = Channel(expected.get("channel", "sms"))
        said = expected["say"].format_map(kept)
        result = parts.turn.take(
            inbound(
                said,
                channel=channel,
                address=address_of(expected, channel, address),
                provider_id=f"{address}-{number}",
            )
        )
        if channel is Channel.SMS:
            text = sms.render(result.replies, parts.signatures).text
        else:
            text = plain.render(result.replies, channel)
        where = f"turn {number} “{said}” was answered “{text}” ({summary(result)})"
        for name in ("outcome", "service", "aspect"):
            if name in expected:
                assert getattr(result, name) == expected[name], where
        if "kind" in expected:
            assert kind_of(parts, result) == expected["kind"], where
        for words in expected.get("has", ()):
            assert words.format_map(kept) in text, where
        for words in expected.get("lacks", ()):
            assert words not in text, where
        for name, pattern in expected.get("keep", {}).items():
            found = re.search(pattern, text)
            assert found, where
            kept[name] = found.group()
        is_short = len(text) <= MOST_CHARACTERS or text.startswith("[Bangban]")
        assert channel is not Channel.SMS or is_short, where
        assert engine is Engine.KEYPAD or not result.degraded, where


def address_of(expected: dict[str, Any], channel: Channel, address: str) -> str:
    if channel is Channel.KIOSK:
        return f"terminal of {address}"
    return f"{expected['from']} of {address}" if "from" in expected else address


def happens(parts: Parts, step: dict[str, Any], kept: dict[str, str]) -> None:
    """Something between two turns."""
    if "hours" in step:
        parts.clock.advance(hours=step["hours"])  # type: ignore[attr-defined]
    if "staff" in step:
        number = step["staff"].format_map(kept)
        with parts.database.begin() as session:
            work = parts.casework.on(session)
            member = staff.create(session, f"member {number}", "bamboo river lantern", work.now).id
            ownership.claim(work, number, member)
            resolving.resolve(work, number, member)
    if step.get("asked"):
        assert sum(iter(lambda: ask_next(parts), False)) > 0


def ask_next(parts: Parts) -> bool:
    with parts.database.begin() as session:
        return follow_up.ask_next(parts.casework.on(session))


def kind_of(parts: Parts, result: TurnResult) -> str:
    assert result.case_number
    with parts.database.read() as session:
        return service.get(parts.casework.on(session), result.case_number).kind


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
