"""What became of a message of ours: told once or often, in any order, and only by the provider."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.messages import Channel
from assistant.store import outbox, outbox_marks, residents
from assistant.store.models import Delivery

SID = "SM" + "f" * 32
REFERENCE = "case-reply:1"
PATH = "/twilio/sms/status"
QUERY = f"{PATH}?reference=case-reply%3A1"


@pytest.fixture
def message(sqlite_database, vault, clock):
    """A message that the provider accepted under SID."""
    with sqlite_database.begin() as session:
        resident = residents.ensure(session, vault, "+8613800000001", clock.now())
        outbox.enqueue(session, vault, resident.id, Channel.SMS, "好了。", REFERENCE, now=clock.now())
        (claimed,) = outbox.claim(session, vault, clock.now(), 1, timedelta(seconds=60))
        outbox_marks.mark_sent(session, claimed, SID, clock.now())
    return claimed


@pytest.fixture
def status(sqlite_database):
    def read():
        with sqlite_database.read() as session:
            return session.execute(select(Delivery.status, Delivery.error)).one()

    return read


@pytest.fixture
def report(client, post):
    def send(status, path=PATH, **fields):
        given = {"MessageSid": SID, "MessageStatus": status, **fields}
        return post(client, given, path=path, url=f"http://localhost{path}").status_code

    return send


@pytest.mark.parametrize(
    ("told", "stored"),
    [
        (["queued", "sending", "sent"], "sent"),
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent", "queued"], "delivered"),
        (["delivered", "delivered"], "delivered"),
        (["sent", "undelivered", "sent"], "undelivered"),
        (["failed"], "failed"),
        (["canceled"], "failed"),
        (["read"], "delivered"),
    ],
)
@pytest.mark.usefixtures("message")
def test_reports_settle_in_any_order(report, status, told, stored):
    assert [report(each) for each in told] == [204] * len(told)
    assert status().status == stored


@pytest.mark.usefixtures("message")
def test_the_provider_s_code_of_a_failure_is_kept(report, status):
    assert report("undelivered", ErrorCode="30003") == 204
    assert tuple(status()) == ("undelivered", "30003")


@pytest.mark.usefixtures("message")
def test_words_in_place_of_a_code_are_not_kept(report, status):
    assert report("failed", ErrorCode="said a resident") == 204
    assert "resident" not in (status().error or "")


def test_a_report_that_overtakes_our_own_answer_is_found_by_reference(
    sqlite_database, vault, clock, report, status
):
    with sqlite_database.begin() as session:
        resident = residents.ensure(session, vault, "+8613800000001", clock.now())
        outbox.enqueue(session, vault, resident.id, Channel.SMS, "好了。", REFERENCE, now=clock.now())
        outbox.claim(session, vault, clock.now(), 1, timedelta(seconds=60))
    assert report("delivered", path=QUERY) == 204
    assert status().status == "delivered"


def test_a_report_on_an_unknown_message_changes_nothing(report):
    assert report("delivered") == 204


@pytest.mark.parametrize(
    "fields",
    [
        {"MessageStatus": "sent"},
        {"MessageSid": SID},
        {"MessageSid": SID, "MessageStatus": "nonsense"},
        {"MessageSid": "not an id", "MessageStatus": "sent"},
    ],
)
def test_a_report_without_meaning_is_refused(client, post, fields):
    assert post(client, fields, path=PATH, url=f"http://localhost{PATH}").status_code == 400


@pytest.mark.usefixtures("message")
def test_a_report_that_is_not_signed_changes_nothing(client, post, status):
    fields = {"MessageSid": SID, "MessageStatus": "failed"}
    answer = post(client, fields, path=PATH, headers={"X-Twilio-Signature": None})
    assert answer.status_code == 403
    assert post(client, fields, path=QUERY, url=f"http://localhost{PATH}").status_code == 403
    assert status().status == "sent"
