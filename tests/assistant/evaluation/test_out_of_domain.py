from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.evaluation.out_of_domain import Line, read_lines, stray
from assistant.evaluation.understanding_report import stray_lines
from assistant.messages import Outcome

LINES = (Line("今天天气", "weather"), Line("讲个笑话", "joke"), Line("低保户能买车票吗", "travel"))
CAME_TO = {"今天天气": Outcome.UNSURE, "讲个笑话": Outcome.SAID, "低保户能买车票吗": Outcome.ANSWERED}


def ask(text: str) -> Any:
    return SimpleNamespace(outcome=CAME_TO[text])


def test_lines_are_read_as_they_stand(tmp_path: Path) -> None:
    file = tmp_path / "lines.tsv"
    file.write_text('text\tgroup\n他说"不行"\tchitchat\n', encoding="utf-8")
    assert read_lines(file) == (Line('他说"不行"', "chitchat"),)


def test_every_line_is_asked_and_only_answers_on_a_service_stray() -> None:
    told: list[tuple[int, int]] = []
    found = stray(LINES, ask, lambda *report: told.append(report))
    assert found.answered == LINES[2:]
    assert found.share_answered == 0.3333
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_report_names_what_the_answered_lines_are_about() -> None:
    text = "\n".join(stray_lines(stray(LINES, ask)))
    assert "3 lines that no service answers" in text
    assert "Answered all the same: 33.3 %." in text
    assert "| unsure | 1 |" in text
    assert "Answered, by what they are about: travel 1 of 1." in text


def test_no_lines_are_no_share() -> None:
    assert stray((), ask).share_answered == 0.0
