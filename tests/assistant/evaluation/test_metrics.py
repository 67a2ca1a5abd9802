from dataclasses import replace

import pytest

from assistant.evaluation.metrics import Confusion, Judged, percentile, summarise
from assistant.messages import Outcome

RIGHT = Judged(2, "id_card", True, Outcome.ANSWERED, "id_card", ("id_card", "fraud"), 10.0)


def judged(**changes: object) -> Judged:
    return replace(RIGHT, **changes)  # type: ignore[arg-type]


def test_nothing_gives_zeros() -> None:
    found = summarise([])
    assert (found.n, found.in_scope, found.top1, found.latency_p95_ms) == (0, 0, 0.0, 0.0)
    assert found.confusions == ()


def test_shares_are_of_the_questions_in_scope() -> None:
    found = summarise(
        [
            RIGHT,
            judged(line=3, expected="fraud"),
            judged(
                line=4, outcome=Outcome.CLARIFY, service=None, candidates=("fraud", "senior_card", "id_card")
            ),
            judged(line=5, outcome=Outcome.CASE, service=None, candidates=()),
            judged(line=6, expected="other", covered=False),
            judged(line=7, expected="housing_fund", covered=False, outcome=Outcome.UNSURE, service=None),
            judged(line=8, expected="housing_fund", covered=False),
        ]
    )
    assert (found.n, found.in_scope, found.not_covered_n, found.other_n) == (7, 4, 2, 1)
    assert found.top1 == 0.25
    assert found.top3 == 0.75
    assert found.answered_right == 0.25
    assert found.answered_wrong == 0.25
    assert found.clarified_right == 0.25
    assert found.handed_over == 0.25
    assert found.not_covered_answered == 0.5
    assert found.other_answered == 1.0


def test_the_service_that_was_answered_ranks_first() -> None:
    found = summarise([judged(candidates=("fraud", "senior_card", "id_card"))])
    assert found.top1 == 1.0


def test_an_emergency_with_a_service_is_an_answer_and_one_without_is_not() -> None:
    emergency = judged(expected="fraud", outcome=Outcome.EMERGENCY, service="fraud")
    assert summarise([emergency]).answered_right == 1.0
    assert summarise([replace(emergency, service=None, candidates=())]).answered_right == 0.0
    assert summarise([replace(emergency, expected="other", covered=False)]).other_answered == 1.0


def test_a_service_named_without_an_answer_is_no_answer() -> None:
    found = summarise([judged(outcome=Outcome.UNSURE)])
    assert found.answered_right == 0.0
    assert found.top1 == 1.0


def test_confusions_are_wrong_answers_the_most_frequent_first() -> None:
    found = summarise(
        [
            RIGHT,
            judged(line=9, expected="other", covered=False),
            judged(line=3, expected="fraud"),
            judged(line=5, expected="fraud"),
            judged(line=6, expected="fraud", outcome=Outcome.CLARIFY, service=None),
        ]
    )
    assert found.confusions == (
        Confusion("fraud", "id_card", 2, (3, 5)),
        Confusion("other", "id_card", 1, (9,)),
    )


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([5.0], 0.5, 5.0),
        ([1, 2, 3, 4], 0.5, 2),
        ([3, 1, 2], 0.95, 3),
        (list(range(1, 101)), 0.95, 95),
        ([], 0.5, 0),
    ],
)
def test_a_percentile_is_a_value_that_was_measured(
    values: list[float], share: float, expected: float
) -> None:
    assert percentile(values, share) == expected


def test_metrics_can_be_written_as_json() -> None:
    found = summarise([judged(expected="fraud")]).to_json()
    assert found["n"] == 1
    assert found["confusions"][0]["answered"] == "id_card"
