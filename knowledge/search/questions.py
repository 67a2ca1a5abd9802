"""Read a table of questions with the service that each is about."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

OTHER = "other"


class QuestionFileError(Exception):
    """A table of questions is wrong: which file, which line (from 1), and what to do."""

    def __init__(self, file: Path, line: int, sentence: str) -> None:
        super().__init__(f"{file.name}:{line}: {sentence}")
        self.file = file
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked. `service` is a service id, or "other" when no service answers it."""

    line: int
    text: str
    service: str


def read_questions(file: Path) -> tuple[Question, ...]:
    """The rows of a TSV file with a heading that has `question` and `service`; other columns are ignored.

    Quotation marks are characters like any other. Raises QuestionFileError.
    """
    try:
        lines = file.read_bytes().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise QuestionFileError(file, 1, "The file is not UTF-8; save it as UTF-8.") from None
    except OSError:
        raise QuestionFileError(file, 1, "The file cannot be read; check its name.") from None
    rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    heading = rows[0] if rows else []
    for column in ("question", "service"):
        if heading.count(column) != 1:
            raise QuestionFileError(file, 1, f"The heading must name the column “{column}” once.")
    places = heading.index("question"), heading.index("service")
    questions = tuple(
        _question(file, line, row, places) for line, row in enumerate(rows[1:], start=2) if any(row)
    )
    if not questions:
        raise QuestionFileError(file, 1, "There is no question below the heading.")
    return questions


def _question(file: Path, line: int, row: list[str], places: tuple[int, int]) -> Question:
    if len(row) <= max(places):
        raise QuestionFileError(file, line, "The line has fewer columns than the heading.")
    text, service = (row[place].strip() for place in places)
    if not text:
        raise QuestionFileError(file, line, "The question is empty.")
    if not service:
        raise QuestionFileError(file, line, f"The service is empty; write “{OTHER}” when there is none.")
    return Question(line, text, service)
