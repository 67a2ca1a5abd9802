"""How a model is: there, missing, damaged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from voice.models import layouts, receipts
from voice.models.files import sha256_of
from voice.models.manifest import Model
from voice.models.receipts import File, Receipt


class Condition(StrEnum):
    THERE = "there"
    ABSENT = "not there"
    ANOTHER = "another"
    BY_HAND = "by hand"
    OUTDATED = "outdated"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class State:
    """`why`: a sentence about what is not well, or where it came from."""

    condition: Condition
    why: str = ""

    @property
    def usable(self) -> bool:
        """Whether an engine can load it."""
        return self.condition in (Condition.THERE, Condition.BY_HAND, Condition.OUTDATED)


def state_of(models: Path, model: Model, *, read_all: bool = False) -> State:
    """How `model` is in the folder of models; with `read_all` every byte is compared. Raises OSError."""
    folder = models / model.folder
    if not folder.is_dir():
        return State(Condition.ABSENT)
    receipt = receipts.read(folder)
    if receipt is None:
        return _by_hand(folder, model)
    if receipt.model != model.name:
        return State(Condition.ANOTHER, f"In its place is {receipt.model}.")
    if damage := _damage(folder, receipt, read_all=read_all):
        return State(Condition.DAMAGED, f"{damage} Get it again: bangban models fetch {model.name}")
    if receipt.fingerprint and receipt.fingerprint not in {source.fingerprint for source in model.sources}:
        return State(Condition.OUTDATED, f"There is another one: bangban models fetch {model.name}")
    return State(Condition.THERE, f"From {receipt.source}.")


def _by_hand(folder: Path, model: Model) -> State:
    if lacks := layouts.missing(model.engine, receipts.paths(folder)):
        return State(
            Condition.DAMAGED,
            f"It was put there by hand and lacks {', '.join(lacks)}. "
            f"Get it: bangban models fetch {model.name}",
        )
    return State(Condition.BY_HAND, "It was put there by hand; nobody compared its checksum.")


def _damage(folder: Path, receipt: Receipt, *, read_all: bool) -> str:
    for path, wanted in receipt.files.items():
        file = folder / path
        if not file.is_file():
            return f"{path} is missing."
        if file.stat().st_size != wanted.size:
            return f"{path} has {file.stat().st_size} bytes instead of {wanted.size}."
        if read_all and File(wanted.size, sha256_of(file)) != wanted:
            return f"{path} has another checksum than when it came."
    return ""
