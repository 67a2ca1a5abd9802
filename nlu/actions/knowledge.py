"""What the actions know of services and places, from the generated file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("generated") / "knowledge.json"
SUMMARY = "summary"


class GeneratedFilesMissing(Exception):
    """The file was not generated; the message says what to run."""


@dataclass(frozen=True)
class Knowledge:
    """`local` names by service the aspects that differ by place; `weights` says how much an aspect's word counts."""

    local: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    regions: Mapping[str, str]

    def differs_by_place(self, service: str, aspect: str | None) -> bool:
        return (aspect or SUMMARY) in self.local.get(service, frozenset())


def load(file: Path = FILE) -> Knowledge:
    """The facts as the file has them at this moment; it is read again only after it was replaced.

    Raises GeneratedFilesMissing.
    """
    try:
        state = file.stat()
        return _read(file, state.st_ino, state.st_mtime_ns)
    except (OSError, ValueError) as error:
        raise GeneratedFilesMissing(
            f"{file.name} is missing or broken: run “python -m assistant.nlu_export” first."
        ) from error


@lru_cache(maxsize=1)
def _read(file: Path, _inode: int, _mtime_ns: int) -> Knowledge:
    data = json.loads(file.read_text(encoding="utf-8"))
    return Knowledge(
        local={service: frozenset(entry["local"]) for service, entry in data["services"].items()},
        weights=data["aspects"],
        regions=data["regions"],
    )
