"""What was understood and answered in a call, for the screen of a simulated phone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from assistant.rendering.speech import spoken
from assistant.store import calls, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Message
from assistant.store.said_in_calls import number_of_turn, said_in


@dataclass(frozen=True, slots=True)
class Overheard:
    """One turn of a call: what was heard of the resident, and what was said to them."""

    turn: int
    heard: str
    said: str


def overheard(database: Database, vault: Vault, call_sid: str, after: int) -> list[Overheard]:
    """The answered turns of a call whose number is beyond `after`, in order."""
    with database.read() as session:
        call = calls.find(session, call_sid)
        if call is None:
            return []
        answered = [
            (number_of_turn(one.provider_id), one.message_id)
            for one in said_in(session, call)
            if one.outcome is not None and number_of_turn(one.provider_id) > after
        ]
        found = list[Overheard]()
        for turn, message_id in answered:
            body = session.execute(select(Message.body).where(Message.id == message_id)).scalar_one()
            result = turns.result_of(session, vault, message_id)
            if body is not None and result is not None:
                said = spoken(result.replies, result.preferences.script).text
                found.append(Overheard(turn, vault.open(body), said))
        return found
