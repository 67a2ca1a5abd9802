"""Make the questions of an evaluation as hard as a recogniser of speech makes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.homophones import with_homophones
from knowledge.search.questions import Question

_SPECIFICATION = re.compile(r"homophone=(0(?:\.\d+)?|1(?:\.0+)?|\.\d+)")


def share_of(specification: str) -> float:
    """The share in "homophone=0.1". Raises ValueError with a sentence for whoever wrote it."""
    match = _SPECIFICATION.fullmatch(specification.strip())
    if match is None:
        raise ValueError(
            "Write the noise as homophone=SHARE with a share from 0 to 1, for example homophone=0.1."
        )
    return float(match.group(1))


def made_noisy(rows: Sequence[Question], share: float, seed: int = 0) -> tuple[Question, ...]:
    """The rows with a share of their characters replaced by homophones; a `seed` always gives the same."""
    return tuple(replace(row, text=with_homophones(row.text, share, f"{seed}:{row.line}")) for row in rows)
