"""Checksums and room on the disk."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voice.models.errors import CannotWrite, NoSpace

CHUNK_BYTES = 1 << 20
# What the rest of the machine keeps to write logs and its database.
KEPT_FREE_BYTES = 200_000_000


def sha256_of(path: Path) -> str:
    """Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def demand_space(folder: Path, wanted: int, what: str, *, free: int | None = None) -> None:
    """Raises NoSpace when `wanted` bytes for `what` would fill the disk of `folder`."""
    there = shutil.disk_usage(folder).free if free is None else free
    if there < wanted + KEPT_FREE_BYTES:
        raise NoSpace(
            f"There is no room for {what} in {folder}: it takes {megabytes(wanted + KEPT_FREE_BYTES)}, "
            f"{megabytes(there)} are free."
        )


@contextmanager
def writing(what: str, folder: Path) -> Iterator[None]:
    """Say in a sentence why `what` cannot be written into `folder`. Raises CannotWrite."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoSpace(f"The disk of {folder} is full: {what} does not fit.") from error
        raise CannotWrite(f"{what} cannot be written in {folder}: {error.strerror or error}.") from error


def megabytes(count: int) -> str:
    """A number of bytes for people."""
    if count < 1_000_000:
        return f"{count / 1_000:.0f} kB"
    return f"{count / 1_000_000:,.0f} MB"
