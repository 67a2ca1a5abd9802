import pytest

from assistant.evaluation.comparison import Compared, auroc, compare
from assistant.evaluation.rows import Question
from knowledge.search.baselines import Ranking, Scored

ROWS = (
    Question(2, "身份证丢了", "id_card"),
    Question(3, "公积金怎么取", "housing_fund"),
    Question(4, "你好", "other"),
    Question(5, "低保多少钱", "minimum_living"),
)
COVERED = {"id_card", "minimum_living"}


def always(text: str) -> Ranking:
    names = ("id_card", "fraud", "senior_card", "minimum_living")
    return tuple(Scored(name, 1 - place / 10) for place, name in enumerate(names))


def never(text: str) -> Ranking:
    return ()


def by_length(text: str) -> Ranking:
    return (Scored("fraud", float(len(text))), Scored("minimum_living", 0.5), Scored("id_card", 0.4))


def test_shares_are_of_the_questions_in_scope() -> None:
    found = compare(ROWS, {"always": always, "never": never, "by length": by_length}, COVERED)
    assert found == {
        "always": Compared(0.5, 0.5, 0.5),
        "never": Compared(0.0, 0.0, 0.5),
        "by length": Compared(0.0, 1.0, 1.0),
    }


def test_progress_is_told_after_each_way() -> None:
    told: list[None] = []
    compare(ROWS, {"always": always, "never": never}, COVERED, lambda: told.append(None))
    assert len(told) == 2


def test_questions_on_other_services_count_neither_as_in_scope_nor_as_on_none() -> None:
    found = compare(ROWS[:2], {"always": always}, COVERED)
    assert found == {"always": Compared(1.0, 1.0, None)}


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        ([0.9, 0.8], [0.1, 0.2], 1.0),
        ([0.1, 0.2], [0.9, 0.8], 0.0),
        ([0.9, 0.8, 0.4], [0.5, 0.4], 0.75),  # 2 + 2 + 0.5 of 6 pairs
        ([0.7, 0.3], [0.5, 0.3, 0.1], 0.75),  # 3 + 1.5 of 6 pairs
        ([0.5], [0.5], 0.5),
        ([], [0.5], None),
        ([0.5], [], None),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    inside: list[float], outside: list[float], expected: float | None
) -> None:
    assert auroc(inside, outside) == expected


def test_what_was_compared_can_be_written_as_json() -> None:
    assert Compared(0.5, 1.0, None).to_json() == {"top1": 0.5, "top3": 1.0, "auroc": None}
