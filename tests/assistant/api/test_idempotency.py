"""The same request twice changes something once."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from assistant.store import api_requests
from assistant.store.models import ApiRequest


@pytest.mark.parametrize("key", [None, "", " ", "名", "x" * 129])
def test_a_change_needs_an_idempotency_key(platform, key):
    headers = {"Authorization": f"Bearer {platform.key()}"}
    if key is not None:
        headers["Idempotency-Key"] = key.encode().decode("latin-1")
    number = platform.opened()["number"]

    for path, body in (("/cases", platform.wanted()), (f"/cases/{number}/updates", {"action": "claim"})):
        response = platform.client.post(f"/api/v1{path}", json=body, headers=headers)
        assert (response.status_code, response.json["code"]) == (400, "idempotency_key_missing")


def test_the_same_request_is_answered_again_and_done_once(any_platform):
    number = any_platform.opened()["number"]
    path, body = f"/cases/{number}/updates", {"action": "reply", "text": "请带身份证来。"}

    first = any_platform.post(path, body, idempotency_key="r-1")
    any_platform.done(number, "resolve")
    again = any_platform.post(path, dict(reversed(body.items())), idempotency_key="r-1")

    assert (again.status_code, again.json) == (first.status_code, first.json)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert any_platform.events(number).count("staff_replied") == 1


def test_a_case_that_was_opened_is_answered_as_opened_again(platform):
    wanted = platform.wanted()

    answers = [platform.post("/cases", wanted, idempotency_key="r-1") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json


def test_a_refusal_is_an_answer_like_any_other(platform):
    number = platform.opened()["number"]
    path, body = f"/cases/{number}/updates", {"action": "resolve"}
    first = platform.post(path, body, idempotency_key="r-1")
    platform.done(number, "claim")

    again = platform.post(path, body, idempotency_key="r-1")

    assert (first.status_code, again.status_code) == (409, 409)
    assert again.json == first.json
    assert again.content_type == "application/problem+json"
    assert platform.post(path, body, idempotency_key="r-2").status_code == 200


@pytest.mark.parametrize("other", ["body", "path"])
def test_the_key_of_another_request_is_refused(any_platform, other):
    one, two = any_platform.opened()["number"], any_platform.opened()["number"]
    any_platform.post(f"/cases/{one}/updates", {"action": "claim"}, idempotency_key="r-1")

    response = any_platform.post(
        f"/cases/{two if other == 'path' else one}/updates",
        {"action": "note", "text": "x"} if other == "body" else {"action": "claim"},
        idempotency_key="r-1",
    )

    assert (response.status_code, response.json["code"]) == (422, "idempotency_key_used")
    assert any_platform.events(two) == ["opened"]


def test_two_systems_may_use_the_same_idempotency_key(platform):
    answers = [
        platform.post("/cases", platform.wanted(), key=key, idempotency_key="r-1")
        for key in ("12345", "street")
    ]

    assert [answer.status_code for answer in answers] == [201, 201]


def test_the_same_request_from_several_threads_at_once_is_done_once(any_platform):
    number = any_platform.opened()["number"]
    path, body = f"/cases/{number}/updates", {"action": "note", "text": "打过电话"}
    statuses = []

    def send():
        statuses.append(any_platform.post(path, body, idempotency_key="r-1").status_code)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) <= {200, 409}
    assert 200 in statuses
    assert any_platform.events(number).count("noted") == 1


@pytest.mark.slow
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_request_that_is_being_carried_out_is_refused_for_now(any_platform, database_kind):
    number = any_platform.opened()["number"]
    path, body = f"/cases/{number}/updates", {"action": "claim"}
    started, done = threading.Event(), threading.Event()

    def carry_out():
        with any_platform.database.begin() as session:
            key_id = any_platform.ids["12345"]
            api_requests.answered(session, any_platform.casework.vault, key_id, "r-1", "asked")
            started.set()
            done.wait(30)

    thread = threading.Thread(target=carry_out)
    thread.start()
    started.wait(30)
    try:
        early = any_platform.post(path, body, idempotency_key="r-1")
    finally:
        done.set()
        thread.join()

    assert (early.status_code, early.json["code"]) == (409, "request_in_progress")
    assert any_platform.post(path, body, idempotency_key="r-1").status_code == 200


def test_answers_are_kept_sealed_and_forgotten_after_a_week(any_platform, clock):
    any_platform.opened(text="我的津贴")
    with any_platform.database.read() as session:
        (kept,) = session.scalars(select(ApiRequest)).all()
    assert b"callback" not in kept.response
    assert "WO-" not in kept.fingerprint

    with any_platform.database.begin() as session:
        assert api_requests.forget(session, clock.now(), 10) == 0
    clock.advance(api_requests.KEPT_FOR)
    with any_platform.database.begin() as session:
        assert api_requests.forget(session, clock.now(), 10) == 1
        assert api_requests.forget(session, clock.now(), 10) == 0
