"""Which events webhooks are still to be told of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from assistant.cases.service import Wanted, open_case
from assistant.cases.work import Casework
from assistant.store import staff, turns, webhook_deliveries, webhooks
from assistant.store.crypto import Vault
from assistant.store.database import Database
from assistant.store.models import Case
from assistant.store.webhooks import Hook
from tests.conftest import FakeClock, InboundBuilder

LEASE = timedelta(seconds=60)


class Town:
    """Cases happen, webhooks are told of them."""

    def __init__(self, database: Database, casework: Casework, clock: FakeClock, inbound: InboundBuilder):
        self.database, self.casework, self.clock, self.inbound = database, casework, clock, inbound

    def case(self, **fields: Any) -> str:
        """The id of a case that was just opened."""
        self.clock.advance(seconds=1)
        with self.database.begin() as session:
            work = self.casework.on(session)
            said = turns.record_inbound(session, work.vault, self.inbound("人工", **fields), work.now, LEASE)
            wanted = Wanted(said.conversation_id, said.resident_id, said.message_id, "asked", said.state)
            return open_case(work, wanted).id

    def hook(self, name: str = "12345", events: tuple[str, ...] | None = None) -> Hook:
        with self.database.begin() as session:
            url = "https://example.org/told"
            hook, _ = webhooks.create(session, self.casework.vault, name, url, events, self.clock.now())
            return hook

    def untold(self, hook: Hook) -> list[int]:
        with self.database.read() as session:
            fresh = webhooks.named(session, hook.name)
            assert webhooks.any_untold(session, fresh) == bool(webhooks.untold(session, fresh, 1))
            return [one.event.position for one in webhooks.untold(session, fresh, 100)]

    def tell(self, hook: Hook, *positions: int, told_to: int | None = None) -> None:
        with self.database.begin() as session:
            for position in positions:
                assert webhooks.tell(session, hook.id, position, {"id": f"evt_{position}"}, self.clock.now())
            if told_to is not None:
                webhooks.told_to(session, hook.id, told_to)

    def claim(self) -> webhook_deliveries.Claimed | None:
        with self.database.begin() as session:
            return webhook_deliveries.claim(session, self.casework.vault, self.clock.now(), LEASE)

    def claimed(self) -> webhook_deliveries.Claimed:
        found = self.claim()
        assert found is not None
        return found

    def does(self, what: Any, *args: Any, **named: Any) -> Any:
        with self.database.begin() as session:
            return what(session, *args, **named)


@pytest.fixture
def town_hall(database: Database, casework: Casework, clock: FakeClock, inbound: InboundBuilder) -> Town:
    return Town(database, casework, clock, inbound)


def test_a_webhook_is_told_what_happens_after_it_was_made(town_hall):
    town_hall.case()
    hook = town_hall.hook()
    assert town_hall.untold(hook) == []

    town_hall.case(address="+8613800000002")

    (position,) = town_hall.untold(hook)
    town_hall.tell(hook, position, told_to=position)
    assert town_hall.untold(hook) == []


def test_a_webhook_is_told_only_the_events_that_it_wants(town_hall):
    wanting, other = town_hall.hook("wanting", ("opened",)), town_hall.hook("other", ("closed",))
    town_hall.case()

    assert len(town_hall.untold(wanting)) == 1
    assert town_hall.untold(other) == []


def test_cases_of_practice_are_never_told(town_hall):
    hook = town_hall.hook()
    case_id = town_hall.case()
    member = town_hall.does(staff.create, "wang", "bamboo river lantern", town_hall.clock.now())
    practice = update(Case).where(Case.id == case_id).values(practice_for=member.id)
    town_hall.does(lambda session: session.execute(practice))

    assert town_hall.untold(hook) == []


def test_an_event_is_told_once_to_each_webhook(town_hall):
    one, two = town_hall.hook("one"), town_hall.hook("two")
    town_hall.case()
    (position,) = town_hall.untold(one)
    town_hall.tell(one, position)

    assert not town_hall.does(webhooks.tell, one.id, position, {}, town_hall.clock.now())
    assert town_hall.untold(two) == [position]


@pytest.mark.slow
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_an_event_that_becomes_visible_after_later_ones_is_still_told(town_hall, database_kind):
    """Positions are given before transactions end, so a cursor alone would pass over it."""
    case_id = town_hall.case()
    hook = town_hall.hook()
    town_hall.clock.advance(seconds=1)
    engine = town_hall.database.engine
    add = text(
        "INSERT INTO case_events (case_id, at, kind, detail) VALUES (:case, :at, 'noted', '{}') "
        "RETURNING position"
    )
    values = {"case": case_id, "at": town_hall.clock.now()}
    with engine.connect() as slow, engine.connect() as quick:
        held = slow.begin()
        first = slow.execute(add, values).scalar_one()
        with quick.begin():
            second = quick.execute(add, values).scalar_one()
        assert town_hall.untold(hook) == [second]
        town_hall.tell(hook, second, told_to=second)
        assert town_hall.untold(hook) == []
        held.commit()

    assert first < second
    assert town_hall.untold(hook) == [first]


def test_a_webhook_is_told_in_the_order_of_the_events(town_hall):
    hook = town_hall.hook()
    for index in range(3):
        town_hall.case(address=f"+861380000001{index}")
    positions = town_hall.untold(hook)
    town_hall.tell(hook, *reversed(positions))

    told = []
    while (claimed := town_hall.claim()) is not None:
        assert town_hall.claim() is None, "the next one waits until this one is told"
        told.append(claimed.payload["id"])
        town_hall.does(webhook_deliveries.mark_sent, claimed, town_hall.clock.now())

    assert told == [f"evt_{position}" for position in positions]


def test_a_webhook_that_does_not_answer_holds_up_no_other(town_hall):
    one, two = town_hall.hook("one"), town_hall.hook("two")
    town_hall.case()
    (position,) = town_hall.untold(one)
    town_hall.tell(one, position)
    town_hall.tell(two, position)

    assert {town_hall.claimed().webhook_id, town_hall.claimed().webhook_id} == {one.id, two.id}


def test_a_claim_that_ran_out_is_given_to_somebody_else_and_marked_by_nobody_else(town_hall):
    hook = town_hall.hook()
    town_hall.case()
    town_hall.tell(hook, *town_hall.untold(hook))
    first = town_hall.claimed()
    now = town_hall.clock.advance(LEASE)

    second = town_hall.claimed()

    assert (first.attempt, second.attempt) == (1, 2)
    assert not town_hall.does(webhook_deliveries.mark_retry, first, "timeout", now, now)
    assert not town_hall.does(webhook_deliveries.mark_dead, first, "timeout", now)
    assert town_hall.does(webhook_deliveries.mark_retry, second, "timeout", now, now)


def test_what_could_not_be_told_is_listed_and_can_be_tried_again(town_hall):
    hook = town_hall.hook()
    case_id = town_hall.case()
    (position,) = town_hall.untold(hook)
    town_hall.tell(hook, position)
    claimed, now = town_hall.claimed(), town_hall.clock.now()
    assert town_hall.does(webhook_deliveries.mark_dead, claimed, "status_500", now)

    (dead,) = town_hall.does(webhook_deliveries.dead)
    assert (dead.webhook, dead.event_position, dead.kind) == ("12345", position, "opened")
    assert (dead.case_id, dead.error, dead.attempts, dead.died_at) == (case_id, "status_500", 1, now)
    assert town_hall.does(webhook_deliveries.standings)[hook.id].dead == 1
    assert town_hall.claim() is None

    assert town_hall.does(webhook_deliveries.try_again, now, position=dead.position) == 1
    assert town_hall.does(webhook_deliveries.try_again, now, webhook_id=hook.id) == 0
    assert town_hall.claimed().attempt == 1


def test_what_to_try_again_has_to_be_said(town_hall):
    with pytest.raises(ValueError, match="which"):
        town_hall.does(webhook_deliveries.try_again, town_hall.clock.now())


def test_a_webhook_that_ended_is_told_nothing_more(town_hall):
    hook = town_hall.hook()
    town_hall.case()
    town_hall.tell(hook, *town_hall.untold(hook))

    town_hall.does(webhooks.end, hook.id, town_hall.clock.now())

    assert town_hall.claim() is None
    assert town_hall.does(webhooks.live) == ()
    assert town_hall.does(webhooks.lock, hook.id) is None
    assert town_hall.does(webhook_deliveries.any_due, town_hall.clock.now()) is False


def test_two_webhooks_have_two_names(town_hall):
    town_hall.hook("12345")

    with pytest.raises(webhooks.WebhookNameTaken):
        town_hall.hook("12345")


def test_a_secret_is_kept_sealed(town_hall, vault: Vault):
    now = town_hall.clock.now()
    _, secret = town_hall.does(webhooks.create, vault, "12345", "https://example.org", None, now)

    sealed = town_hall.does(lambda session: session.execute(text("SELECT secret FROM webhooks")).scalar_one())
    assert secret.encode() not in bytes(sealed)
    assert vault.open(bytes(sealed)) == secret


def test_what_was_told_is_forgotten_once_it_cannot_be_told_again(town_hall):
    hook = town_hall.hook()
    town_hall.case()
    town_hall.tell(hook, *town_hall.untold(hook))
    town_hall.does(webhook_deliveries.mark_sent, town_hall.claimed(), town_hall.clock.now())
    later = town_hall.clock.advance(webhook_deliveries.KEPT_FOR)
    assert town_hall.does(webhook_deliveries.forget, later, 10) == 0

    town_hall.tell(hook, told_to=webhooks.LOOKED_BACK + 10)

    assert town_hall.does(webhook_deliveries.forget, later - timedelta(seconds=1), 10) == 0
    assert town_hall.does(webhook_deliveries.forget, later, 10) == 1
    assert town_hall.untold(hook) == []
