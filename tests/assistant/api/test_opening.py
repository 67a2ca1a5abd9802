"""Another system brings a case."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from assistant.store import residents
from assistant.store.models import Case, CaseLink, Conversation, Message, Resident
from tests.conftest import RESIDENT


def rows(platform: Any, model: Any) -> int:
    with platform.database.read() as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_case_is_opened_for_the_resident_with_what_the_platform_knows(any_platform):
    response = any_platform.post(
        "/cases", any_platform.wanted(external_id="WO-7", needs={"dialect": "fuzhou"}, language="zh")
    )

    assert response.status_code == 201
    case = response.json
    told = {"kind", "status", "service", "region", "language", "channel", "reason", "taken", "personal"}
    assert {name: case[name] for name in told} == {
        "kind": "callback",
        "status": "received",
        "service": "senior_allowance",
        "region": "350102",
        "language": "zh",
        "channel": "api",
        "reason": "other_system",
        "taken": False,
        "personal": None,
    }
    assert case["external_ids"] == [{"system": "12345", "id": "WO-7"}]
    assert case["due"]["take"] is not None
    with any_platform.database.read() as session:
        found = residents.find(session, any_platform.casework.vault, RESIDENT)
        row = session.execute(select(Case)).scalar_one()
    assert found is not None
    assert (row.resident_id, row.dialect) == (found.id, "fuzhou")


def test_the_same_external_id_is_the_same_case_whatever_else_is_said(any_platform):
    first = any_platform.opened(external_id="WO-7")

    again = any_platform.post("/cases", any_platform.wanted(external_id="WO-7", text="别的话"))

    assert (again.status_code, again.json["number"]) == (200, first["number"])
    assert [rows(any_platform, one) for one in (Case, CaseLink, Message, Conversation)] == [1, 1, 1, 1]


def test_another_external_id_of_the_same_resident_is_another_case(platform):
    numbers = {platform.opened()["number"], platform.opened()["number"]}

    assert len(numbers) == 2
    assert rows(platform, Resident) == 1


def test_two_systems_may_use_the_same_external_id_for_different_cases(platform):
    first = platform.post("/cases", platform.wanted(external_id="1"), key="12345")
    second = platform.post("/cases", platform.wanted(external_id="1"), key="street")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["number"] != second.json["number"]


def test_the_same_external_id_sent_by_several_threads_at_once_opens_one_case(any_platform):
    any_platform.key()
    wanted = any_platform.wanted(external_id="WO-7")
    answers: list[Any] = []

    def send(index: int) -> None:
        answers.append(any_platform.post("/cases", wanted, idempotency_key=f"try-{index}"))

    threads = [threading.Thread(target=send, args=(index,)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.json["number"] for answer in answers}) == 1
    assert rows(any_platform, Case) == 1


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"phone": "13800000001"}, "/phone"),
        ({"phone": "+8612"}, "/phone"),
        ({"phone": "+999999999999999"}, "/phone"),
        ({"phone": 8613800000001}, "/phone"),
        ({"text": " \n "}, "/text"),
        ({"text": "话" * 2001}, "/text"),
        ({"text": "\ud800"}, "/text"),
        ({"external_id": ""}, "/external_id"),
        ({"external_id": "a\x00b"}, "/external_id"),
        ({"external_id": "x" * 129}, "/external_id"),
        ({"kind": "wish"}, "/kind"),
        ({"language": "fr"}, "/language"),
        ({"region": "福州"}, "/region"),
        ({"needs": {"dialect": "x" * 17}}, "/needs/dialect"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_a_body_that_is_not_as_described_is_refused_and_its_place_named(platform, change, at):
    response = platform.post("/cases", platform.wanted(**change))

    assert (response.status_code, response.json["code"]) == (422, "body_invalid")
    assert [mistake["at"] for mistake in response.json["mistakes"]] == [at]
    assert rows(platform, Case) == 0


def test_a_refusal_repeats_nothing_of_the_request(platform):
    response = platform.post("/cases", platform.wanted(phone="13800000001x", text=""))

    assert "13800000001" not in response.get_data(as_text=True)


def test_a_service_that_nobody_knows_is_refused(platform):
    response = platform.post("/cases", platform.wanted(service="moon_travel"))

    assert (response.status_code, response.json["code"]) == (422, "no_such_service")


@pytest.mark.parametrize(
    ("data", "content_type", "expected"),
    [
        (b"{", "application/json", (400, "body_unreadable")),
        (b"[1]", "application/json", (400, "body_unreadable")),
        (b"\xff\xfe", "application/json", (400, "body_unreadable")),
        (b"[" * 100_000, "application/json", (400, "body_unreadable")),
        (b"a=b", "application/x-www-form-urlencoded", (415, "not_json")),
    ],
)
def test_what_is_no_json_object_is_refused(platform, data, content_type, expected):
    headers = {"Authorization": f"Bearer {platform.key()}", "Idempotency-Key": "1"}

    response = platform.client.post("/api/v1/cases", data=data, content_type=content_type, headers=headers)

    assert (response.status_code, response.json["code"]) == expected
