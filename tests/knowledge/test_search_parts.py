from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from knowledge.library import Library
from knowledge.search import ranker
from knowledge.search.calibrate import figures
from knowledge.search.calibration import Calibration, Mode
from knowledge.search.lexical import Bm25, TermIndex
from knowledge.search.questions import Question, QuestionFileError, read_questions
from knowledge.search.search import best_covered, decide
from knowledge.search.terms import character_terms, syllable_terms, tidy
from knowledge.search.topics import Topic, topics_of
from knowledge.search.windows import windows


def test_chinese_terms_are_one_to_three_neighbouring_characters() -> None:
    assert character_terms("低保,卡") == ["低", "保", "低保", "卡"]


def test_latin_terms_are_stems_without_small_words_and_codes() -> None:
    assert character_terms(tidy("How do I renew my cards in K10?")) == ["renew", "card"]
    assert character_terms("renewing") == character_terms("renew")


def test_an_age_in_digits_is_the_same_as_in_words() -> None:
    assert tidy("80岁") == tidy("八十岁")
    assert tidy("满65周岁") == "满六十五周岁"
    assert tidy("1980岁") == "1980岁"


def test_syllable_terms_do_not_tell_homophones_apart() -> None:
    assert syllable_terms("身份证") == syllable_terms("生份真")


def test_a_short_text_is_one_window() -> None:
    assert windows("身份证丢了") == ["身份证丢了"]


def test_a_long_story_is_cut_into_at_most_six_pieces_besides_itself() -> None:
    story = "".join(f"这是第{number}句话,说的是一件很长很长的往事。" for number in range(30))
    pieces = windows(story)
    assert pieces[0] == story
    assert len(pieces) == 7
    assert pieces[1].startswith("这是第0句话")
    assert pieces[-1].endswith("往事。")
    assert all(8 <= len(piece) <= 60 for piece in pieces[1:])


def test_pieces_of_a_story_leave_nothing_out_when_they_are_few() -> None:
    story = (
        "我今年六十八岁,老伴走得早,儿子在外地打工。村里说要认证才能领钱,我没有手机。请问这个事情该去哪里办?"
    )
    assert "".join(windows(story)[1:]) == story


def test_a_text_is_most_like_itself_and_unlike_what_shares_nothing() -> None:
    index = TermIndex([["a", "b"], ["c"], ["a", "c"]], [0, 1, 2], 3)
    likeness = index.likeness(["a", "b"])
    assert likeness[0] == pytest.approx(1.0)
    assert likeness[1] == 0.0
    assert 0.0 < likeness[2] < 1.0


def test_coverage_asks_how_much_of_the_known_text_is_there() -> None:
    index = TermIndex([["a", "b"], ["c"]], [0, 1], 2)
    assert index.coverage(["a", "b", "x", "y"]).tolist() == pytest.approx([1.0, 0.0])
    assert index.known(["a", "x"]) < index.known(["a", "b"])
    assert index.known([]) == 0.0


def test_bm25_ranks_a_rare_term_above_a_common_one() -> None:
    scores = Bm25([["common", "rare"], ["common", "common"], ["common", "other"]]).scores(["common", "rare"])
    assert scores.argmax() == 0


def test_fitting_finds_the_feature_that_tells_the_right_row() -> None:
    chance = np.random.default_rng(1)
    tables = chance.random((80, 4, 2))
    right = np.zeros((80, 4), dtype=bool)
    right[np.arange(80), tables[:, :, 0].argmax(axis=1)] = True
    weights = ranker.fit(tables, right, penalty=1e-3, free=[False, False])
    assert weights[0] > 3 * weights[1]
    assert weights[1] >= 0.0
    found = ranker.probabilities(tables, weights)
    assert found.sum(axis=1) == pytest.approx(np.ones(80))
    assert (found.argmax(axis=1) == tables[:, :, 0].argmax(axis=1)).mean() > 0.9


TOPICS = (
    Topic("id_card", "article", ("身份证",), ("身份证丢了",)),
    Topic("minimum_living", "article", ("低保",), ("低保怎么办",)),
    Topic("fraud", "article", ("骗子",), ("被骗了",)),
    Topic("weather", "general", ("天气",), ("今天下雨吗",)),
)


COVERED = np.array([topic.covered for topic in TOPICS])


def make_mode(**changes: object) -> Mode:
    nothing = dict.fromkeys(("in_scope", "other"), 0)
    shares = dict.fromkeys(
        (
            "top1",
            "top3",
            "answered_right",
            "answered_wrong",
            "chosen",
            "other_answered",
            "other_asked_back",
        ),
        0.0,
    )
    measured = {**nothing, **shares}
    values: dict[str, object] = {
        "embedder": None,
        "weights": {},
        "answer_at": 0.75,
        "none_at": 0.2,
        "choose_at": 0.4,
        "fitted": measured,
        "cross_validated": measured,
    }
    return Mode.model_validate({**values, **changes})


