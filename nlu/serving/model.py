"""Is a file a dialogue model at all? Found out before ten seconds of loading."""

from __future__ import annotations

import json
import tarfile
import zlib
from pathlib import Path


class BrokenModel(Exception):
    """The message is one sentence for whoever starts the server."""


def check(path: Path) -> None:
    """Read the whole archive and the model's description. Raises BrokenModel."""
    if not path.is_file():
        raise BrokenModel(f"There is no dialogue model at {path}: train it first.")
    try:
        with tarfile.open(path, "r:gz") as archive:
            names = {Path(member.name).as_posix(): member for member in archive}
            description = archive.extractfile(names["metadata.json"])
            if description is None:
                raise KeyError("metadata.json")
            json.load(description)
    except (OSError, EOFError, KeyError, ValueError, tarfile.TarError, zlib.error) as error:
        raise BrokenModel(f"The dialogue model {path} is broken: delete it and train it again.") from error
