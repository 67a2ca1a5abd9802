"""What was put into a model's folder, beside it: by this a model is found whole without reading it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice.models.files import sha256_of

NAME = "installed.json"


@dataclass(frozen=True, slots=True)
class File:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """`fingerprint` is that of the source; `source` its name, `checked` how what came was checked."""

    model: str
    source: str
    fingerprint: str
    checked: str
    files: Mapping[str, File]

    def to_json(self) -> dict[str, Any]:
        files = {path: {"size": file.size, "sha256": file.sha256} for path, file in self.files.items()}
        return {
            "model": self.model,
            "source": self.source,
            "fingerprint": self.fingerprint,
            "checked": self.checked,
            "files": files,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Receipt:
        files = {path: File(int(file["size"]), file["sha256"]) for path, file in said["files"].items()}
        return cls(said["model"], said["source"], said["fingerprint"], said["checked"], files)


def read(folder: Path) -> Receipt | None:
    """None where there is none that can be read: such a folder was put there by hand."""
    try:
        return Receipt.from_json(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(folder: Path, receipt: Receipt) -> None:
    """Raises OSError."""
    written = folder / f".{NAME}"
    written.write_text(json.dumps(receipt.to_json(), indent=1) + "\n", encoding="utf-8")
    written.replace(folder / NAME)


def counted(folder: Path) -> dict[str, File]:
    """Size and checksum of all that lies in `folder`. Raises OSError."""
    return {path: File((folder / path).stat().st_size, sha256_of(folder / path)) for path in paths(folder)}


def paths(folder: Path) -> list[str]:
    """Files in `folder`, relative to it, without the receipt."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path not in (NAME, f".{NAME}"))
