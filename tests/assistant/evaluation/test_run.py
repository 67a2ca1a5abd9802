from dataclasses import dataclass
from pathlib import Path

import pytest
from pypinyin import lazy_pinyin

from assistant.evaluation.noise import made_noisy, share_of
from assistant.evaluation.rows import Question, QuestionFileError, limited, read_rows
from assistant.evaluation.run import evaluate
from assistant.messages import Outcome

ROWS = (
    Question(2, "身份证丢了", "id_card"),
    Question(3, "公积金怎么取", "housing_fund"),
    Question(4, "你好", "other"),
    Question(5, "低保多少钱", "minimum_living"),
)


@dataclass(frozen=True)
class FakeResult:
    outcome: Outcome
    service: str | None
    candidates: tuple[str, ...]


def test_every_question_is_asked_once_in_order_and_judged() -> None:
    asked: list[str] = []
    done: list[tuple[int, int]] = []
    times = iter([0.0, 0.25, 1.0, 1.5, 2.0, 2.0, 3.0, 3.001])

    def ask(text: str) -> FakeResult:
        asked.append(text)
        return FakeResult(Outcome.ANSWERED, "id_card", ("id_card",))

    judged = evaluate(
        ROWS,
        ask,
        {"id_card", "minimum_living"},
        lambda count, of: done.append((count, of)),
        clock=lambda: next(times),
    )
    assert asked == [row.text for row in ROWS]
    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert [row.covered for row in judged] == [True, False, False, True]
    assert [row.expected for row in judged] == [row.service for row in ROWS]
    assert [row.line for row in judged] == [2, 3, 4, 5]
    assert [round(row.latency_ms) for row in judged] == [250, 500, 0, 1]


def test_what_goes_wrong_in_asking_is_not_hidden() -> None:
    def ask(text: str) -> FakeResult:
        raise RuntimeError("no answer")

    with pytest.raises(RuntimeError, match="no answer"):
        evaluate(ROWS, ask, set())


def test_rows_can_be_limited_to_services_and_spread_over_the_file() -> None:
    assert limited(ROWS) == ROWS
    assert [row.line for row in limited(ROWS, limit=2)] == [2, 4]
    assert [row.line for row in limited(ROWS, services={"id_card"})] == [2, 4]
    assert limited(ROWS, limit=99) == ROWS


def test_a_wrong_file_says_where(tmp_path: Path) -> None:
    file = tmp_path / "rows.tsv"
    file.write_text("question\tservice\n\tid_card\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"rows\.tsv:2: "):
        read_rows(file)


def test_noise_keeps_sounds_services_and_lines_and_can_be_repeated() -> None:
    noisy = made_noisy(ROWS, 1.0, seed=4)
    assert noisy == made_noisy(ROWS, 1.0, seed=4)
    assert noisy != ROWS
    assert [(row.line, row.service) for row in noisy] == [(row.line, row.service) for row in ROWS]
    assert [lazy_pinyin(c) for c in noisy[0].text] == [lazy_pinyin(c) for c in ROWS[0].text]
    assert made_noisy(ROWS, 0.0) == ROWS


@pytest.mark.parametrize(
    ("written", "share"), [("homophone=0.1", 0.1), (" homophone=1 ", 1.0), ("homophone=0", 0.0)]
)
def test_a_noise_is_written_as_its_kind_and_share(written: str, share: float) -> None:
    assert share_of(written) == share


@pytest.mark.parametrize(
    "written", ["", "0.1", "homophone", "homophone=2", "homophone=-1", "typo=0.1", "homophone=x"]
)
def test_a_noise_written_wrongly_says_how_to_write_it(written: str) -> None:
    with pytest.raises(ValueError, match=r"homophone=0\.1"):
        share_of(written)
