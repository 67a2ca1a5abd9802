"""Speech that was just made, kept in memory only: what is said to one resident does not go to the disk."""

from __future__ import annotations

import threading
from collections import OrderedDict

MOST_BYTES = 96 * 1024**2


class Recent:
    """At most `most_bytes` of sound; what was not used for longest goes first. Threads may share it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._sounds: OrderedDict[str, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, name: str) -> bytes | None:
        with self._lock:
            sound = self._sounds.get(name)
            if sound is not None:
                self._sounds.move_to_end(name)
            return sound

    def put(self, name: str, sound: bytes) -> None:
        with self._lock:
            self._bytes += len(sound) - len(self._sounds.pop(name, b""))
            self._sounds[name] = sound
            while self._bytes > self._most_bytes and self._sounds:
                _, gone = self._sounds.popitem(last=False)
                self._bytes -= len(gone)
