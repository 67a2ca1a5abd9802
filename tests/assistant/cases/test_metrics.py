"""What the events of one case add up to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistant.cases import metrics
from assistant.cases.kinds import CaseKind, Kind, Status
from assistant.cases.metrics import NothingHappened, Outcome
from assistant.cases.states import NotAllowed
from assistant.store.case_models import CaseEvent

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def happened(*events: tuple[Kind, int, str | None, dict[str, Any]]) -> list[CaseEvent]:
    """Events by kind, minutes after the opening, member and detail; opened at minute 0."""
    told = [(Kind.OPENED, 0, None, {"reason": "requested", "kind": "question"}), *events]
    return [
        CaseEvent(kind=kind.value, at=START + timedelta(minutes=minute), staff_id=by, detail=detail)
        for kind, minute, by, detail in told
    ]


def by_the_clock(step: str, kind: CaseKind, region: str | None, start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())


def outcome(*events: tuple[Kind, int, str | None, dict[str, Any]], region: str | None = None) -> Outcome:
    return metrics.from_events(happened(*events), by_the_clock, region)


CLAIMED = (Kind.CLAIMED, 10, "wang", {})
REPLIED = (Kind.STAFF_REPLIED, 30, "wang", {})


def test_a_case_that_goes_straight_through_is_measured_at_each_step() -> None:
    went = outcome(
        CLAIMED,
        REPLIED,
        (Kind.RESOLVED, 50, "wang", {}),
        (Kind.FOLLOW_UP_SENT, 110, None, {}),
        (Kind.RATED, 120, None, {"rating": "fair", "solved": True}),
        (Kind.CLOSED, 130, None, {}),
    )

    assert (went.take_s, went.reply_s, went.resolve_s) == (600, 1800, 3000)
    assert (went.status, went.owner_id, went.rating, went.solved) == (Status.CLOSED, "wang", "fair", True)
    assert went.follow_ups == 1
    assert went.closed_at == START + timedelta(minutes=130)
    assert went.resolved_at == START + timedelta(minutes=50)


def test_waiting_for_the_resident_does_not_count_whatever_ends_it() -> None:
    went = outcome(
        CLAIMED,
        (Kind.WAITED, 20, "wang", {}),
        (Kind.RESIDENT_WROTE, 50, None, {}),
        (Kind.WAITED, 60, "wang", {}),
        (Kind.RESUMED, 70, "wang", {}),
        (Kind.WAITED, 80, "wang", {}),
        (Kind.RESOLVED, 100, "wang", {}),
    )

    assert went.resolve_s == (100 - 30 - 10 - 20) * 60


def test_only_the_first_opening_counts_for_taking_and_answering() -> None:
    went = outcome(
        CLAIMED,
        REPLIED,
        (Kind.RESOLVED, 50, "wang", {}),
        (Kind.FOLLOW_UP_SENT, 55, None, {}),
        (Kind.RATED, 60, None, {"rating": "poor", "solved": False}),
        (Kind.CLAIMED, 200, "li", {}),
        (Kind.CALL_ANSWERED, 210, "li", {}),
        (Kind.RESOLVED, 220, "li", {}),
    )

    assert (went.take_s, went.reply_s, went.resolve_s) == (600, 1800, 220 * 60)
    assert (went.reopened, went.rating, went.owner_id, went.follow_ups) == (1, "poor", "li", 0)


def test_a_call_that_was_picked_up_is_a_first_answer_and_one_that_was_missed_is_not() -> None:
    missed = outcome(CLAIMED, (Kind.CALLED, 12, "wang", {}), (Kind.CALL_MISSED, 13, None, {}))
    answered = outcome(CLAIMED, (Kind.CALLED, 12, "wang", {}), (Kind.CALL_ANSWERED, 13, None, {}))

    assert missed.reply_s is None
    assert answered.reply_s == 13 * 60


def test_what_a_case_is_about_at_the_time_decides_how_it_is_counted() -> None:
    counted: list[tuple[str, CaseKind, str | None]] = []

    def measure(step: str, kind: CaseKind, region: str | None, start: datetime, end: datetime) -> int:
        counted.append((step, kind, region))
        return 1

    changed = {
        "before": {"kind": "question", "region": None},
        "after": {"kind": "urgent", "region": "350103"},
    }
    metrics.from_events(happened(CLAIMED, (Kind.CHANGED, 15, "wang", changed), REPLIED), measure, "350103")

    assert counted == [("take", CaseKind.QUESTION, None), ("reply", CaseKind.URGENT, "350103")]


def test_limits_that_were_passed_add_up_for_ever() -> None:
    went = outcome(
        (Kind.BREACHED, 40, None, {"step": "take"}),
        (Kind.CLAIMED, 50, "wang", {}),
        (Kind.BREACHED, 60, None, {"step": "resolve"}),
        (Kind.EXTENDED, 70, "wang", {"days": 2}),
    )

    assert (went.breaches, went.extensions) == (1 | 4, 1)


def test_events_that_cannot_have_happened_are_refused() -> None:
    with pytest.raises(NotAllowed):
        outcome(CLAIMED, (Kind.CLAIMED, 20, "li", {}))
    with pytest.raises(NothingHappened):
        metrics.from_events([], by_the_clock)
    with pytest.raises(NothingHappened):
        metrics.from_events(happened(CLAIMED)[1:], by_the_clock)
