"""Another system follows what happens to cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from assistant.messages import Channel
from assistant.store import api_cases
from assistant.store.api_keys import Scope
from tests.conftest import RESIDENT


def numbers(response):
    assert response.status_code == 200, response.json
    return [case["number"] for case in response.json["cases"]]


def test_cases_come_in_the_order_of_what_last_happened_to_them(any_platform):
    first, second = any_platform.opened()["number"], any_platform.opened()["number"]
    any_platform.done(first, "claim")

    response = any_platform.get("/cases")

    assert numbers(response) == [second, first]
    assert response.json["more"] is False
    assert response.json["cursor"] == response.json["cases"][1]["position"]


def test_who_asks_with_the_cursor_gets_only_what_happened_since(any_platform):
    first = any_platform.opened()["number"]
    any_platform.opened()
    cursor = any_platform.get("/cases").json["cursor"]
    assert numbers(any_platform.get("/cases", since=cursor)) == []

    any_platform.done(first, "claim")

    later = any_platform.get("/cases", since=cursor)
    assert numbers(later) == [first]
    assert numbers(any_platform.get("/cases", since=later.json["cursor"])) == []


def test_pages_follow_one_another_without_a_gap(platform):
    opened = [platform.opened()["number"] for _ in range(5)]

    seen, since, more = [], 0, True
    while more:
        page = platform.get("/cases", since=since, limit=2)
        seen += numbers(page)
        since, more = page.json["cursor"], page.json["more"]

    assert seen == opened


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "claimed"}, {"claimed"}),
        ({"status": ["received", "claimed"]}, {"claimed", "plain", "elsewhere", "complaint"}),
        ({"kind": "complaint"}, {"complaint"}),
        ({"service": "senior_allowance"}, {"claimed", "elsewhere", "complaint"}),
        ({"region": "350104"}, {"elsewhere"}),
        ({"status": "closed"}, set()),
    ],
)
def test_a_list_shows_what_was_asked_for(platform, query, found):
    opened = {
        "claimed": platform.opened()["number"],
        "plain": platform.opened(service=None)["number"],
        "elsewhere": platform.opened(region="350104")["number"],
        "complaint": platform.opened(kind="complaint")["number"],
    }
    platform.done(opened["claimed"], "claim")

    assert set(numbers(platform.get("/cases", **query))) == {opened[name] for name in found}


@pytest.mark.parametrize(
    "query",
    [
        {"since": "-1"},
        {"since": "9" * 30},
        {"limit": "101"},
        {"status": "lost"},
        {"region": "x"},
        {"wish": "1"},
    ],
)
def test_a_query_that_is_not_as_described_is_refused(platform, query):
    response = platform.get("/cases", **query)

    assert (response.status_code, response.json["code"]) == (422, "query_invalid")


def test_a_case_is_found_by_its_number_however_it_is_written(platform):
    number = platform.opened()["number"]

    assert platform.get(f"/cases/{number.replace('-', '')}").json["number"] == number


@pytest.mark.parametrize("number", ["0000-0", "1234-9", "nothing", "一二三"])
def test_a_number_that_no_case_has_is_not_found(platform, number):
    for path in (f"/cases/{number}", f"/cases/{number}/events"):
        response = platform.get(path)
        assert (response.status_code, response.json["code"]) == (404, "case_not_found")


def test_cases_of_practice_do_not_exist_for_other_systems(platform):
    number = platform.opened()["number"]
    platform.practise(number)

    assert numbers(platform.get("/cases")) == []
    assert platform.get(f"/cases/{number}").status_code == 404
    assert platform.get(f"/cases/{number}/events").status_code == 404
    assert platform.update(number, "claim").status_code == 404


def test_events_tell_who_did_what_and_by_which_system(any_platform):
    number = any_platform.opened()["number"]
    any_platform.done(number, "claim")

    response = any_platform.get(f"/cases/{number}/events")

    told = [(event["kind"], event["by"]) for event in response.json["events"]]
    assert told == [("opened", None), ("claimed", {"staff": False, "system": "12345"})]
    first = response.json["events"][0]["position"]
    later = any_platform.get(f"/cases/{number}/events", after=first)
    assert [event["kind"] for event in later.json["events"]] == ["claimed"]


def test_number_and_words_are_shown_only_to_keys_that_may_see_them(platform):
    number = platform.opened(text="我的津贴", needs={"dialect": "minnan"})["number"]
    platform.done(number, "note", text="住在三楼")
    platform.key("plain", (Scope.READ,))

    without = [
        platform.get("/cases", key="plain"),
        platform.get(f"/cases/{number}", key="plain"),
        platform.get(f"/cases/{number}/events", key="plain"),
    ]
    for response in without:
        body = response.get_data(as_text=True)
        assert response.status_code == 200
        assert RESIDENT not in body
        assert not any(words in repr(response.json) for words in ("我的津贴", "住在三楼", "minnan"))

    personal = platform.get(f"/cases/{number}").json["personal"]
    assert (personal["phone"], personal["needs"]) == (RESIDENT, {"dialect": "minnan"})
    assert [(line["speaker"], line["text"]) for line in personal["words"]] == [("resident", "我的津贴")]
    events = platform.get(f"/cases/{number}/events").json["events"]
    assert [event["words"] for event in events if event["kind"] == "noted"] == ["住在三楼"]


def test_lists_hold_nothing_personal_whoever_asks(platform):
    platform.opened(text="我的津贴")

    assert [case["personal"] for case in platform.get("/cases").json["cases"]] == [None]


def test_that_a_system_saw_a_residents_number_is_noted_once(any_platform):
    number = any_platform.opened()["number"]
    any_platform.key("street", (Scope.READ, Scope.PERSONAL))
    any_platform.key("plain", (Scope.READ,))

    for key in ("street", "street", "12345", "plain"):
        assert any_platform.get(f"/cases/{number}", key=key).status_code == 200

    looks = [event.staff_id for event in any_platform.event_rows(number) if event.kind == "number_shown"]
    assert looks == [any_platform.ids["street"], any_platform.ids["12345"]]


def test_who_spoke_at_a_terminal_has_no_number_to_show(platform):
    number = platform.walked_in(Channel.KIOSK, address="hall-1")

    assert platform.get(f"/cases/{number}").json["personal"]["phone"] is None


@pytest.mark.slow
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_what_another_transaction_has_not_committed_yet_is_waited_for(any_platform, database_kind, clock):
    """Its position is below that of what is there: a cursor past it would lose it."""
    slow, quick = any_platform.opened()["number"], any_platform.opened()["number"]
    cursor = any_platform.get("/cases").json["cursor"]
    with any_platform.database.engine.connect() as connection:
        transaction = connection.begin()
        connection.execute(
            text(
                "INSERT INTO case_events (case_id, at, kind, detail) "
                "SELECT id, :at, 'noted', '{}' FROM cases WHERE number = :number"
            ),
            {"at": clock.now(), "number": slow},
        )
        any_platform.done(quick, "claim")

        early = any_platform.get("/cases", since=cursor)
        assert (numbers(early), early.json["cursor"]) == ([], cursor)
        transaction.commit()

    assert numbers(any_platform.get("/cases", since=cursor)) == [slow, quick]


@pytest.mark.slow
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_position_that_nobody_will_fill_holds_up_the_list_only_for_a_while(
    any_platform, database_kind, clock
):
    number = any_platform.opened()["number"]
    cursor = any_platform.get("/cases").json["cursor"]
    with any_platform.database.engine.connect() as connection:
        connection.execute(text("SELECT nextval(pg_get_serial_sequence('case_events', 'position'))"))
    any_platform.done(number, "claim")
    assert numbers(any_platform.get("/cases", since=cursor)) == []

    clock.advance(api_cases.LONGEST_TRANSACTION + timedelta(seconds=1))

    assert numbers(any_platform.get("/cases", since=cursor)) == [number]
