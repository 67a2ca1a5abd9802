"""Who may call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from assistant.store import api_keys, staff
from assistant.store.api_keys import Scope
from assistant.store.models import Resident


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "key_missing"),
        ("", "key_missing"),
        ("Bearer ", "key_missing"),
        ("Basic YTpi", "key_missing"),
        ("Bearer bb_wrong", "key_wrong"),
        ("Bearer 钥匙".encode().decode("latin-1"), "key_wrong"),
        ("Bearer nothing_of_ours", "key_wrong"),
    ],
)
def test_without_a_key_nothing_opens(platform, header, code):
    headers = {} if header is None else {"Authorization": header}

    response = platform.client.get("/api/v1/cases", headers=headers)

    assert (response.status_code, response.json["code"]) == (401, code)
    assert response.content_type == "application/problem+json"
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_that_was_revoked_opens_nothing(platform, sqlite_database, clock):
    assert platform.get("/cases").status_code == 200

    with sqlite_database.begin() as session:
        api_keys.revoke(session, "12345", clock.now())

    assert platform.get("/cases").json["code"] == "key_wrong"


@pytest.mark.parametrize(
    ("scopes", "method", "path"),
    [
        ((Scope.WRITE,), "get", "/cases"),
        ((Scope.WRITE,), "get", "/cases/1000-0"),
        ((Scope.PERSONAL,), "get", "/cases/1000-0/events"),
        ((Scope.READ, Scope.PERSONAL), "post", "/cases"),
        ((Scope.READ, Scope.PERSONAL), "post", "/cases/1000-0/updates"),
    ],
)
def test_a_key_does_only_what_its_scopes_say(platform, scopes, method, path):
    platform.key("narrow", scopes)

    answer = platform.get(path, key="narrow") if method == "get" else platform.post(path, {}, key="narrow")

    assert (answer.status_code, answer.json["code"]) == (403, "scope_missing")


def test_a_key_that_calls_too_often_waits_and_others_do_not(platform_over, sqlite_database, clock):
    platform = platform_over(sqlite_database, calls=2)
    assert [platform.get("/cases").status_code for _ in range(3)] == [200, 200, 429]

    refused = platform.get("/cases")
    assert (refused.json["code"], refused.headers["Retry-After"]) == ("too_many_requests", "60")
    assert platform.get("/cases", key="street").status_code == 200
    clock.advance(seconds=60)
    assert platform.get("/cases").status_code == 200


def test_when_a_key_was_used_is_noted_once_an_hour(platform, sqlite_database, clock):
    def used_at():
        with sqlite_database.read() as session:
            return api_keys.list_keys(session)[0].used_at

    platform.key()
    assert used_at() is None
    first = clock.now()
    platform.get("/cases")
    clock.advance(minutes=59)
    platform.get("/cases")
    assert used_at() == first
    clock.advance(minutes=1)
    platform.get("/cases")
    assert used_at() == first + timedelta(hours=1)


def test_the_member_in_whose_name_a_key_acts_cannot_sign_in(platform, sqlite_database):
    platform.key()

    with sqlite_database.read() as session:
        member = staff.by_name(session, "api:12345")
        assert member is not None
        assert staff.get(session, member.id) is None
        assert staff.verify(session, "api:12345", "") is None
    assert member.id == platform.ids["12345"]


def test_an_address_that_does_not_exist_is_a_problem_too(platform):
    response = platform.get("/nothing")

    assert (response.status_code, response.json["code"]) == (404, "no_such_address")


def test_the_description_of_the_interface_needs_no_key(platform):
    response = platform.client.get("/api/v1/openapi.json")

    assert (response.status_code, response.json["openapi"]) == (200, "3.1.0")


def test_what_breaks_here_says_so_and_nothing_more(platform, sqlite_database):
    platform.key()
    platform.opened()
    with sqlite_database.begin() as session:
        session.execute(update(Resident).values(address=b"not sealed"))
    (number,) = (case["number"] for case in platform.get("/cases").json["cases"])

    response = platform.get(f"/cases/{number}")

    assert (response.status_code, response.json["code"]) == (500, "internal_error")
    assert response.content_type == "application/problem+json"
    assert set(response.json) == {"type", "title", "status", "code", "detail"}


def test_a_body_that_is_too_large_is_refused(platform):
    platform.client.application.config["MAX_CONTENT_LENGTH"] = 1000

    response = platform.post("/cases", platform.wanted(text="x" * 2000))

    assert (response.status_code, response.json["code"]) == (413, "body_too_large")
