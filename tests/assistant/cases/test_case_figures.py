"""What many cases add up to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cases import figures, metrics
from assistant.cases.figures import Rate, Times
from assistant.cases.kinds import Rating
from assistant.store.outcomes import Answers, Measured

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def case(**fields: Any) -> Measured:
    usual: dict[str, Any] = {
        "opened_at": START,
        "status": "closed",
        "kind": "question",
        "channel": "sms",
        "service": None,
        "region": None,
        "take_s": 60,
        "reply_s": 120,
        "resolve_s": 600,
        "breaches": 0,
        "reopened": 0,
        "follow_ups": 1,
        "rating": "good",
    }
    return Measured(**(usual | fields))


def answers(rating: str, solved: bool | None, number: int = 1, **fields: Any) -> Answers:
    usual: dict[str, Any] = {"service": None, "region": None, "channel": "sms"}
    return Answers(**(usual | fields), rating=rating, solved=solved, number=number)


@given(st.lists(st.integers(0, 10_000), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_the_share_does_not_exceed(
    values: list[int], share: int
) -> None:
    ordered = sorted(values)

    found = figures.percentile(ordered, share)

    assert found in ordered
    assert sum(value <= found for value in ordered) * 100 >= share * len(ordered)
    assert sum(value < found for value in ordered) * 100 < share * len(ordered)


def test_times_tell_how_many_cases_they_rest_on() -> None:
    assert Times.of(range(1, 21)) == Times(20, 10, 15, 18, 19)
    assert Times.of([]) == Times(0)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (4, 4, None), (5, 5, 100.0), (1999, 2000, 99.9), (2, 3000, 0)],
)
def test_a_share_of_few_cases_has_no_percentage_and_only_all_are_a_hundred(
    part: int, whole: int, percent: float | None
) -> None:
    assert Rate(part, whole).percent == percent


def test_the_response_rate_is_over_those_answered_late_or_settled() -> None:
    found = figures.figures(
        [
            case(),
            case(breaches=metrics.BREACHES["reply"]),
            case(reply_s=None, resolve_s=None, status="received", breaches=metrics.BREACHES["reply"]),
            case(reply_s=None),
            case(reply_s=None, resolve_s=None, status="received"),
        ]
    )

    assert found.response == Rate(1, 4)


def test_follow_ups_are_counted_by_case_over_those_that_were_settled() -> None:
    found = figures.figures(
        [
            case(),
            case(rating="poor", status="reopened", reopened=1),
            case(rating=None),
            case(rating=None, follow_ups=0),
            case(rating=None, follow_ups=0, resolve_s=None, status="claimed"),
        ]
    )

    assert found.asked == Rate(3, 4)
    assert found.answered == Rate(2, 3)
    assert (found.settled, found.reopened) == (Rate(3, 5), Rate(1, 5))


def test_who_did_not_say_counts_neither_way_and_who_is_not_content_as_unsolved() -> None:
    found = figures.figures(
        [case()],
        [
            answers("good", True, 5),
            answers("fair", None, 2),
            answers("poor", None, 3),
            answers("fair", False),
            answers("poor", True),
        ],
    )

    assert found.solved == Rate(6, 10)
    assert found.satisfied == Rate(8, 12)


def test_what_was_cancelled_or_merged_counts_as_opened_and_nowhere_else() -> None:
    gone = case(status="cancelled", take_s=9, reply_s=None, resolve_s=None, breaches=7, rating=None)

    found = figures.figures([case(), gone])

    assert (found.opened, found.left_out) == (2, 1)
    assert (found.settled, found.take.n) == (Rate(1, 1), 1)
    assert dict(found.late) == {"take": Rate(0, 1), "reply": Rate(0, 1), "resolve": Rate(0, 1)}


def test_each_limit_that_was_passed_is_counted_at_its_own_step() -> None:
    found = figures.figures([case(breaches=1), case(breaches=5), case()])

    assert dict(found.late) == {"take": Rate(2, 3), "reply": Rate(0, 3), "resolve": Rate(1, 3)}


def test_groups_add_up_to_the_whole_the_largest_first() -> None:
    cases = [case(service="b"), case(service="a"), case(service="b"), case()]

    said = [answers("poor", False, 3, service="b"), answers("good", True, 2)]

    groups = figures.by(cases, said, lambda one: one.service)

    assert [(name, found.opened) for name, found in groups] == [("b", 2), (None, 1), ("a", 1)]
    assert [found.satisfied for _, found in groups] == [Rate(0, 3), Rate(2, 2), Rate(0, 0)]


def test_the_day_of_a_case_is_the_local_one_and_empty_days_are_shown() -> None:
    just_before = datetime(2026, 3, 1, 15, 59, tzinfo=UTC)
    cases = [
        case(opened_at=just_before),
        case(opened_at=just_before + timedelta(minutes=1), status="received"),
    ]

    days = figures.volume(cases, date(2026, 3, 1), date(2026, 3, 3), SHANGHAI)

    assert [(one.first.day, one.opened, one.settled) for one in days] == [(1, 1, 1), (2, 1, 0), (3, 0, 0)]


def test_a_long_time_is_shown_by_weeks() -> None:
    weeks = figures.volume([case()], date(2026, 1, 1), date(2026, 3, 31), SHANGHAI)

    assert [one.first for one in weeks[:2]] == [date(2026, 1, 1), date(2026, 1, 8)]
    assert sum(one.opened for one in weeks) == 1


def test_ratings_are_those_of_the_three_words() -> None:
    shares = [figures.figures([case()], [answers(one.value, None)]).satisfied for one in Rating]

    assert [share.part for share in shares] == [1, 1, 0]
