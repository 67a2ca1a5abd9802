"""The stand-in lists messages and calls as the provider's own client reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.channels.simulator_records import Records

US, PHONE, OTHER = "+15005550006", "+8612000000081", "+8612000000072"
PATH = "/2010-04-01/Accounts/AC1/Messages.json"


@pytest.fixture
def records(clock):
    """Three messages, an hour apart: m1 and m3 to PHONE, m2 to OTHER."""
    records = Records("messages", "DateSent", clock)
    for sid, number in (("m1", PHONE), ("m2", OTHER), ("m3", PHONE)):
        records.keep(sid, number, US, "sent", body="好了。")
        clock.advance(hours=1)
    return records


def sids(page):
    return [record["sid"] for record in page["messages"]]


def test_the_latest_comes_first(records):
    assert sids(records.page("AC1", PATH, {})) == ["m3", "m2", "m1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"To": PHONE}, ["m3", "m1"]),
        ({"To": OTHER, "From": US}, ["m2"]),
        ({"From": OTHER}, []),
    ],
)
def test_numbers_narrow_the_list(records, asked, found):
    assert sids(records.page("AC1", PATH, asked)) == found


@pytest.mark.parametrize(
    ("name", "hours_ago", "found"),
    [
        ("DateSent>", 2, ["m3", "m2"]),
        ("DateSent>", 4, ["m3", "m2", "m1"]),
        ("DateSent>", 0, []),
        ("DateSent<", 2, ["m2", "m1"]),
    ],
)
def test_moments_narrow_the_list(records, clock, name, hours_ago, found):
    moment = (clock.now() - timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert sids(records.page("AC1", PATH, {name: moment})) == found


def test_a_day_counts_from_its_beginning_to_its_end(clock):
    records = Records("calls", "StartTime", clock)
    record = records.keep("c1", PHONE, US, "queued")
    day = record.created_at.date()
    before, after = (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()

    def found(**asked):
        return len(records.page("AC1", PATH, asked)["calls"])

    assert found(StartTime=day.isoformat()) == 1
    assert found(StartTime=before) == 0
    assert found(**{"StartTime<": day.isoformat()}) == 1
    assert found(**{"StartTime<": before}) == 0
    assert found(**{"StartTime>": day.isoformat()}) == 1
    assert found(**{"StartTime>": after}) == 0


def test_each_page_names_the_next_until_the_last(records):
    first = records.page("AC1", PATH, {"PageSize": "2"})
    assert (sids(first), first["previous_page_uri"]) == (["m3", "m2"], None)
    assert first["next_page_uri"] == f"{PATH}?PageSize=2&Page=1"
    last = records.page("AC1", PATH, {"PageSize": "2", "Page": "1"})
    assert (sids(last), last["next_page_uri"]) == (["m1"], None)


@pytest.mark.parametrize(
    "asked", [{"Page": "x"}, {"Page": "-1"}, {"PageSize": ""}, {"DateSent>": "yesterday"}]
)
def test_a_question_without_a_meaning_is_refused(records, asked):
    with pytest.raises(ValueError, match=r"not a number|Invalid isoformat"):
        records.page("AC1", PATH, asked)


def test_the_times_are_those_of_the_providers_form(clock):
    record = Records("calls", "StartTime", clock).keep("c1", PHONE, US, "queued", direction="outbound-api")
    listed = record.to_json("AC1")
    moment = datetime.strptime(listed["date_created"], "%a, %d %b %Y %H:%M:%S %z")
    assert moment == clock.now().astimezone(UTC).replace(microsecond=0)
    assert (listed["from"], listed["to"], listed["direction"]) == (US, PHONE, "outbound-api")


def test_a_status_changes_and_the_oldest_are_forgotten(clock):
    records = Records("calls", "StartTime", clock, most=2)
    for sid in ("c1", "c2", "c3"):
        records.keep(sid, PHONE, US, "queued")
    records.change("c2", "completed")
    records.change("c1", "completed")
    calls = records.page("AC1", PATH, {})["calls"]
    assert [(call["sid"], call["status"]) for call in calls] == [("c3", "queued"), ("c2", "completed")]
