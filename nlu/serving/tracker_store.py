"""Where a conversation's dialogue state is kept between turns: one row a conversation, in SQLite or PostgreSQL.

Rasa's own SQL store keeps every event with the resident's words and reads all of them at each turn. This one keeps
the slots, the form and the last turns' intents and acts, without a word that a resident wrote.
"""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

KEPT_TURNS = 3
"""Longer than the longest rule, so that a rule always finds the turns that it looks back on."""
OF_KNOWLEDGE = ("service", "aspect", "district")
"""Entities whose value is an id; that of any other is a word of the resident."""
KEPT_SECONDS = 30 * 24 * 3600
_PURGE_EVERY_SECONDS = 3600

_metadata = sa.MetaData()
_conversations = sa.Table(
    "dialogue_conversation",
    _metadata,
    sa.Column("conversation_id", sa.String(64), primary_key=True),
    sa.Column("saved_at_s", sa.Float, nullable=False, index=True),
    sa.Column("events", sa.Text, nullable=False),
)


class ConversationStore(TrackerStore):
    """A tracker store for one SQLAlchemy URL. Rows are dropped 30 days after their last turn."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        if not host:
            raise ValueError("the tracker store needs a database URL")
        self._engine = _engine(host)
        _metadata.create_all(self._engine)
        self._purge_due_s = 0.0

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        query = sa.select([_conversations.c.events]).where(_conversations.c.conversation_id == sender_id)
        with self._engine.connect() as connection:
            events = connection.execute(query).scalar()
        if events is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(events), self.domain.slots)

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Unlike Rasa's own, nothing is written yet: the turn that asks for the tracker saves it at its end."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        await self.stream_events(tracker)
        values = {
            "saved_at_s": time.time(),
            "events": json.dumps(kept_events(tracker), ensure_ascii=False, separators=(",", ":")),
        }
        mine = _conversations.c.conversation_id == tracker.sender_id
        with self._engine.begin() as connection:
            if not connection.execute(_conversations.update().where(mine).values(**values)).rowcount:
                connection.execute(
                    _conversations.insert().values(conversation_id=tracker.sender_id, **values)
                )
            if values["saved_at_s"] >= self._purge_due_s:
                self._purge_due_s = values["saved_at_s"] + _PURGE_EVERY_SECONDS
                old = _conversations.c.saved_at_s < values["saved_at_s"] - KEPT_SECONDS
                connection.execute(_conversations.delete().where(old))

    async def keys(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select([_conversations.c.conversation_id])).scalars())

    def close(self) -> None:
        self._engine.dispose()


def kept_events(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The events that rebuild the tracker's state, without words: what was set before, then the last turns."""
    events = list(tracker.events)
    start = _start_of_kept_turns(events)
    if not start:
        return [_without_words(event) for event in events]
    before = DialogueStateTracker.from_events(tracker.sender_id, events[:start], tracker.slots.values())
    state: list[Event] = [
        SlotSet(name, value) for name, value in before.current_slot_values().items() if value is not None
    ]
    if before.active_loop is not None and before.active_loop.name:
        state.append(ActiveLoop(before.active_loop.name))
    state.append(ActionExecuted(ACTION_LISTEN_NAME))
    return [_without_words(event) for event in (*state, *events[start:])]


def _start_of_kept_turns(events: list[Event]) -> int:
    turns = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    return turns[-KEPT_TURNS] if len(turns) > KEPT_TURNS else 0


def _without_words(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = event.as_dict()
    data.pop("metadata", None)
    if isinstance(event, UserUttered):
        entities = [
            {"entity": e["entity"], "value": e["value"]}
            for e in event.entities
            if e["entity"] in OF_KNOWLEDGE
        ]
        data.update(text="", message_id=None)
        data["parse_data"] = {"intent": event.intent, "entities": entities, "text": ""}
    elif isinstance(event, BotUttered):
        data.update(text=None, data={})
    return data


@cache
def _engine(url: str) -> sa.engine.Engine:
    """One for each database: a store that is made for another model shares the connections of the one before."""
    # The application names its own driver in the same setting; this environment has psycopg2.
    if url.startswith(("postgresql", "postgres")):
        url = "postgresql+psycopg2://" + url.split("://", 1)[1]
        return sa.create_engine(url, pool_pre_ping=True)
    # SQLAlchemy 1.4 would open the file anew for each statement, and SQLite would clear its log at each closing.
    engine = sa.create_engine(url, connect_args={"timeout": 5}, poolclass=sa.pool.QueuePool)

    @sa.event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        # With WAL a power cut loses the last turns of the dialogue's state at most, never the file.
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine
