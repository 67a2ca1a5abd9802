"""Are the responses of the domain acts? Checked before a model is trained."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.core.domain import Domain

from actions.acts import WrongAct, check


class WrongResponse(Exception):
    """A response is no act; the message names it."""


def check_responses(folder: Path) -> None:
    """Raises WrongResponse when a response has prose, or is not an act of acts.schema.json."""
    for name, variants in Domain.load(str(folder)).responses.items():
        for variant in variants:
            if set(variant) != {"custom"}:
                raise WrongResponse(f"{name} must have an act under “custom” and nothing else")
            try:
                check(variant["custom"])
            except WrongAct as error:
                raise WrongResponse(f"{name}: {error}") from error
