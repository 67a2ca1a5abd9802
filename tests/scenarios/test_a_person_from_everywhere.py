"""From every state of every conversation, each way of asking for a person reaches one in one turn."""

from __future__ import annotations

import json
from itertools import count

import pytest
from sqlalchemy import select, update

from assistant.composition import Parts
from assistant.messages import Channel, Engine, Outcome, TurnResult
from assistant.state import ConversationState
from assistant.store.models import Conversation
from assistant.store.turns import sealed_json
from tests.scenarios.replaying import Replay, Script, scripts

WAYS = ("人工", "0", "找工作人员")
"""The word, the key, and the label of the screen's button that stands on every page."""
_numbers = count(1)


@pytest.mark.slow
@pytest.mark.parametrize("script", [pytest.param(script, id=script.id) for script in scripts()])
def test_a_person_is_one_turn_away(with_rasa, without_rasa, inbound, script: Script) -> None:  # type: ignore[no-untyped-def]
    """The states are those that the dialogue really comes to; what is asked then needs no model."""
    engine = Engine.RASA if "rasa" in script.engines else Engine.KEYPAD
    parts: Parts = with_rasa if engine is Engine.RASA else without_rasa
    replay = Replay(parts, inbound, script, f"person {script.id}", engine)
    for result in replay.turns():
        state = state_of(parts, result.conversation_id)
        for way in WAYS:
            reached = fork(parts, inbound, script.channel, state, way)
            assert reached.outcome is Outcome.CASE, f"“{way}” after {result.replies} came to {reached}"
            assert reached.case_number


def fork(parts: Parts, inbound, channel: Channel, state: ConversationState, words: str) -> TurnResult:  # type: ignore[no-untyped-def]
    """What somebody else is answered who is in the same state."""
    address = f"fork {next(_numbers)}"
    first = parts.turn.take(inbound("你好", channel=channel, address=address, provider_id=f"{address} a"))
    sealed = sealed_json(parts.vault, state.with_(open_case=None).to_json())
    with parts.database.begin() as session:
        session.execute(
            update(Conversation).where(Conversation.id == first.conversation_id).values(state=sealed)
        )
    return parts.turn.take(inbound(words, channel=channel, address=address, provider_id=f"{address} b"))


def state_of(parts: Parts, conversation_id: str) -> ConversationState:
    with parts.database.read() as session:
        sealed = session.execute(
            select(Conversation.state).where(Conversation.id == conversation_id)
        ).scalar_one()
    return ConversationState.from_json(json.loads(parts.vault.open(sealed)))
