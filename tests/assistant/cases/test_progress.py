"""What a resident is told of a case, as names of phrases: the words are in the knowledge."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.cases import departments, ownership, progress, resolving
from assistant.cases.kinds import CaseKind
from assistant.messages import Channel
from knowledge.phrases import Phrases

MONDAY_MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def opened(counterside, number: str, *, again: bool = False, shared: bool = False) -> list[str]:
    told = counterside.does(progress.opened, number, "zh", again=again, shared=shared)
    return [one.phrase for one in told]


def standing(counterside, number: str) -> list[str]:
    case = counterside.row(number)
    return [one.phrase for one in counterside.does(progress.standing, case, "zh")]


@pytest.mark.parametrize(
    ("at", "language", "said"),
    [
        (MONDAY_MORNING, "zh", "今天"),
        (MONDAY_MORNING + timedelta(hours=14), "zh", "今天"),
        (MONDAY_MORNING + timedelta(hours=15), "zh", "明天"),
        (MONDAY_MORNING + timedelta(days=1), "en", "tomorrow"),
        (MONDAY_MORNING + timedelta(days=2), "zh", "3月4日周三"),
        (MONDAY_MORNING - timedelta(days=1), "zh", "3月1日周日"),
    ],
)
def test_near_days_are_called_by_name_in_local_time(at, language, said):
    assert progress.near_day(at, MONDAY_MORNING, language) == said


def test_the_place_counts_everybody_before_in_the_same_or_a_more_pressing_lane(counterside):
    first = counterside.wants_person(address="+8613800000011")
    counterside.clock.advance(minutes=1)
    mine = counterside.wants_person()
    counterside.clock.advance(minutes=1)
    counterside.wants_person(address="+8613800000012", kind=CaseKind.URGENT)
    told = counterside.does(progress.opened, mine.number, "zh", again=False, shared=False)
    (place,) = [one for one in told if one.phrase == "case_place"]
    assert place.slots == {"count": "2"}
    counterside.does(ownership.claim, first.number, counterside.staff())
    told = counterside.does(progress.opened, mine.number, "zh", again=False, shared=False)
    assert {"count": "1"} in [one.slots for one in told]


def test_nobody_is_said_to_have_a_case_before_somebody_has_it(counterside):
    case = counterside.wants_person()
    assert opened(counterside, case.number) == ["case_opened", "case_first", "case_contact"]
    assert standing(counterside, case.number) == [
        "status_waiting",
        "case_first",
        "case_contact",
        "status_due",
    ]
    counterside.does(ownership.claim, case.number, counterside.staff())
    assert opened(counterside, case.number, again=True) == ["case_again", "case_taken"]
    assert standing(counterside, case.number) == ["status_in_hand", "status_due"]


def test_outside_working_time_it_is_said_when_somebody_is_there(counterside):
    counterside.clock.advance(hours=12)
    case = counterside.wants_person()
    told = counterside.does(progress.opened, case.number, "zh", again=False, shared=False)
    assert told[-1].phrase == "case_opens"
    assert told[-1].slots == {"day": "明天", "time": "上午8点半"}


def test_who_is_in_distress_is_not_sent_to_tomorrow(counterside):
    counterside.clock.advance(hours=12)
    case = counterside.wants_person(kind=CaseKind.URGENT, reason="distress")
    assert "case_opens" not in opened(counterside, case.number)


def test_at_a_terminal_nobody_promises_to_get_in_touch(counterside):
    case = counterside.wants_person(channel=Channel.KIOSK, address="hall-1")
    assert opened(counterside, case.number, shared=True) == ["case_opened", "case_first", "case_hall"]
    assert "case_contact" not in standing(counterside, case.number)


def test_a_department_is_named_and_its_day(counterside):
    member = counterside.staff()
    case = counterside.wants_person()
    counterside.does(ownership.claim, case.number, member)
    counterside.does(departments.dispatch, case.number, member, "civil_affairs")
    assert standing(counterside, case.number) == ["status_moved", "status_department", "status_due"]


def test_a_joined_case_tells_of_the_one_it_was_joined_with(counterside):
    first = counterside.wants_person()
    second = counterside.wants_person(channel=Channel.PHONE)
    counterside.does(resolving.merge, first.number, second.number, counterside.staff())
    assert standing(counterside, first.number)[:2] == ["status_merged", "status_waiting"]


def test_every_phrase_that_can_be_told_is_in_the_knowledge():
    names = Phrases.load().names()
    assert set(progress._STANDING.values()) <= names
