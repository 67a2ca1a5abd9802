"""Telling other systems what happens to cases."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from datetime import UTC, datetime

import pytest

from assistant.cases import answering
from assistant.cases.work import Casework
from assistant.conversation import webhooks as telling
from assistant.conversation.webhooks import PATIENCE, signature
from assistant.errors import SendError
from assistant.store import webhook_deliveries, webhooks
from assistant.store.database import Database
from tests.assistant.conversation.receiver import Town
from tests.conftest import RESIDENT, FakeClock, InboundBuilder


@pytest.fixture
def town_hall(database: Database, casework: Casework, clock: FakeClock, inbound: InboundBuilder) -> Town:
    return Town(database, casework, clock, inbound)


def test_what_happens_to_a_case_is_told_in_order_with_codes_alone(town_hall):
    key_id = town_hall.key()
    town_hall.hook()
    number = town_hall.case()
    town_hall.note(number, key_id)

    assert town_hall.run() == 2

    opened, noted = town_hall.receiver.told
    assert (opened["type"], opened["by"]) == ("case.opened", None)
    assert opened["detail"] == {"reason": "requested", "kind": "question"}
    assert (noted["type"], noted["by"]) == ("case.noted", {"staff": False, "system": "12345"})
    assert noted["case"] == {
        "number": number,
        "kind": "question",
        "status": "received",
        "service": None,
        "region": None,
        "channel": "sms",
        "external_ids": [],
    }
    bodies = b"".join(body for _, body, _ in town_hall.receiver.posts).decode()
    assert not any(secret in bodies for secret in (RESIDENT, "八十岁", "住三楼"))


def test_a_delivery_is_signed_and_carries_an_id_that_stays_the_same(town_hall, clock):
    town_hall.hook()
    town_hall.case()
    town_hall.receiver.answers = [500]
    town_hall.run()
    clock.advance(seconds=5)
    town_hall.run()

    (url, body, first), (_, again, second) = town_hall.receiver.posts
    assert url == "https://12345.example/told"
    assert body == again
    assert first["X-Bangban-Delivery"] == second["X-Bangban-Delivery"] == json.loads(body)["id"]
    moment, digest = (part.split("=")[1] for part in second["X-Bangban-Signature"].split(","))
    assert int(moment) == int(clock.now().timestamp())
    expected = hmac.new(town_hall.secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert digest == expected
    assert first["X-Bangban-Signature"] != second["X-Bangban-Signature"]


def test_the_signature_is_that_of_the_documentation():
    at = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert signature("secret", b"{}", at) == (
        "t=1772415000,v1=" + hmac.new(b"secret", b"1772415000.{}", hashlib.sha256).hexdigest()
    )


@pytest.mark.parametrize("answer", [500, 400, 302, SendError("timeout", retryable=True), ValueError("odd")])
def test_what_was_not_taken_is_told_again_later_and_later(town_hall, clock, answer):
    town_hall.hook()
    town_hall.case()
    town_hall.receiver.answers = [answer, answer]

    assert town_hall.run() == 1
    clock.advance(seconds=4)
    assert town_hall.run() == 0
    clock.advance(seconds=1)
    assert town_hall.run() == 1
    clock.advance(seconds=14)
    assert town_hall.run() == 0
    clock.advance(seconds=1)
    assert town_hall.run() == 1
    clock.advance(hours=2)
    assert town_hall.run() == 0


def test_what_follows_waits_until_what_came_before_is_told(town_hall, clock):
    town_hall.hook()
    town_hall.case()
    town_hall.case(address="+8613800000002")
    town_hall.receiver.answers = [503]

    assert town_hall.run() == 1
    clock.advance(seconds=5)
    assert town_hall.run() == 2
    ids = [told["id"] for told in town_hall.receiver.told]
    assert ids[0] == ids[1] < ids[2]


def test_after_the_last_attempt_it_is_dead_and_the_next_is_told(town_hall, clock):
    hook = town_hall.hook()
    town_hall.case()
    town_hall.case(address="+8613800000002")
    town_hall.receiver.answers = [500] * PATIENCE.attempts
    for _ in range(PATIENCE.attempts):
        assert town_hall.dead() == []
        town_hall.run()
        clock.advance(hours=1)

    (dead,) = town_hall.dead()
    assert (dead.kind, dead.error, dead.attempts) == ("opened", "status_500", PATIENCE.attempts)
    assert len(town_hall.receiver.posts) == PATIENCE.attempts + 1
    with town_hall.database.begin() as session:
        webhook_deliveries.try_again(session, clock.now(), webhook_id=hook)
    assert town_hall.run() == 1
    assert town_hall.dead() == []


def test_a_receiver_that_is_gone_is_told_nothing_more(town_hall):
    town_hall.hook()
    town_hall.case()
    town_hall.case(address="+8613800000002")
    town_hall.receiver.answers = [410]

    assert town_hall.run() == 1
    town_hall.case(address="+8613800000003")
    assert town_hall.run() == 0
    with town_hall.database.read() as session:
        assert webhooks.live(session) == ()


def test_a_process_that_dies_while_posting_delays_a_delivery_and_loses_none(town_hall, clock):
    town_hall.hook()
    town_hall.case()
    town_hall.deliverer.make_out()
    with town_hall.database.begin() as session:
        lost = webhook_deliveries.claim(session, town_hall.casework.vault, clock.now(), telling.CLAIM)
    assert lost is not None

    assert town_hall.run() == 0
    clock.advance(telling.CLAIM)
    assert town_hall.run() == 1


def test_two_processes_make_out_each_event_once(town_hall):
    town_hall.hook()
    for index in range(5):
        town_hall.case(address=f"+861380000001{index}")
    barrier = threading.Barrier(3)

    def make_out() -> None:
        barrier.wait(30)
        while town_hall.deliverer.make_out():
            pass

    threads = [threading.Thread(target=make_out) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert town_hall.run() == 5
    assert len({told["id"] for told in town_hall.receiver.told}) == 5


def test_more_events_than_one_batch_are_all_told(sqlite_database, casework, clock, inbound):
    town_hall = Town(sqlite_database, casework, clock, inbound)
    key_id = town_hall.key()
    town_hall.hook()
    number = town_hall.case()
    for _ in range(120):
        town_hall.note(number, key_id)

    assert town_hall.run() == 121


def test_the_place_of_a_webhook_that_wants_little_moves_on(sqlite_database, casework, clock, inbound):
    town_hall = Town(sqlite_database, casework, clock, inbound)
    key_id = town_hall.key()
    town_hall.hook(events=("closed",))
    number = town_hall.case()
    with town_hall.database.begin() as session:
        work = casework.on(session)
        for _ in range(webhooks.LOOKED_BACK):
            answering.note(work, number, key_id, "x")

    assert town_hall.run() == 0
    with town_hall.database.read() as session:
        (hook,) = webhooks.live(session)
        assert hook.told_to == webhooks.last_event(session)
