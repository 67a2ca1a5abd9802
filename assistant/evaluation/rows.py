"""The questions of an evaluation: read and limited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from knowledge.search.questions import OTHER, Question, QuestionFileError, read_questions

__all__ = ["OTHER", "Question", "QuestionFileError", "limited", "read_rows"]


def read_rows(file: Path) -> tuple[Question, ...]:
    """Raises QuestionFileError, which names the file, the line and what to do."""
    return read_questions(file)


def limited(
    rows: Sequence[Question], limit: int | None = None, services: Collection[str] | None = None
) -> tuple[Question, ...]:
    """The rows on `services`, and those on none, at most `limit` of them spread evenly over the file."""
    kept = [row for row in rows if services is None or row.service == OTHER or row.service in services]
    if limit is None or limit >= len(kept):
        return tuple(kept)
    return tuple(kept[number * len(kept) // limit] for number in range(limit))
