"""Another system does something with a case."""

from __future__ import annotations

import pytest

from assistant.cases import ownership
from assistant.messages import Channel
from assistant.store import staff


def test_what_a_system_does_is_done_in_its_name(any_platform):
    number = any_platform.opened()["number"]

    assert any_platform.done(number, "claim")["status"] == "claimed"

    (claimed,) = [event for event in any_platform.event_rows(number) if event.kind == "claimed"]
    assert claimed.staff_id == any_platform.ids["12345"]


def test_a_case_goes_its_whole_way_through_the_interface(any_platform):
    number = any_platform.opened()["number"]

    statuses = [
        any_platform.done(number, "claim")["status"],
        any_platform.done(number, "note", text="打过电话")["status"],
        any_platform.done(number, "reply", text="请带身份证来。", waits=True)["status"],
        any_platform.done(number, "dispatch", department="civil_affairs", why="归民政")["status"],
        any_platform.done(number, "resolve", result="已经发放")["status"],
        any_platform.done(number, "rate", rating="good", solved=True)["status"],
        any_platform.done(number, "reopen", why="又没到")["status"],
        any_platform.done(number, "cancel", why="已经到了")["status"],
    ]

    assert statuses == [
        "claimed",
        "claimed",
        "waiting_resident",
        "with_department",
        "resolved",
        "followed_up",
        "reopened",
        "cancelled",
    ]
    assert any("请带身份证来。" in said for said in any_platform.outgoing())


def test_a_resident_who_is_not_content_opens_the_case_again_for_somebody_else(platform):
    number = platform.opened()["number"]
    platform.done(number, "claim")
    platform.done(number, "resolve")

    case = platform.done(number, "rate", rating="poor", solved=False)
    assert (case["status"], case["rating"], case["solved"], case["reopened"]) == (
        "reopened",
        "poor",
        False,
        1,
    )

    refused = platform.update(number, "claim")
    assert (refused.status_code, refused.json["code"]) == (409, "case_needs_someone_else")


@pytest.mark.parametrize(
    ("action", "fields", "status", "code", "stands"),
    [
        ("resolve", {}, 409, "case_not_allowed", "received"),
        ("reopen", {}, 409, "case_not_allowed", "received"),
        ("rate", {"rating": "good"}, 409, "case_not_allowed", "received"),
        ("dispatch", {"department": "civil_affairs"}, 409, "case_not_allowed", "received"),
        ("dispatch", {"department": "moon"}, 422, "no_such_department", None),
        ("reply", {"text": "话" * 140}, 422, "reply_too_long", None),
    ],
)
def test_what_cannot_happen_is_refused_with_a_code_and_changes_nothing(
    any_platform, action, fields, status, code, stands
):
    number = any_platform.opened()["number"]

    response = any_platform.update(number, action, **fields)

    assert (response.status_code, response.json["code"]) == (status, code)
    assert response.json.get("case_status") == stands
    assert response.content_type == "application/problem+json"
    assert any_platform.events(number) == ["opened"]


def test_what_somebody_else_took_is_refused_with_where_it_stands(platform, clock):
    number = platform.opened()["number"]
    with platform.database.begin() as session:
        member = staff.create(session, "wang", "bamboo river lantern", clock.now())
        ownership.claim(platform.casework.on(session), number, member.id)

    response = platform.update(number, "claim")

    assert (response.status_code, response.json["code"]) == (409, "case_taken_already")
    assert response.json["case_status"] == "claimed"


def test_nobody_can_be_answered_at_a_terminal(platform):
    number = platform.walked_in(Channel.KIOSK, address="hall-1")

    response = platform.update(number, "reply", text="好")

    assert (response.status_code, response.json["code"]) == (409, "resident_not_reachable")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"action": "sing"},
        {"action": "note"},
        {"action": "note", "text": ""},
        {"action": "note", "text": 5},
        {"action": "cancel"},
        {"action": "rate", "rating": "great"},
        {"action": "rate", "rating": "good", "solved": "yes"},
        {"action": "dispatch", "department": "Not an id"},
        {"action": "claim", "member": "wang"},
    ],
)
def test_an_update_that_is_not_as_described_is_refused(platform, body):
    number = platform.opened()["number"]

    response = platform.post(f"/cases/{number}/updates", body)

    assert (response.status_code, response.json["code"]) == (422, "body_invalid")
    assert platform.events(number) == ["opened"]
