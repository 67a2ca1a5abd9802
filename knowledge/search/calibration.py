"""The measured weights and thresholds of search, as the command `knowledge.search.calibrate` keeps them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from knowledge.search.lexical import Scores

FILE = Path(__file__).with_name("calibration.json")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figures(_Strict):
    """Shares of the questions on services (`in_scope`) and of those on none (`other`).

    `chosen` are in-scope questions that were asked back with the right service among those offered.
    """

    in_scope: int
    top1: float
    top3: float
    answered_right: float
    answered_wrong: float
    chosen: float
    other: int
    other_answered: float
    other_asked_back: float


class Mode(_Strict):
    """How to weigh with, or without, an embedder. `embedder` is the name of the one it was measured with.

    A question is answered when it is about no service with at most the probability `none_at`, and when among
    the services the best has at least `answer_at`; up to three are offered when together they have at least
    `choose_at`.
    """

    embedder: str | None
    weights: dict[str, float]
    answer_at: float = Field(gt=0, le=1)
    none_at: float = Field(ge=0, le=1)
    choose_at: float = Field(gt=0, le=1)
    fitted: Figures
    cross_validated: Figures

    def weights_for(self, names: tuple[str, ...]) -> Scores:
        """The weights in the order of the features `names`. Raises KeyError on a feature not measured."""
        return np.array([self.weights[name] for name in names])


class Calibration(_Strict):
    """`data` says in words which questions it was measured on."""

    made: date
    data: str
    lexical: Mode
    dense: Mode | None

    @classmethod
    def load(cls, file: Path = FILE) -> Self:
        """Raises OSError without the file and pydantic.ValidationError when it is wrong."""
        return cls.model_validate_json(file.read_text(encoding="utf-8"))

    def save(self, file: Path = FILE) -> None:
        file.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