@pytest.mark.parametrize(
    ("shares", "outcome", "choices"),
    [
        ([0.7, 0.1, 0.1, 0.05, 0.05], "answer", ()),
        ([0.7, 0.05, 0.0, 0.05, 0.2], "choose", (0, 1)),
        ([0.4, 0.3, 0.1, 0.1, 0.1], "choose", (0, 1, 2)),
        ([0.5, 0.2, 0.01, 0.1, 0.19], "choose", (0, 1)),
        ([0.1, 0.2, 0.3, 0.2, 0.2], "choose", (2, 1, 0)),
        ([0.15, 0.1, 0.05, 0.6, 0.1], "unsure", ()),
        ([0.15, 0.1, 0.05, 0.1, 0.6], "unsure", ()),
        ([0.3, 0.15, 0.0, 0.1, 0.45], "choose", (0, 1)),
    ],
)
def test_the_thresholds_decide(shares: list[float], outcome: str, choices: tuple[int, ...]) -> None:
    assert decide(np.array(shares), COVERED, make_mode()) == (outcome, choices)


def test_the_likeliest_services_come_first_and_general_topics_never() -> None:
    shares = np.array([0.1, 0.2, 0.2, 0.4, 0.1])
    assert best_covered(shares, COVERED, 10) == (1, 2, 0)
    assert best_covered(shares, COVERED, 2) == (1, 2)


def test_figures_count_each_kind_of_question_by_itself() -> None:
    shares = np.array(
        [
            [0.9, 0.1, 0.0, 0.0, 0.0],
            [0.9, 0.1, 0.0, 0.0, 0.0],
            [0.5, 0.3, 0.0, 0.0, 0.2],
            [0.0, 0.0, 0.9, 0.1, 0.0],
            [0.3, 0.2, 0.0, 0.0, 0.5],
            [0.0, 0.0, 0.1, 0.0, 0.9],
        ]
    )
    found = figures(shares, TOPICS, np.array([0, 1, 1, -1, -1, -1]), make_mode())
    assert (found.in_scope, found.other) == (3, 3)
    assert found.top1 == pytest.approx(1 / 3, abs=1e-4)
    assert found.top3 == 1.0
    assert found.answered_right == pytest.approx(1 / 3, abs=1e-4)
    assert found.answered_wrong == pytest.approx(1 / 3, abs=1e-4)
    assert found.chosen == pytest.approx(1 / 3, abs=1e-4)
    assert found.other_answered == pytest.approx(1 / 3, abs=1e-4)
    assert found.other_asked_back == pytest.approx(1 / 3, abs=1e-4)


def test_a_calibration_is_kept_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    made = Calibration.model_validate(
        {"made": "2026-11-23", "data": "ten questions", "lexical": make_mode().model_dump(), "dense": None}
    )
    made.save(file)
    assert Calibration.load(file) == made


def test_a_calibration_without_its_weights_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    file.write_text('{"made": "2026-11-23"}', encoding="utf-8")
    with pytest.raises(ValidationError):
        Calibration.load(file)
    with pytest.raises(KeyError):
        make_mode(weights={"one": 1.0}).weights_for(("two",))


def test_the_kept_contrast_topics_are_read_and_differ_from_each_other() -> None:
    topics = topics_of(Library.load())
    asks = [ask for topic in topics for ask in topic.asks if not topic.covered]
    assert len(asks) == len(set(asks))
    assert {"weather", "chat"} <= {topic.id for topic in topics if topic.kind == "general"}


def test_questions_are_read_by_the_names_of_their_columns(tmp_path: Path) -> None:
    file = tmp_path / "questions.tsv"
    file.write_text(
        'service\tsource\tquestion\nid_card\tsomewhere\t"身份证"丢了\n\nother\tx\t你好\n', "utf-8"
    )
    assert read_questions(file) == (Question(2, '"身份证"丢了', "id_card"), Question(4, "你好", "other"))


@pytest.mark.parametrize(
    ("content", "line", "words_of_it"),
    [
        (b"", 1, "question"),
        (b"question\tsource\nx\ty\n", 1, "service"),
        (b"question\tquestion\tservice\n", 1, "once"),
        (b"question\tservice\n", 1, "no question"),
        (b"question\tservice\nx\tid_card\nx\n", 3, "fewer columns"),
        (b"question\tservice\n \tid_card\n", 2, "question is empty"),
        (b"question\tservice\nx\t \n", 2, "service is empty"),
        ("question\tservice\n身份证\tid_card\n".encode("gb18030"), 1, "UTF-8"),
    ],
)
def test_a_wrong_table_of_questions_is_reported_with_its_line(
    tmp_path: Path, content: bytes, line: int, words_of_it: str
) -> None:
    file = tmp_path / "questions.tsv"
    file.write_bytes(content)
    with pytest.raises(QuestionFileError, match=words_of_it) as caught:
        read_questions(file)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"questions.tsv:{line}: ")


def test_a_missing_table_of_questions_is_reported(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="cannot be read"):
        read_questions(tmp_path / "none.tsv")
