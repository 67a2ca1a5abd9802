"""What becomes of lines that no service answers."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.messages import Outcome, TurnResult


@dataclass(frozen=True, slots=True)
class Line:
    """`group` says in a word what it is about."""

    text: str
    group: str


@dataclass(frozen=True, slots=True)
class Strayed:
    """How many lines came to what; `answered` are those that an answer on a service was given to."""

    outcomes: Mapping[Outcome, int]
    lines_by_group: Mapping[str, int]
    answered: tuple[Line, ...]

    @property
    def n(self) -> int:
        return sum(self.outcomes.values())

    @property
    def share_answered(self) -> float:
        """From 0 to 1."""
        return round(len(self.answered) / self.n, 4) if self.n else 0.0


def read_lines(file: Path) -> tuple[Line, ...]:
    """A TSV with the columns text and group."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Line(row["text"], row["group"]) for row in rows)


def stray(
    lines: Sequence[Line],
    ask: Callable[[str], TurnResult],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Strayed:
    """Ask each line in a conversation of its own."""
    outcomes: Counter[Outcome] = Counter()
    answered: list[Line] = []
    for done, line in enumerate(lines, start=1):
        result = ask(line.text)
        outcomes[result.outcome] += 1
        if result.outcome is Outcome.ANSWERED:
            answered.append(line)
        progress(done, len(lines))
    return Strayed(outcomes, Counter(line.group for line in lines), tuple(answered))
