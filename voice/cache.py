"""Speech that was made before, in files. A name is a hash: it does not tell what is said.

A file is the sound and four bytes of checksum (CRC-32). It is written beside its place and put there whole,
so a crash leaves the old file or none; what a crash of the machine damages is noticed by the checksum.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import secrets
import threading
import zlib
from collections import OrderedDict
from pathlib import Path

log = logging.getLogger(__name__)

MOST_BYTES = 2 * 1024**3
_CHECK_BYTES = 4
_PART = ".part"


def sound_name(*parts: str | int) -> str:
    """The name of a sound: a hash over everything that it depends on."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class AudioCache:
    """At most `most_bytes` in a folder; what was not used for longest goes first. Threads may share it."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def open(self) -> None:
        """Learn what is there, and remove what a crash left half written. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        found = []
        for path in self._folder.glob("??/*"):
            if path.suffix == _PART:
                path.unlink(missing_ok=True)
            else:
                status = path.stat()
                found.append((status.st_mtime_ns, path.name, status.st_size))
        with self._lock:
            self._sizes = OrderedDict((name, size) for _, name, size in sorted(found))
            self._bytes = sum(self._sizes.values())
            self._evict()

    def get(self, name: str) -> bytes | None:
        """The sound of a name, if it is there and whole."""
        path = self._path(name)
        try:
            whole = path.read_bytes()
        except FileNotFoundError:
            self._forget(name)
            return None
        except OSError as error:
            log.warning("spoken.not_read errno=%s", error.errno)
            return None
        sound, check = whole[:-_CHECK_BYTES], whole[-_CHECK_BYTES:]
        if _check(sound) != check:
            log.warning("spoken.damaged name=%s", name[:8])
            path.unlink(missing_ok=True)
            self._forget(name)
            return None
        with contextlib.suppress(FileNotFoundError):
            os.utime(path)
        self._remember(name, len(whole))
        return sound

    def put(self, name: str, sound: bytes) -> bool:
        """Keep a sound. False where the disk does not take it: speech goes on without."""
        path = self._path(name)
        part = path.with_name(f"{name}.{secrets.token_hex(4)}{_PART}")
        try:
            path.parent.mkdir(exist_ok=True)
            with part.open("wb") as file:
                file.write(sound + _check(sound))
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            log.warning("spoken.not_kept errno=%s", error.errno)
            with contextlib.suppress(OSError):
                part.unlink()
            return False
        self._remember(name, len(sound) + _CHECK_BYTES)
        return True

    def figures(self) -> dict[str, int]:
        """{"entries": files, "bytes": their size}."""
        with self._lock:
            return {"entries": len(self._sizes), "bytes": self._bytes}

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _remember(self, name: str, size: int) -> None:
        with self._lock:
            self._bytes += size - self._sizes.pop(name, 0)
            self._sizes[name] = size
            self._evict()

    def _forget(self, name: str) -> None:
        with self._lock:
            self._bytes -= self._sizes.pop(name, 0)

    def _evict(self) -> None:
        while self._bytes > self._most_bytes and self._sizes:
            name, size = self._sizes.popitem(last=False)
            self._path(name).unlink(missing_ok=True)
            self._bytes -= size


def _check(sound: bytes) -> bytes:
    return zlib.crc32(sound).to_bytes(_CHECK_BYTES, "little")
