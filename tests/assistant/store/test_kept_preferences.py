"""How a resident wants to be spoken to: kept with consent, and the same on every line at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.messages import Channel, Engine, Inbound, Outcome, TurnResult
from assistant.preferences import Preferences
from assistant.state import ConversationState
from assistant.store import residents, retention, turns
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Resident
from assistant.store.turns import Recorded
from tests.conftest import FakeClock, InboundBuilder

LEASE = timedelta(seconds=10)
SLOW = Preferences(rate=80, volume=1, size=2, script="hant")


class Line:
    """Turns of one resident, each finished with the state that a function makes of the one before."""

    def __init__(self, database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder) -> None:
        self.database, self.vault, self.clock, self.inbound = database, vault, clock, inbound

    def recorded(self, channel: Channel = Channel.SMS, **fields: str) -> Recorded:
        self.clock.advance(seconds=1)
        return self._record(self.inbound(channel=channel, **fields))

    def says(self, channel: Channel = Channel.SMS, **changes: object) -> ConversationState:
        """The state after a turn that changes this, as it was before the changes."""
        recorded = self.recorded(channel)
        self.finishes(recorded, recorded.state.with_(**changes))
        return recorded.state

    def finishes(self, recorded: Recorded, state: ConversationState) -> None:
        result = TurnResult(recorded.conversation_id, recorded.message_id, Outcome.SAID, (), Engine.KEYPAD)
        with self.database.begin() as session:
            assert turns.finish_turn(session, self.vault, recorded, state, result, self.clock.now())

    def agrees(self, resident_id: str, preferences: Preferences | None = SLOW) -> None:
        self.clock.advance(seconds=1)
        with self.database.begin() as session:
            residents.answer_keeping(session, self.vault, resident_id, preferences, self.clock.now())

    def row(self, resident_id: str) -> Resident:
        with self.database.read() as session:
            return session.scalars(select(Resident).where(Resident.id == resident_id)).one()

    def _record(self, message: Inbound) -> Recorded:
        with self.database.begin() as session:
            return turns.record_inbound(session, self.vault, message, self.clock.now(), LEASE)


@pytest.fixture
def line(database: Database, vault: Vault, clock: FakeClock, inbound: InboundBuilder) -> Line:
    return Line(database, vault, clock, inbound)


def test_nothing_is_kept_for_the_next_time_of_somebody_who_was_not_asked(line: Line) -> None:
    line.says(preferences=SLOW)
    line.clock.advance(hours=25)
    state = line.recorded().state
    assert state.preferences == Preferences()
    assert state.preferences_kept is None


def test_what_may_be_kept_begins_the_next_conversation_on_every_own_line(line: Line) -> None:
    line.agrees(line.recorded().resident_id)
    line.clock.advance(hours=25)
    for channel in (Channel.SMS, Channel.PHONE):
        state = line.recorded(channel).state
        assert (state.preferences, state.preferences_kept) == (SLOW, True)


def test_an_open_conversation_on_another_line_follows_at_its_next_turn(line: Line) -> None:
    line.says(Channel.PHONE)
    line.agrees(line.recorded(Channel.SMS).resident_id)
    state = line.recorded(Channel.PHONE).state
    assert (state.preferences, state.preferences_kept) == (SLOW, True)


def test_what_was_asked_for_later_on_this_line_is_not_overruled(line: Line) -> None:
    line.agrees(line.recorded().resident_id)
    once = Preferences(rate=120)
    line.says(preferences=once, preferences_kept=None)
    assert line.recorded().state.preferences == once


def test_a_later_change_is_kept_too_once_the_resident_has_agreed(line: Line) -> None:
    resident_id = line.recorded().resident_id
    line.agrees(resident_id)
    louder = Preferences(rate=80, volume=2, size=2, script="hant")
    line.says(Channel.PHONE, preferences=louder)
    assert line.recorded(Channel.SMS).state.preferences == louder


def test_a_refusal_is_remembered_and_leaves_nothing(line: Line) -> None:
    resident_id = line.recorded().resident_id
    line.agrees(resident_id)
    line.agrees(resident_id, None)
    row = line.row(resident_id)
    assert (row.preferences, row.preferences_at, row.keeps_preferences) == (None, None, False)
    line.clock.advance(hours=25)
    state = line.recorded().state
    assert (state.preferences, state.preferences_kept) == (Preferences(), False)


def test_a_change_is_not_kept_against_the_residents_will(line: Line) -> None:
    resident_id = line.recorded().resident_id
    line.agrees(resident_id, None)
    line.says(preferences=SLOW, preferences_kept=True)
    assert line.row(resident_id).preferences is None


def test_a_shared_terminal_neither_begins_with_preferences_nor_keeps_any(line: Line) -> None:
    terminal = line.recorded(Channel.KIOSK).resident_id
    line.agrees(terminal)
    line.clock.advance(hours=1)
    recorded = line.recorded(Channel.KIOSK)
    assert recorded.state == ConversationState(facts_kept=False, preferences_kept=False)
    line.finishes(recorded, recorded.state.with_(preferences=Preferences(size=3), preferences_kept=True))
    kept = line.row(terminal).preferences
    assert kept is not None
    assert residents.opened_preferences(line.vault, kept) == SLOW


def test_at_a_terminal_a_change_is_kept_for_whose_conversation_it_is(line: Line) -> None:
    owner = line.recorded(Channel.SMS).resident_id
    line.agrees(owner)
    there = line.recorded(Channel.KIOSK, address="hall-1")
    bigger = Preferences(size=3)
    line.finishes(there, there.state.with_(owner=owner, preferences=bigger, preferences_kept=True))
    assert line.recorded(Channel.SMS).state.preferences == bigger


def test_preferences_are_sealed(line: Line) -> None:
    resident_id = line.recorded().resident_id
    line.agrees(resident_id)
    kept = line.row(resident_id).preferences
    assert kept is not None
    assert b"volume" not in bytes(kept)


def test_what_is_liked_is_forgotten_with_the_words(line: Line) -> None:
    recorded = line.recorded()
    line.finishes(recorded, recorded.state.with_(language="en", region="350102"))
    line.agrees(recorded.resident_id)
    line.clock.advance(days=181)
    with line.database.begin() as session:
        retention.purge(session, line.vault, line.clock.now() - timedelta(days=180), 100)
    row = line.row(recorded.resident_id)
    assert (row.preferences, row.keeps_preferences, row.language, row.region) == (None, None, None, None)
