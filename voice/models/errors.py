"""What can go wrong with models; each error is one sentence to show."""

from __future__ import annotations


class ModelError(Exception):
    """Base: its message is a whole sentence that says what is wrong and, where there is one, what to do."""


class ManifestWrong(ModelError):
    """The list of models cannot be read."""


class UnknownModel(ModelError):
    """No model has this name."""


class Unobtainable(ModelError):
    """One source did not give what was asked for; another may.

    `host` is set when the machine it lies on cannot be reached at all, which asking again does not change.
    """

    def __init__(self, sentence: str, *, host: str = "") -> None:
        super().__init__(sentence)
        self.host = host


class CannotWrite(ModelError):
    """The disk does not take it; no other source changes that."""


class NoSpace(CannotWrite):
    """The disk is too full."""


class CannotPlace(ModelError):
    """What came is not the model."""
