from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from knowledge.library import Library
from knowledge.search.calibrate import calibrate_mode, main
from knowledge.search.features import DENSE
from knowledge.search.questions import Question
from knowledge.search.topics import Topic, topics_of
from tests.character_embedder import CharacterEmbedder

ROWS = [
    ("身份证掉了要去哪里补", "id_card"),
    ("我的身份证过期了", "id_card"),
    ("低保需要什么条件才能申请", "minimum_living"),
    ("低保户每个月发多少", "minimum_living"),
    ("社保卡不见了", "social_security_card"),
    ("领结婚证要预约吗", "marriage_registration"),
    ("农村合作医疗什么时候交钱", "resident_medical_insurance"),
    ("今天下不下雨", "other"),
    ("红烧鱼怎么烧", "other"),
    ("这个电视剧好看吗", "other"),
]


KEPT = {
    "id_card",
    "minimum_living",
    "social_security_card",
    "marriage_registration",
    "resident_medical_insurance",
    "weather",
    "leisure",
}


@pytest.fixture(scope="module")
def topics() -> list[Topic]:
    """Seven topics, so that measuring takes a second."""
    return [topic for topic in topics_of(Library.load()) if topic.id in KEPT]


@pytest.fixture
def questions() -> list[Question]:
    return [Question(line, text, service) for line, (text, service) in enumerate(ROWS, start=2)]


@pytest.mark.slow
def test_a_mode_is_measured_on_questions_it_did_not_see(
    topics: list[Topic], questions: list[Question]
) -> None:
    mode = calibrate_mode(topics, questions, None)
    assert mode.embedder is None
    assert mode.fitted.in_scope == mode.cross_validated.in_scope == 7
    assert mode.cross_validated.other == 3
    assert mode.cross_validated.top1 >= 0.7
    assert mode.cross_validated.other_answered <= 0.35
    assert 0.0 < mode.choose_at <= 1.0


@pytest.mark.slow
def test_the_same_questions_give_the_same_weights(topics: list[Topic], questions: list[Question]) -> None:
    assert calibrate_mode(topics, questions, None) == calibrate_mode(topics, questions, None)


@pytest.mark.slow
def test_with_an_embedder_its_features_are_weighed_and_its_name_is_kept(
    topics: list[Topic], questions: list[Question]
) -> None:
    mode = calibrate_mode(topics, questions, CharacterEmbedder())
    assert mode.embedder == "characters"
    assert set(mode.weights) - set(calibrate_mode(topics, questions, None).weights) == set(DENSE)


@pytest.fixture
def command() -> Typer:
    app = Typer()
    app.command()(main)
    return app


def test_a_service_that_nobody_knows_is_reported_with_its_line(tmp_path: Path, command: Typer) -> None:
    file = tmp_path / "questions.tsv"
    file.write_text("question\tservice\n身份证丢了\tid_card\n什么\tno_such_service\n", encoding="utf-8")
    result = CliRunner().invoke(command, [str(file), "--data", "two", "--output", str(tmp_path / "out.json")])
    assert result.exit_code == 2
    assert "questions.tsv:3: “no_such_service” is no service." in result.output
    assert not (tmp_path / "out.json").exists()


def test_a_file_that_is_no_table_is_reported(tmp_path: Path, command: Typer) -> None:
    result = CliRunner().invoke(command, [str(tmp_path / "none.tsv"), "--data", "none"])
    assert result.exit_code == 2
    assert "none.tsv:1: " in result.output
