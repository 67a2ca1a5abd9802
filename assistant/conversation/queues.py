"""One message of a conversation at a time, within this process."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Queues:
    """Lets those with the same id through one after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: dict[str, threading.Lock] = {}
        self._users: Counter[str] = Counter()

    @contextmanager
    def one_at_a_time(self, conversation_id: str) -> Iterator[bool]:
        """Yields whether another message was let through first."""
        with self._lock:
            queue = self._queues.setdefault(conversation_id, threading.Lock())
            waited = self._users[conversation_id] > 0
            self._users[conversation_id] += 1
        try:
            with queue:
                yield waited
        finally:
            with self._lock:
                self._users[conversation_id] -= 1
                if not self._users[conversation_id]:
                    del self._users[conversation_id], self._queues[conversation_id]
