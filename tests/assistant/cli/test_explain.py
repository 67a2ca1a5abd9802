"""`bangban explain` says why."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from assistant.cli import app

RUNNER = CliRunner()


@pytest.fixture
def explained(data_folder, monkeypatch):
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(data_folder("explain")))

    def explain(question: str, *options: str) -> str:
        result = RUNNER.invoke(app, ["explain", question, *options])
        assert result.exit_code == 0, result.output
        return result.output

    return explain


@pytest.mark.slow
def test_features_thresholds_and_the_reason_are_shown(explained):
    said = explained("身份证丢了怎么补办")
    for words in ("id_card", "text_match", "linear", "Answered: id_card", "at least"):
        assert words in said


@pytest.mark.slow
def test_the_figures_can_be_had_as_json(explained):
    found = json.loads(explained("老人走了咋办", "--json", "--topics", "3"))
    assert found["guide"] == "bereavement"
    assert len(found["topics"]) == 3
    assert 0 < found["answer_at"] < 1


@pytest.mark.slow
def test_what_a_rule_decides_before_any_search_is_said(explained):
    assert "By rule" in explained("人工")


@pytest.mark.slow
def test_a_question_on_nothing_we_know_is_said_to_be_so(explained):
    assert "Not sure" in explained("红烧肉怎么做好吃")
