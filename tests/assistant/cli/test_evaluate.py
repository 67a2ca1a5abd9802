"""`bangban evaluate` with the keypad engine, so that no dialogue must be started."""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from assistant import cli
from assistant.cli.comparison import Ways, ways_to_rank
from assistant.conversation.answers import Content
from assistant.evaluation.report import SEARCH_ALONE
from assistant.evaluation.selector import NAME
from assistant.processes.places import RasaProject
from knowledge.search.baselines import Scored

QUESTIONS = (
    "question\tservice\n身份证丢了怎么办\tid_card\n今天天气怎么样\tother\n低保怎么申请\tminimum_living\n"
)
RANKS = """
import json
import pathlib
import sys

print("training 25/100\\ntraining 26/100")
pathlib.Path(sys.argv[2]).write_text(json.dumps([[["minimum_living", 0.9]]]))
"""
FAILS = 'import sys\n\nsys.exit("no memory is left")\n'


@pytest.fixture
def evaluate(
    monkeypatch: pytest.MonkeyPatch, data_folder: Callable[[str], Path], tmp_path: Path
) -> Callable[..., None]:
    for name in [name for name in os.environ if name.startswith("BANGBAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("BANGBAN_DATA_DIR", str(data_folder("evaluate")))
    monkeypatch.setenv("BANGBAN_RASA_URL", "http://127.0.0.1:1")
    (tmp_path / "questions.tsv").write_text(QUESTIONS, encoding="utf-8")

    def run(*arguments: str) -> None:
        monkeypatch.setattr(sys, "argv", ["bangban", "evaluate", str(tmp_path / "questions.tsv"), *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert not end.value.code

    return run


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_search_and_the_baselines_are_compared_without_the_selector(evaluate, capsys, tmp_path):
    page = tmp_path / "evaluation.md"

    evaluate("--without-selector", "--json", "--noise", "homophone=0.2", "--write", str(page))

    said = capsys.readouterr()
    figures = json.loads(said.out)
    assert figures["n"] == 3
    assert NAME not in figures["compared"]
    assert {"BM25, words", "BM25, character pairs", "their rank fusion (RRF)"} <= set(figures["compared"])
    assert figures["compared"]["Bangban, search alone"]["auroc"] == 1.0
    assert figures["compared"]["Bangban, the whole path"]["auroc"] is None
    assert "Training" not in said.err
    text = page.read_text(encoding="utf-8")
    assert f"- {NAME} was left out.\n" in text
    assert "| ranked by | top1, as asked | top3, as asked | AUROC, as asked | top1, homophones |" in text
    assert text.count("| BM25, words |") == 1


@pytest.fixture
def project(tmp_path: Path) -> RasaProject:
    """Rasa's own Python is this one, and trains nothing."""
    project = RasaProject(tmp_path / "nlu")
    project.python.parent.mkdir(parents=True)
    project.python.symlink_to(sys.executable)
    return project


def ways_and_words(content: Content, project: RasaProject) -> tuple[Ways, str]:
    console = Console(record=True, width=200, file=io.StringIO())
    ways = ways_to_rank(content, None, ["低保"], console, project=project)
    assert ways.ranks["BM25, character pairs"]("低保")[0].service == "minimum_living"
    assert ways.ranks[SEARCH_ALONE]("低保")[0].service == "minimum_living"
    return ways, console.export_text()


@pytest.mark.slow
def test_the_selector_is_one_of_the_ways_and_reports_while_it_is_trained(content, project):
    (project.folder / "selector.py").write_text(RANKS, encoding="utf-8")

    ways, said = ways_and_words(content, project)

    assert ways.ranks[NAME]("低保") == (Scored("minimum_living", 0.9),)
    assert ways.notes == ()
    assert "training 25/100\n" in said
    assert "training 26/100" not in said


@pytest.mark.slow
def test_a_missing_environment_is_one_sentence_and_the_rest_goes_on(content, tmp_path):
    ways, said = ways_and_words(content, RasaProject(tmp_path))

    assert NAME not in ways.ranks
    assert ways.notes == (
        f"{NAME} is missing: The dialogue's environment nlu/.venv is missing: run make setup.",
    )
    assert ways.notes[0] in said


@pytest.mark.slow
def test_a_training_that_fails_shows_its_log_and_the_rest_goes_on(content, project):
    (project.folder / "selector.py").write_text(FAILS, encoding="utf-8")

    ways, said = ways_and_words(content, project)

    assert NAME not in ways.ranks
    assert ways.notes == (f"{NAME} is missing: {NAME} could not be trained.",)
    assert "no memory is left" in said
